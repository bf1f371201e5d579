/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures everything and writes {@code sdmvae-bench/RESULTS.md}. From the root of the repository, about 20 minutes on a
 * machine that does nothing else:
 *
 * <p>{@code mvn -q -pl sdmvae-bench -am compile exec:exec@results}
 *
 * <p>In parts, of less than six minutes each: {@code -Dresults="--only libtorch1,step"}. Each part keeps its figures in
 * {@code sdmvae-bench/target/results}, and the report is of all that are there; {@code --only none} writes it again
 * without measuring.
 */
public final class Results {
    private static final Path MODULE = Path.of("sdmvae-bench");

    private Results() {}

    /**
     * Measures and reports.
     *
     * @param args nothing, or {@code --only} and sections separated by commas
     * @throws Exception if a benchmark fails or a file cannot be written
     */
    public static void main(String[] args) throws Exception {
        if (!Files.exists(MODULE.resolve("pom.xml"))) {
            throw new IOException("start from the root of the repository, this is "
                    + Path.of("").toAbsolutePath());
        }
        Path folder = Files.createDirectories(MODULE.resolve("target/results"));
        for (Section section : sections(args)) {
            long start = System.nanoTime();
            section.measure(folder);
            Provenance.here().write(section.provenance(folder));
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d s%n",
                    section.key(),
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
        }
        Path report = MODULE.resolve("RESULTS.md");
        Files.writeString(report, new Report(folder).text());
        System.out.println("written: " + report);
    }

    private static List<Section> sections(String[] args) {
        if (args.length == 0) {
            return List.of(Section.values());
        }
        if (args.length != 2 || !args[0].equals("--only")) {
            throw new IllegalArgumentException("usage: Results [--only SECTION,...], with "
                    + Arrays.toString(Section.values()).toLowerCase(Locale.ROOT) + " or none");
        }
        return Arrays.stream(args[1].split(",", -1))
                .filter(name -> !name.equals("none"))
                .map(name -> Section.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
    }
}
