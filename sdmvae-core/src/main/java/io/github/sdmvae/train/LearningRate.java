/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

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
        requirePositive("learning rate", rate);
        return step -> rate;
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
        requirePositive("learning rate", rate);
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException("factor must be in (0, 1], got " + factor);
        }
        requireSteps(every);
        return step -> rate * StrictMath.pow(factor, Math.floor((double) step / every));
    }

    /**
     * Falls from a rate to zero along half a cosine.
     *
     * @param rate at first, finite and above 0
     * @param steps until zero, at least 1
     * @return the schedule
     */
    static LearningRate cosine(double rate, long steps) {
        requirePositive("learning rate", rate);
        requireSteps(steps);
        return step -> 0.5 * rate * (1 + StrictMath.cos(Math.PI * Math.min(1, (double) step / steps)));
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
