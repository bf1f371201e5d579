/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

import java.util.Objects;

/**
 * How a training is shared (McMahan et al. 2017, "federated averaging"; Stich 2019, "local SGD").
 *
 * @param workers W, logical workers, 1 to 1024: what the result depends on. They run on as many executors as there are
 * @param stepsPerRound H, steps that each worker does alone before the averages are taken, at least 1; rounds end with an
 *     epoch. A round should compute for seconds, since Spark takes about one
 * @param moments what becomes of Adam's moments at the end of a round
 */
public record LocalSgdOptions(int workers, int stepsPerRound, Moments moments) {
    private static final int MOST = 1024;

    /** What becomes of Adam's moments at the end of a round. */
    public enum Moments {
        /** They are averaged like the parameters. */
        AVERAGED,
        /** They start from zero, and so does Adam's correction of their bias. Half the bytes. */
        RESET
    }

    /**
     * Checks the ranges.
     *
     * @param workers W, 1 to 1024
     * @param stepsPerRound H, at least 1
     * @param moments what becomes of Adam's moments
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public LocalSgdOptions {
        Objects.requireNonNull(moments, "moments");
        if (workers < 1 || workers > MOST) {
            throw new IllegalArgumentException("workers must be in 1.." + MOST + ", got " + workers);
        }
        if (stepsPerRound < 1) {
            throw new IllegalArgumentException("stepsPerRound must be at least 1, got " + stepsPerRound);
        }
    }

    /**
     * Averaged moments.
     *
     * @param workers W, 1 to 1024
     * @param stepsPerRound H, at least 1
     * @return the options
     */
    public static LocalSgdOptions of(int workers, int stepsPerRound) {
        return new LocalSgdOptions(workers, stepsPerRound, Moments.AVERAGED);
    }

    /**
     * The same with another treatment of the moments.
     *
     * @param choice averaged or reset
     * @return changed options
     */
    public LocalSgdOptions withMoments(Moments choice) {
        return new LocalSgdOptions(workers, stepsPerRound, choice);
    }
}
