/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.objective;

import io.github.sdmvae.part.Description;
import io.github.sdmvae.part.Part;

/** The weight β of the divergence in the objective, as a function of the training step. */
@FunctionalInterface
public interface BetaSchedule {

    /**
     * The weight at a step. Must depend on its argument only, so that a run can be repeated.
     *
     * @param step training steps done before this one, from 0
     * @return β, finite and at least 0; 1 is the evidence lower bound
     */
    double at(long step);

    /**
     * The weight in validation, so that losses of different epochs can be compared even during a warm-up.
     *
     * @return 1, the evidence lower bound, unless overridden: the library's schedules give their final value
     */
    default double validationBeta() {
        return 1;
    }

    /**
     * The same β at every step.
     *
     * @param beta finite and at least 0
     * @return the schedule
     */
    static BetaSchedule constant(double beta) {
        return new Constant(beta);
    }

    /**
     * A warm-up: from 0 to a final value along a line, constant afterwards. A small β in the beginning fights posterior
     * collapse.
     *
     * @param steps length of the ramp in training steps, at least 1
     * @param beta final value, finite and at least 0
     * @return the schedule
     */
    static BetaSchedule warmUp(long steps, double beta) {
        return new WarmUp(steps, beta);
    }

    /**
     * Warm-ups in cycles (Fu et al. 2019): each cycle rises from 0 along a line and stays at the final value for its
     * rest. From {@code steps·cycles} on, β is the final value.
     *
     * @param steps length of a cycle in training steps, at least 1
     * @param cycles how many, at least 1
     * @param ramp part of a cycle that rises, above 0 and at most 1
     * @param beta final value, finite and at least 0
     * @return the schedule
     */
    static BetaSchedule cyclical(long steps, int cycles, double ramp, double beta) {
        return new Cyclical(steps, cycles, ramp, beta);
    }

    /** A schedule of the library's own, which can be written down. */
    interface Known extends BetaSchedule, Part {}

    /**
     * The same weight at every step; two of the same weight are equal.
     *
     * @param validationBeta β, finite and at least 0
     */
    record Constant(double validationBeta) implements Known {
        static final String NAME = "constant";

        /**
         * Checks the range.
         *
         * @param validationBeta β, finite and at least 0
         * @throws IllegalArgumentException if it is out of range
         */
        public Constant {
            requireValid(validationBeta);
        }

        @Override
        public double at(long step) {
            return validationBeta;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Description describe() {
            return Description.of(NAME).with("beta", validationBeta);
        }
    }

    /**
     * From 0 along a line.
     *
     * @param steps length of the ramp, at least 1
     * @param validationBeta final value, finite and at least 0
     */
    record WarmUp(long steps, double validationBeta) implements Known {
        static final String NAME = "warmUp";

        /**
         * Checks the ranges.
         *
         * @param steps length of the ramp, at least 1
         * @param validationBeta final value, finite and at least 0
         * @throws IllegalArgumentException if one is out of range
         */
        public WarmUp {
            requireValid(validationBeta);
            if (steps < 1) {
                throw new IllegalArgumentException("steps of the warm-up must be at least 1, got " + steps);
            }
        }

        @Override
        public double at(long step) {
            return step >= steps ? validationBeta : validationBeta * step / steps;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Description describe() {
            return Description.of(NAME).with("steps", steps).with("beta", validationBeta);
        }
    }

    /**
     * Warm-ups in cycles.
     *
     * @param steps length of a cycle, at least 1
     * @param cycles how many, at least 1
     * @param ramp part of a cycle that rises, above 0 and at most 1
     * @param validationBeta final value, finite and at least 0
     */
    record Cyclical(long steps, int cycles, double ramp, double validationBeta) implements Known {
        static final String NAME = "cyclical";

        /**
         * Checks the ranges.
         *
         * @param steps length of a cycle, at least 1
         * @param cycles how many, at least 1
         * @param ramp part of a cycle that rises, above 0 and at most 1
         * @param validationBeta final value, finite and at least 0
         * @throws IllegalArgumentException if one is out of range
         */
        public Cyclical {
            requireValid(validationBeta);
            if (steps < 1 || cycles < 1) {
                throw new IllegalArgumentException(
                        "steps and cycles must be at least 1, got steps " + steps + " and cycles " + cycles);
            }
            if (!(ramp > 0 && ramp <= 1)) {
                throw new IllegalArgumentException("ramp must be above 0 and at most 1, got " + ramp);
            }
        }

        @Override
        public double at(long step) {
            boolean over = step / steps >= cycles;
            return over ? validationBeta : validationBeta * Math.min(1, (step % steps) / (ramp * steps));
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Description describe() {
            return Description.of(NAME)
                    .with("steps", steps)
                    .with("cycles", cycles)
                    .with("ramp", ramp)
                    .with("beta", validationBeta);
        }
    }

    private static void requireValid(double beta) {
        if (!(beta >= 0) || Double.isInfinite(beta)) {
            throw new IllegalArgumentException("beta must be finite and at least 0, got " + beta);
        }
    }
}
