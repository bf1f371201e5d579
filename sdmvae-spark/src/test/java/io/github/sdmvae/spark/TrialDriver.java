/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** A driver in a process of its own that tells of every task, and the means to kill it or its executors while they work. */
final class TrialDriver {
    static final String BEGIN = "BEGIN";
    static final String END = "END";
    private static final String STARTED = "STARTED";
    private static final String ENDED = "ENDED";
    private static final String LOST = "LOST";
    /** A task that has run so long is not about to begin. */
    private static final long AT_WORK_MILLIS = 100;
    /** So long after its executor was halted, everything that it had told is here. */
    private static final long SETTLED_MILLIS = 1500;

    /** A task at work. */
    record Running(String executor, String task, long since) {
        double seconds() {
            return (System.nanoTime() - since) / 1e9;
        }
    }

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Deque<String> unread = new ArrayDeque<>();
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Set<String> lost = new HashSet<>();

    private TrialDriver(Process process) {
        this.process = process;
    }

    /** Starts one that does some items. */
    static TrialDriver start(Path folder, Path shared, Path own, List<TrialItem> items) throws IOException {
        String names = items.stream().map(TrialItem::name).collect(Collectors.joining(","));
        TrialDriver driver =
                new TrialDriver(LocalCluster.java(folder, TrialDriver.class, shared.toString(), own.toString(), names));
        Thread reader = new Thread(driver::read, "driver-output");
        reader.setDaemon(true);
        reader.start();
        return driver;
    }

    /** The process of a driver: shared folder, its own folder, names of the items. */
    public static void main(String[] args) throws Exception {
        SparkSession spark = LocalCluster.start();
        spark.sparkContext().addSparkListener(new Teller(System.out));
        for (TrialItem item : TrialItem.named(args[2])) {
            System.out.println(BEGIN + " " + item);
            byte[] bytes = item.onSpark(spark, Path.of(args[0]), Path.of(args[1], item.name()));
            // What became of the tasks is told before the end.
            spark.sparkContext().listenerBus().waitUntilEmpty();
            System.out.println(END + " " + item + " " + ModelBytes.fingerprint(bytes));
        }
        spark.stop();
    }

    /** Writes a line when a task starts, when it has ended, and when its executor was lost under it. */
    private static final class Teller extends SparkListener {
        private final PrintStream out;

        Teller(PrintStream out) {
            this.out = out;
        }

        @Override
        public void onTaskStart(SparkListenerTaskStart start) {
            out.println(STARTED + " " + start.taskInfo().taskId() + " "
                    + start.taskInfo().executorId());
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            String how = end.reason() instanceof ExecutorLostFailure ? LOST : ENDED;
            out.println(how + " " + end.taskInfo().taskId());
        }
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

    /** The next line on items, if one comes within so long; notes what is told of tasks meanwhile. */
    @Nullable
    String next(long millis) throws InterruptedException {
        if (!unread.isEmpty()) {
            return unread.poll();
        }
        String line = lines.poll(millis, TimeUnit.MILLISECONDS);
        if (line == null && !process.isAlive() && lines.isEmpty()) {
            throw new IllegalStateException("the driver ended with status " + process.exitValue() + ", see driver.log");
        }
        return line == null || noted(line.split(" ")) ? null : line;
    }

    private boolean noted(String[] words) {
        switch (words[0]) {
            case STARTED -> running.put(words[1], new Running(words[2], words[1], System.nanoTime()));
            case ENDED -> running.remove(words[1]);
            case LOST -> {
                running.remove(words[1]);
                lost.add(words[1]);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Waits for the beginning of an item. */
    void await(TrialItem item) throws InterruptedException {
        String line = null;
        while (line == null || !line.equals(BEGIN + " " + item)) {
            line = next(SETTLED_MILLIS);
        }
    }

    /** A task that is at work now. */
    Optional<Running> atWork() {
        return running.values().stream()
                .filter(task -> task.seconds() > AT_WORK_MILLIS / 1e3)
                .findFirst();
    }

    /** Whether Spark has seen a task go down with its executor. */
    boolean hasLost(Running task) {
        return lost.contains(task.task());
    }

    /**
     * Halts the executor of a task that is at work; if the task is still unfinished when all news have come, kills the
     * executor, else lets it go on.
     *
     * @return the task that was killed, empty if none was
     */
    Optional<Running> killAnExecutor() throws IOException, InterruptedException {
        Optional<Running> task = atWork();
        Optional<ProcessHandle> executor = task.flatMap(t -> LocalCluster.executor(process, t.executor()));
        if (executor.isEmpty()) {
            return Optional.empty();
        }
        LocalCluster.signal("STOP", executor.get());
        settle();
        if (running.containsKey(task.get().task())) {
            executor.get().destroyForcibly();
            return task;
        }
        LocalCluster.signal("CONT", executor.get());
        return Optional.empty();
    }

    private void settle() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLED_MILLIS);
        List<String> others = new ArrayList<>();
        while (System.nanoTime() < until) {
            String line = next(SETTLED_MILLIS / 10);
            if (line != null) {
                others.add(line);
            }
        }
        unread.addAll(others);
    }

    /** Kills the driver. Executors end by themselves when it is gone; those that do not within a minute are ended. */
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

    /** Whether it had told of an item's end before it was killed. */
    boolean hadEnded(TrialItem item) {
        return lines.stream().anyMatch(line -> line.startsWith(END + " " + item));
    }

    /** The most memory that an executor which now runs has had, in MB; 0 where the system does not tell. */
    long peakMegabytes() {
        return LocalCluster.executors(process).stream()
                .mapToLong(LocalCluster::peakMegabytes)
                .max()
                .orElse(0);
    }

    void waitFor() throws InterruptedException {
        process.waitFor();
    }
}
