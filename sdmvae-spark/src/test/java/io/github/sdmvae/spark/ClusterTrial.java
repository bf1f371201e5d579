/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Kills processes in the middle of everything and compares bytes: a program, since it takes minutes.
 *
 * <p>First every item is done in this process, without Spark. Then a driver does them all on {@code local-cluster[2,1,1024]},
 * and in the middle of each one of its two executors is killed. Then a driver does them anew, and in the middle of each the
 * driver is killed and started again. At the end stands a table; the exit status is 1 if any bytes differ.
 */
final class ClusterTrial {
    private static final long LOOK_MILLIS = 20;
    private static final String BEGIN = "BEGIN ";
    private static final String END = "END ";
    private static final String LOST = "LOST ";

    private ClusterTrial() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 3) {
            drive(Path.of(args[0]), Path.of(args[1]), Integer.parseInt(args[2]));
            return;
        }
        Path folder = Path.of(args[0]).toAbsolutePath().normalize();
        delete(folder);
        System.exit(new ClusterTrial().run(folder) ? 0 : 1);
    }

    private static int number(TrialItem item) {
        return List.of(TrialItem.values()).indexOf(item);
    }

    /** The driver's side: all items from a number on. */
    private static void drive(Path shared, Path own, int first) throws IOException {
        PrintStream out = System.out;
        SparkSession spark = LocalCluster.start();
        spark.sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
                out.println(LOST + removed.executorId());
            }
        });
        for (TrialItem item : TrialItem.values()) {
            if (number(item) >= first) {
                out.println(BEGIN + item);
                byte[] bytes = item.onSpark(spark, shared, own.resolve(item.name()));
                out.println(END + item + " " + ModelBytes.fingerprint(bytes));
            }
        }
        spark.stop();
    }

    /** A driver that is watched. */
    private static final class Driver {
        private final Process process;
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private int lost;

        Driver(Path folder, Path shared, Path own, int first) throws IOException {
            process = LocalCluster.java(folder, ClusterTrial.class, shared.toString(), own.toString(), "" + first);
            Thread reader = new Thread(this::read, "driver-output");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                lines.add("the driver's output ended: " + e);
            }
        }

        /** The next line of ours, at most so long from now; null if there is none. */
        @Nullable
        String next(long millis) throws InterruptedException {
            String line = lines.poll(millis, TimeUnit.MILLISECONDS);
            if (line != null && line.startsWith(LOST)) {
                lost++;
                return next(millis);
            }
            if (line == null && !process.isAlive() && lines.isEmpty()) {
                throw new IllegalStateException(
                        "the driver ended with status " + process.exitValue() + ", see driver.log");
            }
            return line;
        }

        void await(String start) throws InterruptedException {
            String line = next(LOOK_MILLIS);
            while (line == null || !line.startsWith(start)) {
                line = next(LOOK_MILLIS);
            }
        }

        /** Executors end by themselves when their driver is gone; those that do not within a minute are ended. */
        void kill() throws InterruptedException {
            List<ProcessHandle> all = process.descendants().toList();
            process.destroyForcibly().waitFor();
            for (ProcessHandle one : all) {
                try {
                    one.onExit().get(60, TimeUnit.SECONDS);
                } catch (ExecutionException | TimeoutException e) {
                    one.destroyForcibly();
                }
            }
        }
    }

    private boolean run(Path folder) throws IOException, InterruptedException {
        Path shared = folder.resolve("shared");
        TrialItem.prepare(shared);
        Map<TrialItem, String> expected = new LinkedHashMap<>();
        for (TrialItem item : TrialItem.values()) {
            long began = System.nanoTime();
            String digest = ModelBytes.fingerprint(
                    item.here(shared, folder.resolve("here").resolve(item.name())));
            expected.put(item, digest);
            System.out.printf("%s in one process: %s, %.1f s%n", item, digest, (System.nanoTime() - began) / 1e9);
        }
        List<String> table = new ArrayList<>();
        boolean same = killExecutors(folder, shared, expected, table);
        same &= killDrivers(folder, shared, expected, table);
        System.out.println();
        System.out.println("| item | killed in the middle | bytes as of one process |");
        System.out.println("| --- | --- | --- |");
        table.forEach(System.out::println);
        return same;
    }

    private static boolean killExecutors(Path folder, Path shared, Map<TrialItem, String> expected, List<String> table)
            throws IOException, InterruptedException {
        Path own = folder.resolve("executors");
        Driver driver = new Driver(folder, shared, own, 0);
        boolean same = true;
        for (TrialItem item : TrialItem.values()) {
            driver.await(BEGIN + item);
            long began = System.nanoTime();
            int before = driver.lost;
            boolean killed = false;
            String line = null;
            while (line == null) {
                line = driver.next(LOOK_MILLIS);
                List<ProcessHandle> executors = LocalCluster.executors(driver.process);
                if (line == null && !killed && !executors.isEmpty() && item.isInTheMiddle(own.resolve(item.name()))) {
                    killed = executors.get(0).destroyForcibly();
                }
            }
            boolean equal = line.equals(END + item + " " + expected.get(item));
            boolean noticed = killed && driver.lost > before;
            same &= equal && noticed;
            table.add(row(item, noticed ? "an executor" : "nothing (too late)", equal, began));
        }
        driver.process.waitFor();
        return same;
    }

    private static boolean killDrivers(Path folder, Path shared, Map<TrialItem, String> expected, List<String> table)
            throws IOException, InterruptedException {
        Path own = folder.resolve("drivers");
        boolean same = true;
        Driver driver = new Driver(folder, shared, own, 0);
        for (TrialItem item : TrialItem.values()) {
            driver.await(BEGIN + item);
            long began = System.nanoTime();
            boolean ended = false;
            while (!ended && !item.isInTheMiddle(own.resolve(item.name()))) {
                ended = driver.next(LOOK_MILLIS) != null;
            }
            driver.kill();
            driver = new Driver(folder, shared, own, number(item));
            driver.await(BEGIN + item);
            String line = null;
            while (line == null) {
                line = driver.next(LOOK_MILLIS);
            }
            boolean equal = line.equals(END + item + " " + expected.get(item));
            same &= equal && !ended;
            table.add(row(item, ended ? "nothing (too late)" : "the driver, started again", equal, began));
        }
        driver.process.waitFor();
        return same;
    }

    private static String row(TrialItem item, String killed, boolean equal, long began) {
        String row = String.format(
                "| %s | %s | %s (%.0f s) |",
                item, killed, equal ? "the same" : "OTHERS", (System.nanoTime() - began) / 1e9);
        System.out.println(row);
        return row;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
