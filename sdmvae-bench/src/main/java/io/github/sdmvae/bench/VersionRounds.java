/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/**
 * One process of a {@link VersionComparison}: times training steps or single frames at the paper's size and prints one
 * figure per round. Uses only what the library has always had, so that the same class runs on an older version.
 */
public final class VersionRounds {
    private static final int INPUT = 513;
    private static final int BATCH = 128;
    private static final int STEPS = 60;
    private static final int FRAMES = 1500;
    private static final int WARM_UP = 8;
    private static final int THREADS = 16;

    private VersionRounds() {}

    /**
     * Measures.
     *
     * @param arguments {@code step}, {@code frame} or {@code memory}, and a number of rounds
     * @throws Exception if a thread fails
     */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[1]);
        switch (arguments[0]) {
            case "step" -> steps(rounds);
            case "frame" -> frames(rounds);
            case "memory" -> memory();
            default -> throw new IllegalArgumentException("step, frame or memory, got " + arguments[0]);
        }
    }

    private static ModelDefinition definition() {
        return ModelDefinition.builder()
                .inputSize(INPUT)
                .hidden(128)
                .latentSize(32)
                .build();
    }

    private static float[] powers(int rows) {
        Random random = new Random(3);
        float[] values = new float[rows * INPUT];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (-0.1 * Math.log(1 - random.nextDouble()));
        }
        return values;
    }

    /** Microseconds per step of whole epochs through the trainer, without validation. */
    private static void steps(int rounds) {
        Frames data = Frames.wrap(powers(BATCH * STEPS), INPUT, "generated");
        TrainingResult result = Trainer.builder()
                .epochs(WARM_UP + rounds)
                .batchSize(BATCH)
                .build()
                .fit(definition(), data);
        result.history().stream().skip(WARM_UP).forEach(epoch -> System.out.println(1e6 * epoch.seconds() / STEPS));
    }

    /** Microseconds to encode and decode one frame. */
    private static void frames(int rounds) {
        Vae model = Vae.untrained(definition());
        float[][] frame = {Arrays.copyOf(powers(1), INPUT)};
        for (int round = 0; round < WARM_UP + rounds; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < FRAMES; i++) {
                model.decode(model.encode(frame));
            }
            if (round >= WARM_UP) {
                System.out.println((System.nanoTime() - start) / 1e3 / FRAMES);
            }
        }
    }

    /** Bytes that 16 threads hold after having reconstructed 256 frames and one at the same time. */
    private static void memory() throws Exception {
        Vae model = Vae.untrained(definition());
        float[][] rows = new float[256][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = powers(1);
        }
        model.encode(rows);
        long before = held();
        List<Thread> threads = new ArrayList<>();
        CyclicBarrier together = new CyclicBarrier(THREADS);
        for (int t = 0; t < THREADS; t++) {
            threads.add(new Thread(() -> work(model, rows, together)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(held() - before);
    }

    private static void work(Vae model, float[][] rows, CyclicBarrier together) {
        try {
            for (int i = 0; i < 20; i++) {
                together.await();
                model.decode(model.encode(rows));
                model.decode(model.encode(new float[][] {rows[i]}));
            }
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long held() {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return heap
                + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
    }
}
