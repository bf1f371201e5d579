/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a reader with damaged files. A finding is: anything thrown but an {@link IOException} that names the file, more than
 * a second of processor time, more memory than eight times the file, 64 MB and eight times what was read together, or no
 * answer within a minute of processor time. Each kind is reported once, with the number of its input, which makes the same
 * input again, and the input is kept in {@code target/fuzz}.
 *
 * <p>System properties: {@code fuzz.inputs} sets the number of inputs, {@code fuzz.from} the number of the first one.
 */
public final class Fuzzer {
    private static final long MAX_NANOS = 1_000_000_000L;
    private static final long HANGING_NANOS = 60 * MAX_NANOS;
    private static final long FREE_BYTES = 64L << 20;
    private static final int BYTES_PER_BYTE = 8;
    private static final int TRIES = 3;
    /** Far apart seeds for neighbours: the golden ratio in 64 bits. */
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final String name;
    private final List<byte[]> seeds;
    private final Mutator mutator;
    private final FuzzTarget target;
    private final Path kept = Path.of("target", "fuzz");
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Map<String, String> findings = new LinkedHashMap<>();
    private long read;
    private long refused;
    private long tried;
    private long longestNanos;
    private long mostBytes;
    private volatile long current;
    private volatile long startNanos;

    private Fuzzer(String name, List<byte[]> seeds, Mutator mutator, FuzzTarget target) {
        this.name = name;
        this.seeds = seeds;
        this.mutator = mutator;
        this.target = target;
    }

    /**
     * Runs the inputs that the system properties ask for and prints the report.
     *
     * @param name of the reader, for the report and the names of kept inputs
     * @param seeds sound files, at least one
     * @param mutator how they are damaged
     * @param target the reader
     * @param standard number of inputs where {@code fuzz.inputs} is not set
     * @return what was found
     * @throws IOException if inputs cannot be written
     * @throws InterruptedException if the thread was interrupted
     */
    public static FuzzReport run(String name, List<byte[]> seeds, Mutator mutator, FuzzTarget target, long standard)
            throws IOException, InterruptedException {
        long inputs = Long.getLong("fuzz.inputs", standard);
        long from = Long.getLong("fuzz.from", 0);
        FuzzReport report = new Fuzzer(name, List.copyOf(seeds), mutator, target).run(from, inputs);
        System.out.println(report);
        return report;
    }

    private FuzzReport run(long from, long inputs) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sdmvae-fuzz");
        Throwable[] failure = new Throwable[1];
        Thread worker = new Thread(() -> failure[0] = tryAll(from, inputs, folder), "fuzz-" + name);
        worker.setDaemon(true);
        worker.start();
        watch(worker);
        if (failure[0] != null) {
            throw new IllegalStateException("the fuzzer itself failed", failure[0]);
        }
        if (!worker.isAlive()) {
            delete(folder);
        }
        return new FuzzReport(
                name, tried, read, refused, longestNanos / 1_000_000, mostBytes, List.copyOf(findings.values()));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void watch(Thread worker) throws IOException, InterruptedException {
        while (worker.isAlive()) {
            worker.join(1000);
            long spent = threads.getThreadCpuTime(worker.getId()) - startNanos;
            if (worker.isAlive() && spent > HANGING_NANOS) {
                note(
                        "hangs",
                        "no answer after a minute of processor time: " + List.of(worker.getStackTrace()),
                        input(current));
                return;
            }
        }
    }

    private @Nullable Throwable tryAll(long from, long inputs, Path folder) {
        try {
            for (long number = from; number < from + inputs; number++) {
                current = number;
                tryOne(input(number), folder);
                tried++;
            }
            return null;
        } catch (IOException | RuntimeException e) {
            return e;
        }
    }

    private byte[] input(long number) throws IOException {
        SplittableRandom random = new SplittableRandom(number * MIX ^ name.hashCode());
        return mutator.mutate(seeds.get(random.nextInt(seeds.size())), random);
    }

    private void tryOne(byte[] input, Path folder) throws IOException {
        Path file = folder.resolve("input.bin");
        // A new file: the last one may still be mapped into memory.
        Files.deleteIfExists(file);
        Files.write(file, input);
        long nanos = Long.MAX_VALUE;
        // Compilation and loading of classes count for the thread that needs them: what is slow once may be innocent.
        for (int i = 0; i < TRIES && nanos > MAX_NANOS; i++) {
            startNanos = threads.getCurrentThreadCpuTime();
            long startBytes =
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            long result = answer(file, input);
            nanos = Math.min(nanos, threads.getCurrentThreadCpuTime() - startNanos);
            long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - startBytes;
            mostBytes = Math.max(mostBytes, bytes);
            if (bytes > FREE_BYTES + BYTES_PER_BYTE * (input.length + result)) {
                note(
                        "memory",
                        bytes + " bytes allocated for " + input.length + ", of which " + result + " were read",
                        input);
            }
        }
        longestNanos = Math.max(longestNanos, nanos);
        if (nanos > MAX_NANOS) {
            note("slow", nanos / 1_000_000 + " ms of processor time", input);
        }
    }

    /** The size of what was read, 0 if the file was refused. */
    private long answer(Path file, byte[] input) throws IOException {
        try {
            long size = target.read(file);
            read++;
            return size;
        } catch (IOException e) {
            refused++;
            String message = e.getMessage();
            if (message == null || !message.contains("input.bin")) {
                note("unnamed", "the error does not name the file: " + e, input);
            }
        } catch (RuntimeException | Error e) {
            StackTraceElement[] trace = e.getStackTrace();
            String where = Stream.of(trace)
                    .filter(t -> t.getClassName().startsWith("io.github.sdmvae"))
                    .findFirst()
                    .map(StackTraceElement::toString)
                    .orElse("?");
            note(e.getClass().getSimpleName() + " at " + where, String.valueOf(e.getMessage()), input);
        }
        return 0;
    }

    private void note(String kind, String detail, byte[] input) throws IOException {
        if (!findings.containsKey(kind)) {
            Files.createDirectories(kept);
            Path file = kept.resolve(name + "-" + current + ".bin");
            Files.write(file, input);
            findings.put(kind, "input " + current + ": " + kind + ": " + detail + " (kept as " + file + ")");
        }
    }
}
