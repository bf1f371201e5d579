/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/**
 * A Gaussian of independent entries for the code of each frame, fitted by steps of Adam on the bound with one draw each. It
 * starts from the encoder's; the encoder itself is left as it is. Immutable.
 */
public final class Variational extends PosteriorMethod {
    private final int steps;
    private final double rate;
    private final int draws;
    private final int lastDraws;

    private Variational(int steps, double rate, int draws, int lastDraws) {
        this.steps = steps;
        this.rate = rate;
        this.draws = draws;
        this.lastDraws = lastDraws;
    }

    static Variational standard() {
        return new Variational(8, 0.03, 3, 20);
    }

    /**
     * Changes the number of steps.
     *
     * @param steps an iteration, 1 to 100,000
     * @return a changed copy
     */
    public Variational steps(int steps) {
        return new Variational(steps, rate, draws, lastDraws);
    }

    /**
     * Changes Adam's rate.
     *
     * @param rate above 0
     * @return a changed copy
     */
    public Variational rate(double rate) {
        return new Variational(steps, rate, draws, lastDraws);
    }

    /**
     * Changes the draws of which the noise is made in each iteration.
     *
     * @param draws 1 to 100,000
     * @return a changed copy
     */
    public Variational draws(int draws) {
        return new Variational(steps, rate, draws, lastDraws);
    }

    /**
     * Changes the draws of which the shares are made at the end.
     *
     * @param draws 1 to 100,000
     * @return a changed copy
     */
    public Variational lastDraws(int draws) {
        return new Variational(steps, rate, this.draws, draws);
    }

    @Override
    int samples() {
        return draws;
    }

    @Override
    void check() {
        Sampling.requireCount("steps", steps);
        Sampling.requirePositive("the rate", rate);
        Sampling.requireCount("draws", draws);
        Sampling.requireCount("draws at the end", lastDraws);
    }

    @Override
    CodeChain chain() {
        return new VariationalChain(steps, rate, draws, lastDraws);
    }

    @Override
    public String toString() {
        return "variational[steps=" + steps + ", rate=" + rate + ", draws=" + draws + ", lastDraws=" + lastDraws + "]";
    }
}
