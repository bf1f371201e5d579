/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/**
 * The most probable code of each frame, by steps of Adam whose moments live on from iteration to iteration (the idea: Kameoka
 * et al. 2018). The variance of the codes may not be fitted to each frame then, see {@link CodeVariance#perFrame()}.
 * Immutable.
 */
public final class PointEstimate extends PosteriorMethod {
    private final int steps;
    private final double rate;

    private PointEstimate(int steps, double rate) {
        this.steps = steps;
        this.rate = rate;
    }

    static PointEstimate standard() {
        return new PointEstimate(8, 0.03);
    }

    /**
     * Changes the number of steps.
     *
     * @param steps an iteration, 1 to 100,000
     * @return a changed copy
     */
    public PointEstimate steps(int steps) {
        return new PointEstimate(steps, rate);
    }

    /**
     * Changes Adam's rate.
     *
     * @param rate above 0
     * @return a changed copy
     */
    public PointEstimate rate(double rate) {
        return new PointEstimate(steps, rate);
    }

    @Override
    int samples() {
        return 1;
    }

    @Override
    boolean isPoint() {
        return true;
    }

    @Override
    void check() {
        Sampling.requireCount("steps", steps);
        Sampling.requirePositive("the rate", rate);
    }

    @Override
    CodeChain chain() {
        return new PointChain(steps, rate);
    }

    @Override
    public String toString() {
        return "pointEstimate[steps=" + steps + ", rate=" + rate + "]";
    }
}
