/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;

/**
 * What a measurement was made on.
 *
 * @param commit of the sources, with a + if files have changed since
 * @param date of the measurement
 * @param machine processor, cores, system
 * @param java virtual machine
 * @param libraries with versions
 */
record Provenance(String commit, String date, String machine, String java, String libraries) {

    static Provenance here() throws IOException {
        return new Provenance(
                head(), LocalDate.now(ZoneOffset.UTC).toString(), processor(), virtualMachine(), versions());
    }

    void write(Path file) throws IOException {
        Files.writeString(file, new Gson().toJson(this));
    }

    static Provenance read(Path file) throws IOException {
        return new Gson().fromJson(Files.readString(file), Provenance.class);
    }

    private static String head() throws IOException {
        String changes = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!*.md");
        return git("rev-parse", "--short=10", "HEAD") + (changes.isEmpty() ? "" : "+");
    }

    private static String git(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git");
        builder.command().addAll(List.of(arguments));
        try (InputStream output = builder.start().getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static String processor() throws IOException {
        Path cpus = Path.of("/proc/cpuinfo");
        String model = "processor not named";
        if (Files.isReadable(cpus)) {
            model = Files.readAllLines(cpus).stream()
                    .filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(model);
        }
        return model + ", " + Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name")
                + " " + System.getProperty("os.arch");
    }

    private static String virtualMachine() {
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
    }

    private static String versions() throws IOException {
        return "ND4J " + version("org.nd4j", "nd4j-api") + ", OpenBLAS " + version("org.bytedeco", "openblas")
                + ", libtorch " + version("org.bytedeco", "pytorch");
    }

    private static String version(String group, String artifact) throws IOException {
        String name = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
        try (InputStream file = Provenance.class.getResourceAsStream(name)) {
            if (file == null) {
                return "of unknown version";
            }
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        }
    }
}
