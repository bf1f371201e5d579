/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

import io.github.sdmvae.train.TrainingResult;
import java.util.Locale;
import java.util.Objects;

/**
 * What a shared training gives.
 *
 * @param training model and history, as a trainer gives them
 * @param costs where the time went
 */
public record LocalSgdResult(TrainingResult training, Costs costs) {

    /**
     * Checks that both are there.
     *
     * @param training model and history
     * @param costs where the time went
     */
    public LocalSgdResult {
        Objects.requireNonNull(training, "training");
        Objects.requireNonNull(costs, "costs");
    }

    /**
     * Where the time of all rounds went, those before an interruption included.
     *
     * @param rounds how many
     * @param bytes between driver and executors, both ways
     * @param computing seconds that workers computed, summed over all of them
     * @param atOnce workers that ran at once
     * @param inRounds seconds that the driver waited for rounds
     * @param driver seconds of the driver's own: averages, validation, checkpoints
     */
    public record Costs(int rounds, long bytes, double computing, int atOnce, double inRounds, double driver) {

        /**
         * Seconds of rounds in which nobody computed, if the work had been evenly spread: what the cluster takes.
         *
         * @return at least 0
         */
        public double waiting() {
            return Math.max(0, inRounds - computing / atOnce);
        }

        /**
         * How many times as fast as the same steps one after the other in one of these processes.
         *
         * @return computing over all seconds
         */
        public double speedUp() {
            return computing / (inRounds + driver);
        }

        /** With one more round. */
        Costs plus(long moreBytes, double moreComputing, int now, double moreWaiting, double moreDriver) {
            return new Costs(
                    rounds + 1,
                    bytes + moreBytes,
                    computing + moreComputing,
                    now,
                    inRounds + moreWaiting,
                    driver + moreDriver);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d rounds, %.1f MB, %.1f s computing (%d at once), %.1f s waiting, %.1f s driver, speed-up %.2f",
                    rounds,
                    bytes / 1e6,
                    computing,
                    atOnce,
                    waiting(),
                    driver,
                    speedUp());
        }
    }
}
