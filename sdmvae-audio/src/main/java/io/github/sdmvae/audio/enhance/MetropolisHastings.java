/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/**
 * Samples of the codes by a random walk, {@code a' = a + ε √c ⊙ n} with c = min(1, γ), accepted frame by frame (Leglaive,
 * Girin and Horaud 2018; scaled by γ so that entries of small variance are not refused for ever). As published: {@code
 * sweeps(40).keep(10).adapting(false).lastChain(100, 25)} with 100 iterations. Immutable.
 */
public final class MetropolisHastings extends PosteriorMethod {
    private final Sampling sampling;

    private MetropolisHastings(Sampling sampling) {
        this.sampling = sampling;
    }

    static MetropolisHastings standard() {
        return new MetropolisHastings(new Sampling(10, 5, 0.1, true, 40, 20));
    }

    /**
     * Changes the length of the chain of an iteration.
     *
     * @param sweeps updates of every code, 1 to 100,000
     * @return a changed copy
     */
    public MetropolisHastings sweeps(int sweeps) {
        return new MetropolisHastings(sampling.withSweeps(sweeps));
    }

    /**
     * Changes how many samples an iteration keeps for the noise.
     *
     * @param samples the last ones of its chain, 1 to the number of sweeps
     * @return a changed copy
     */
    public MetropolisHastings keep(int samples) {
        return new MetropolisHastings(sampling.withKeep(samples));
    }

    /**
     * Changes the walk's step.
     *
     * @param step ε, above 0; the first one where it is adapted
     * @return a changed copy
     */
    public MetropolisHastings proposal(double step) {
        return new MetropolisHastings(sampling.withStep(step));
    }

    /**
     * Changes whether each frame's step is adapted so that three in ten proposals are accepted; only in sweeps whose samples
     * are not kept.
     *
     * @param adapting whether
     * @return a changed copy
     */
    public MetropolisHastings adapting(boolean adapting) {
        return new MetropolisHastings(sampling.withAdapting(adapting));
    }

    /**
     * Changes the chain behind the last iteration, of which the shares are made.
     *
     * @param sweeps its length, 1 to 100,000
     * @param keep the last ones that are kept, 1 to its length
     * @return a changed copy
     */
    public MetropolisHastings lastChain(int sweeps, int keep) {
        return new MetropolisHastings(sampling.withLastChain(sweeps, keep));
    }

    @Override
    int samples() {
        return sampling.keep();
    }

    @Override
    boolean needsFramesAlone() {
        return true;
    }

    @Override
    void check() {
        sampling.check("the proposal's step");
    }

    @Override
    CodeChain chain() {
        return new MetropolisChain(sampling);
    }

    @Override
    public String toString() {
        return "metropolisHastings" + sampling;
    }
}
