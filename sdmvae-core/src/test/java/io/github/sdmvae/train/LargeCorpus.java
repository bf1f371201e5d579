/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.CacheKey;
import io.github.sdmvae.data.FrameCache;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.random.CounterNoise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trains one epoch on a cache made by repetition and prints what it cost. Arguments: cache file, rows, hidden units, latent
 * size. With the test class path: {@code java -Xmx1g -cp ... io.github.sdmvae.train.LargeCorpus /tmp/large.npy 1800000 128
 * 32}. The file is left there.
 */
final class LargeCorpus implements TrainingListener {
    private static final int WIDTH = 513;
    private static final int PIECE = 2000;
    private static final Path STATUS = Path.of("/proc/self/status");

    private final List<Long> heap = new ArrayList<>();
    private final List<Long> anonymous = new ArrayList<>();
    private final List<Long> nanos = new ArrayList<>();
    private long pause;

    private LargeCorpus() {}

    public static void main(String[] args) throws IOException {
        int rows = Integer.parseInt(args[1]);
        long start = System.nanoTime();
        FrameCache cache = build(Path.of(args[0]), rows);
        double build = (System.nanoTime() - start) * 1e-9;
        double read = readShuffled(cache);
        LargeCorpus meter = new LargeCorpus();
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(WIDTH)
                .hidden(Integer.parseInt(args[2]))
                .latentSize(Integer.parseInt(args[3]))
                .build();
        Trainer.builder().epochs(1).listener(meter).build().fit(definition, cache);
        meter.print(rows, build, read);
    }

    private static FrameCache build(Path file, int rows) throws IOException {
        CacheKey key = CacheKey.of(Map.of("rows", String.valueOf(rows)), Map.of());
        return FrameCache.openOrBuild(file, key, WIDTH, writer -> {
            Frames piece = TestParts.speechLike(PIECE, WIDTH, 5);
            float[] values = new float[PIECE * WIDTH];
            for (int i = 0; i < PIECE; i++) {
                piece.read(i, values, i * WIDTH);
            }
            for (int done = 0; done < rows; done += PIECE) {
                writer.write(
                        "piece",
                        done + PIECE <= rows ? values : java.util.Arrays.copyOf(values, (rows - done) * WIDTH));
            }
        });
    }

    /** Seconds for a shuffled pass over all rows, in one thread. */
    private static double readShuffled(FrameCache cache) {
        int[] order = new int[cache.size()];
        CounterNoise.permute(7, order);
        float[] row = new float[WIDTH];
        long start = System.nanoTime();
        float sum = 0;
        for (int index : order) {
            cache.read(index, row, 0);
            sum += row[0];
        }
        return Float.isNaN(sum) ? Double.NaN : (System.nanoTime() - start) * 1e-9;
    }

    @Override
    public void onStep(StepReport report) {
        int eighth = Math.max(1, report.steps() / 8);
        if (report.step() % eighth == 0) {
            long now = System.nanoTime();
            nanos.add(now - pause);
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            Runtime runtime = Runtime.getRuntime();
            heap.add(runtime.totalMemory() - runtime.freeMemory());
            anonymous.add(residentAnonymous());
            pause += System.nanoTime() - now;
        }
    }

    /** Without the mapped file, whose pages the system takes back when it needs them. */
    private static long residentAnonymous() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Speed from the second eighth on, when the code is compiled. */
    private void print(int rows, double build, double read) {
        double seconds = (nanos.get(7) - nanos.get(0)) * 1e-9;
        System.out.printf(
                Locale.ROOT,
                "rows %d build_s %.1f read_ns_per_row %.0f train_us_per_row %.2f heap_mb %s anonymous_mb %s%n",
                rows,
                build,
                read * 1e9 / rows,
                seconds * 1e6 / (rows * 7.0 / 8),
                megabytes(heap),
                megabytes(anonymous));
    }

    private static String megabytes(List<Long> bytes) {
        return String.join(",", bytes.stream().map(b -> String.valueOf(b >> 20)).toList());
    }
}
