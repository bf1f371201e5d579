/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/**
 * Samples of the codes by Langevin dynamics, {@code a' = a − (δ/2) c ⊙ ∇U(a) + √(δ c) ⊙ n} with c = min(1, γ): unadjusted
 * (Sadeghi and Serizel 2022), or with Metropolis' correction (MALA; Roberts and Rosenthal 1998). The programs of the first
 * paper scale the prior's energy by 2 and add noise of a fixed size beside an optimiser's step; this is the sampler of the
 * equations. Immutable.
 */
public final class Langevin extends PosteriorMethod {
    private final Sampling sampling;
    private final boolean adjusted;

    private Langevin(Sampling sampling, boolean adjusted) {
        this.sampling = sampling;
        this.adjusted = adjusted;
    }

    static Langevin unadjusted() {
        return new Langevin(new Sampling(8, 4, 0.01, false, 20, 10), false);
    }

    static Langevin adjusted() {
        return new Langevin(new Sampling(8, 4, 0.02, true, 20, 10), true);
    }

    /**
     * Changes the length of the chain of an iteration.
     *
     * @param sweeps updates of every code, 1 to 100,000
     * @return a changed copy
     */
    public Langevin sweeps(int sweeps) {
        return new Langevin(sampling.withSweeps(sweeps), adjusted);
    }

    /**
     * Changes how many samples an iteration keeps for the noise.
     *
     * @param samples the last ones of its chain, 1 to the number of sweeps
     * @return a changed copy
     */
    public Langevin keep(int samples) {
        return new Langevin(sampling.withKeep(samples), adjusted);
    }

    /**
     * Changes the step.
     *
     * @param step δ, above 0; the first one where it is adapted
     * @return a changed copy
     */
    public Langevin step(double step) {
        return new Langevin(sampling.withStep(step), adjusted);
    }

    /**
     * Changes whether each frame's step is adapted so that 57 in a hundred proposals are accepted; only in sweeps whose
     * samples are not kept. Without the correction nothing is refused, and there is nothing to adapt to.
     *
     * @param adapting whether
     * @return a changed copy
     */
    public Langevin adapting(boolean adapting) {
        return new Langevin(sampling.withAdapting(adapting), adjusted);
    }

    /**
     * Changes the chain behind the last iteration, of which the shares are made.
     *
     * @param sweeps its length, 1 to 100,000
     * @param keep the last ones that are kept, 1 to its length
     * @return a changed copy
     */
    public Langevin lastChain(int sweeps, int keep) {
        return new Langevin(sampling.withLastChain(sweeps, keep), adjusted);
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
        sampling.check("the step");
        if (sampling.adapting() && !adjusted) {
            throw new IllegalArgumentException("adapting needs proposals that can be refused, and unadjusted Langevin"
                    + " dynamics refuse none: use PosteriorMethod.mala(), or adapting(false)");
        }
    }

    @Override
    CodeChain chain() {
        return adjusted ? new MalaChain(sampling) : new LangevinChain(sampling);
    }

    @Override
    public String toString() {
        return (adjusted ? "mala" : "langevin") + sampling;
    }
}
