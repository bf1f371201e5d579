/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import io.github.sdmvae.spark.TrialDriver.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Kills processes in the middle of everything and compares bytes: a program, since it takes minutes; for systems that can halt
 * a process ({@code kill -STOP}).
 *
 * <p>First every item is done in this process, without Spark. Then a driver does them all on {@code local-cluster[2,1,1024]},
 * and in each an executor is killed: when a part of the work is done, an executor that is at a task is halted, and killed if
 * the task is still unfinished when nothing more can come from it. It counts only if Spark then tells that this very task was
 * lost. Then a driver does them anew, and in each the driver is killed while a task is at work, and started again. At the end
 * stands a table; the exit status is 1 if any bytes differ or a kill hit nothing.
 *
 * <p>Arguments: a folder, which is emptied; which items, as {@code CORPUS,PIPELINE}; whom to kill, as {@code drivers}. Without
 * the last two, all.
 */
final class ClusterTrial {
    private static final long LOOK_MILLIS = 20;

    private final Path folder;
    private final Path shared;
    private final List<TrialItem> items;
    private final Map<TrialItem, String> expected = new LinkedHashMap<>();
    private final List<String> table = new ArrayList<>();
    private boolean passed = true;

    private ClusterTrial(Path folder, List<TrialItem> items) {
        this.folder = folder;
        this.items = items;
        this.shared = folder.resolve("shared");
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]).toAbsolutePath().normalize();
        delete(folder);
        ClusterTrial trial =
                new ClusterTrial(folder, args.length > 1 ? TrialItem.named(args[1]) : List.of(TrialItem.values()));
        String victims = args.length > 2 ? args[2] : "executors,drivers";
        trial.withoutSpark();
        if (victims.contains("executors")) {
            trial.killExecutors();
        }
        if (victims.contains("drivers")) {
            trial.killDrivers();
        }
        System.exit(trial.report() ? 0 : 1);
    }

    private boolean report() {
        System.out.println();
        System.out.println(
                "| item | killed while at work | bytes as of one process | seconds | memory of an executor |");
        System.out.println("| --- | --- | --- | ---: | ---: |");
        table.forEach(System.out::println);
        System.out.println(passed ? "passed" : "FAILED");
        return passed;
    }

    private void withoutSpark() throws IOException {
        TrialItem.prepare(shared);
        for (TrialItem item : items) {
            long began = System.nanoTime();
            String digest = ModelBytes.fingerprint(
                    item.here(shared, folder.resolve("here").resolve(item.name())));
            expected.put(item, digest);
            System.out.printf("%s in one process: %s, %.1f s%n", item, digest, seconds(began));
        }
    }

    private void killExecutors() throws IOException, InterruptedException {
        Path own = folder.resolve("executors");
        TrialDriver driver = TrialDriver.start(folder, shared, own, items);
        for (TrialItem item : items) {
            driver.await(item);
            long began = System.nanoTime();
            Optional<Running> killed = Optional.empty();
            double after = 0;
            String line = null;
            while (line == null) {
                line = driver.next(LOOK_MILLIS);
                if (line == null && killed.isEmpty() && item.isInTheMiddle(own.resolve(item.name()))) {
                    after = seconds(began);
                    killed = driver.killAnExecutor();
                }
            }
            boolean hit = killed.map(driver::hasLost).orElse(false);
            String what =
                    hit ? String.format(Locale.ROOT, "an executor, %.1f s after the beginning", after) : "NOTHING";
            note(item, what, hit, line, began, driver.peakMegabytes());
        }
        driver.waitFor();
    }

    private void killDrivers() throws IOException, InterruptedException {
        Path own = folder.resolve("drivers");
        TrialDriver driver = TrialDriver.start(folder, shared, own, items);
        for (TrialItem item : items) {
            driver.await(item);
            long began = System.nanoTime();
            String line = null;
            while (line == null
                    && !(item.isInTheMiddle(own.resolve(item.name()))
                            && driver.atWork().isPresent())) {
                line = driver.next(LOOK_MILLIS);
            }
            double after = seconds(began);
            driver.kill();
            boolean hit = line == null && !driver.hadEnded(item);
            driver = TrialDriver.start(folder, shared, own, items.subList(items.indexOf(item), items.size()));
            driver.await(item);
            String what = hit ? String.format(Locale.ROOT, "the driver, %.1f s after the beginning", after) : "NOTHING";
            note(item, what, hit, end(driver), began, driver.peakMegabytes());
        }
        driver.waitFor();
    }

    private static String end(TrialDriver driver) throws InterruptedException {
        String line = null;
        while (line == null) {
            line = driver.next(LOOK_MILLIS);
        }
        return line;
    }

    private void note(TrialItem item, String what, boolean hit, String end, long began, long megabytes) {
        boolean equal = end.equals(TrialDriver.END + " " + item + " " + expected.get(item));
        passed &= equal && hit;
        String row = String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.0f | %d MB |",
                item,
                what,
                equal ? "the same" : "OTHERS",
                seconds(began),
                megabytes);
        System.out.println(row);
        table.add(row);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
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
