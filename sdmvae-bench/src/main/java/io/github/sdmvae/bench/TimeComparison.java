/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.cpu.CpuEngine;
import java.util.Locale;
import org.bytedeco.pytorch.global.torch;

/**
 * How fast a model of time trains and reconstructs here, by libtorch with its own LSTM, as matrix products alone, and against the
 * static model: in turn in one process, on one thread each, after a check that both compute the same loss from the same weights
 * and noise.
 *
 * <p>{@code java -cp sdmvae-bench/target/benchmarks.jar io.github.sdmvae.bench.TimeComparison}
 */
public final class TimeComparison {
    private static final int SEQUENCES = 8;
    private static final int FRAMES = 50;
    private static final int CALLS = 2;

    private TimeComparison() {}

    /**
     * Runs the comparison and prints its figures.
     *
     * @param args none
     * @throws Exception if one of the sides fails
     */
    public static void main(String[] args) throws Exception {
        System.setProperty("sdmvae.threads", "1");
        try (Contest contest = new Contest()) {
            contest.theirs(() -> {
                torch.set_num_threads(1);
                return 1;
            });
            Engine engine = contest.ours(() -> CpuEngine.withThreads(1));
            TimeModel own = contest.ours(() -> new TimeModel(engine, SEQUENCES, FRAMES));
            LibtorchTimeModel other = contest.theirs(() -> new LibtorchTimeModel(own, SEQUENCES, FRAMES));
            requireSameLoss(contest, own, other);
            TimeProducts products = contest.products(() -> new TimeProducts(SEQUENCES, FRAMES));
            int frames = SEQUENCES * FRAMES;
            System.out.print(Contest.outcome(
                            "training step", 1, frames, contest.duel(CALLS, own::step, other::step, products::step))
                    .text());
            System.out.print(Contest.outcome(
                            "reconstruction",
                            1,
                            frames,
                            contest.duel(CALLS, own::reconstruct, other::reconstruct, products::reconstruct))
                    .text());
            BenchModel still = contest.ours(() -> new BenchModel(engine, frames, TimeModel.CODE, TimeModel.UNITS));
            System.out.println("training step, "
                    + contest.compare(CALLS, "of time", own::step, "static", still::step)
                            .text());
            System.out.println("reconstruction, "
                    + contest.compare(CALLS, "of time", own::reconstruct, "static", still::reconstruct)
                            .text());
        }
    }

    private static void requireSameLoss(Contest contest, TimeModel own, LibtorchTimeModel other) throws Exception {
        double theirs = contest.theirs(() -> other.lossWith(own.firstNoise()));
        double ours = contest.ours(own::step);
        if (!(Math.abs(ours - theirs) <= 1e-5 * Math.abs(theirs))) {
            throw new IllegalStateException("losses differ: " + ours + " and " + theirs);
        }
        System.out.printf(Locale.ROOT, "same loss from the same weights: %.6f and %.6f%n", ours, theirs);
    }
}
