/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** Spark with executors in processes of their own, from the class path of this one: no distribution is needed. */
final class LocalCluster {
    private LocalCluster() {}

    /** Two executors of one core and a gigabyte. */
    static SparkSession start() {
        SparkSession spark = SparkSession.builder()
                .master("local-cluster[2,1,1024]")
                .appName("sdmvae-cluster")
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.ui.enabled", "false")
                .config("spark.network.timeout", "600s")
                .config("spark.sql.shuffle.partitions", "4")
                .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        return spark;
    }

    /** A process of this Java and class path with what Spark wants to know before it starts executors. */
    static Process java(Path folder, Class<?> main, String... args) throws IOException {
        Files.createDirectories(folder.resolve("spark-home/jars"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("driver.log").toFile());
        builder.environment().put("SPARK_HOME", folder.resolve("spark-home").toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return builder.start();
    }

    static List<ProcessHandle> executors(Process driver) {
        return driver.descendants()
                .filter(process -> commandLine(process).contains("CoarseGrainedExecutorBackend"))
                .toList();
    }

    /** The process of an executor by its number in Spark. */
    static Optional<ProcessHandle> executor(Process driver, String number) {
        return executors(driver).stream()
                .filter(process -> commandLine(process).contains("--executor-id " + number + " "))
                .findFirst();
    }

    /** By {@code ps}: with a class path in it, a command line is longer than Java tells. */
    private static String commandLine(ProcessHandle process) {
        try {
            Process ps = new ProcessBuilder("ps", "-ww", "-o", "command=", "-p", Long.toString(process.pid())).start();
            return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("ps cannot be run", e);
        }
    }

    /** Halts a process or lets it go on. */
    static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill -" + name + " ended with status " + status);
        }
    }

    /** The most memory that a process has had; 0 where the system does not tell. */
    static long peakMegabytes(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1000)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }
}
