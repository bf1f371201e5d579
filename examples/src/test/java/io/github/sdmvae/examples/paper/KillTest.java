/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.examples.Examples;
import io.github.sdmvae.examples.Started;
import io.github.sdmvae.examples.TinySpeech;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the command at random moments, as kill -9 does, and gives it again. All the kills:
 *
 * <pre>mvn test -pl examples -am -Dtest='paper/KillTest' -Dsurefire.failIfNoSpecifiedTests=false -Dexcluded.groups=</pre>
 */
class KillTest {
    @TempDir
    Path folder;

    @Test
    void twoKills_changeNothing() throws Exception {
        killed(2, 60, 21);
    }

    @Test
    @Tag("slow")
    void tenKills_changeNothing() throws Exception {
        killed(10, 200, 22);
    }

    private static Object[] length(int epochs) {
        return new Object[] {"--max-epochs", epochs, "--patience", epochs, "--jobs", 2};
    }

    private static Process start(TinyTable table, int epochs) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-Djava.awt.headless=true", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(Examples.class.getName());
        command.addAll(table.arguments(length(epochs)));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Only what is killed needs a process of its own. */
    private static void finish(TinyTable table, int epochs) {
        Started started = table.run(length(epochs));
        assertThat(started.status()).as(started.err()).isZero();
    }

    private void killed(int kills, int epochs, long seed) throws Exception {
        Path speech = TinySpeech.folder(folder);
        TinyTable unbroken = new TinyTable(speech, folder.resolve("unbroken"));
        long start = System.nanoTime();
        finish(unbroken, epochs);
        long millis = (System.nanoTime() - start) / 1_000_000;
        Map<String, String> expected = unbroken.promised();
        TinyTable table = new TinyTable(speech, folder.resolve("killed"));
        Random random = new Random(seed);
        int done = 0;
        for (int round = 0; done < kills; round++) {
            // Each session goes further than the one before; once the table is finished, a new one is begun.
            Process process = start(table, epochs);
            awaitCheckpoint(table, process);
            Thread.sleep(random.nextInt((int) millis));
            boolean alive = process.isAlive();
            process.destroyForcibly().waitFor();
            if (alive) {
                done++;
            } else {
                assertThat(table.promised()).isEqualTo(expected);
                table = new TinyTable(speech, folder.resolve("killed " + round));
            }
        }
        finish(table, epochs);
        assertThat(table.promised()).isEqualTo(expected);
        assertThat(expected).containsKeys("table.csv", "table.md", "report/index.html");
    }

    /** A kill before there is anything to lose would show nothing. */
    private static void awaitCheckpoint(TinyTable table, Process process) throws Exception {
        while (process.isAlive() && !hasCheckpoint(table.out())) {
            Thread.sleep(2);
        }
    }

    private static boolean hasCheckpoint(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().matches("checkpoint-\\d+\\.sdmvae"));
        } catch (UncheckedIOException e) {
            return false; // A file was deleted while the folder was read.
        }
    }
}
