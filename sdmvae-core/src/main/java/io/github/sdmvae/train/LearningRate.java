/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.part.Description;
import io.github.sdmvae.part.Part;

/** The learning rate as a function of the training step. */
@FunctionalInterface
public interface LearningRate {

    /**
     * The rate at a step. Must depend on its argument only, so that a run can be repeated.
     *
     * @param step training steps done before this one, from 0
     * @return finite and at least 0
     */
    double at(long step);

    /**
     * The same rate at every step.
     *
     * @param rate finite and above 0
     * @return the schedule
     */
    static LearningRate constant(double rate) {
        return new Constant(rate);
    }

    /**
     * Falls by a factor every so many steps: {@code rate · factor^⌊step/every⌋}.
     *
     * @param rate at first, finite and above 0
     * @param factor above 0 and at most 1
     * @param every steps, at least 1
     * @return the schedule
     */
    static LearningRate stepDecay(double rate, double factor, long every) {
        return new StepDecay(rate, factor, every);
    }

    /**
     * Falls from a rate to zero along half a cosine.
     *
     * @param rate at first, finite and above 0
     * @param steps until zero, at least 1
     * @return the schedule
     */
    static LearningRate cosine(double rate, long steps) {
        return new Cosine(rate, steps);
    }

    /** A schedule of the library's own, which can be written down. */
    interface Known extends LearningRate, Part {}

    /**
     * The same rate at every step.
     *
     * @param rate finite and above 0
     */
    record Constant(double rate) implements Known {
        static final String NAME = "constant";

        /**
         * Checks the range.
         *
         * @param rate finite and above 0
         * @throws IllegalArgumentException if it is out of range
         */
        public Constant {
            requirePositive("learning rate", rate);
        }

        @Override
        public double at(long step) {
            return rate;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Description describe() {
            return Description.of(NAME).with("rate", rate);
        }
    }

    /**
     * Falls by a factor every so many steps.
     *
     * @param rate at first, finite and above 0
     * @param factor above 0 and at most 1
     * @param every steps, at least 1
     */
    record StepDecay(double rate, double factor, long every) implements Known {
        static final String NAME = "stepDecay";

        /**
         * Checks the ranges.
         *
         * @param rate at first, finite and above 0
         * @param factor above 0 and at most 1
         * @param every steps, at least 1
         * @throws IllegalArgumentException if one is out of range
         */
        public StepDecay {
            requirePositive("learning rate", rate);
            if (!(factor > 0 && factor <= 1)) {
                throw new IllegalArgumentException("factor must be in (0, 1], got " + factor);
            }
            requireSteps(every);
        }

        @Override
        public double at(long step) {
            return rate * StrictMath.pow(factor, Math.floor((double) step / every));
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Description describe() {
            return Description.of(NAME)
                    .with("rate", rate)
                    .with("factor", factor)
                    .with("every", every);
        }
    }

    /**
     * Falls to zero along half a cosine.
     *
     * @param rate at first, finite and above 0
     * @param steps until zero, at least 1
     */
    record Cosine(double rate, long steps) implements Known {
        static final String NAME = "cosine";

        /**
         * Checks the ranges.
         *
         * @param rate at first, finite and above 0
         * @param steps until zero, at least 1
         * @throws IllegalArgumentException if one is out of range
         */
        public Cosine {
            requirePositive("learning rate", rate);
            requireSteps(steps);
        }

        @Override
        public double at(long step) {
            return 0.5 * rate * (1 + StrictMath.cos(Math.PI * Math.min(1, (double) step / steps)));
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Description describe() {
            return Description.of(NAME).with("rate", rate).with("steps", steps);
        }
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " must be finite and above 0, got " + value);
        }
    }

    private static void requireSteps(long steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, got " + steps);
        }
    }
}
