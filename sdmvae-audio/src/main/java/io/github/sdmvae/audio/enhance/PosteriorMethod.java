/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/**
 * How the codes of the speech are found, given the noise: by samples of their posterior, a point, or an approximation of the
 * posterior. Made by the methods of this class; each has settings of its own, which return a changed copy and are checked when
 * an {@link Enhancer} or {@link Separator} is built. Immutable.
 */
public abstract class PosteriorMethod {

    /** The methods are those of this package. */
    PosteriorMethod() {}

    /**
     * Samples by Metropolis and Hastings (Leglaive, Girin and Horaud 2018). The default.
     *
     * @return 10 sweeps an iteration, the last 5 kept; a random walk of 0.1, adapted to the frame; at the end 40 sweeps, the
     *     last 20 kept
     */
    public static MetropolisHastings metropolisHastings() {
        return MetropolisHastings.standard();
    }

    /**
     * Samples by unadjusted Langevin dynamics (Sadeghi and Serizel 2022).
     *
     * @return 8 sweeps an iteration of step 0.01, the last 4 kept; at the end 20, the last 10 kept
     */
    public static Langevin langevin() {
        return Langevin.unadjusted();
    }

    /**
     * Samples by Langevin dynamics with Metropolis' correction (Roberts and Rosenthal 1998).
     *
     * @return 8 sweeps an iteration of step 0.02, adapted to the frame, the last 4 kept; at the end 20, the last 10 kept
     */
    public static Langevin mala() {
        return Langevin.adjusted();
    }

    /**
     * The most probable codes, by Adam.
     *
     * @return 8 steps an iteration at a rate of 0.03
     */
    public static PointEstimate pointEstimate() {
        return PointEstimate.standard();
    }

    /**
     * A Gaussian approximation of each frame's posterior, by Adam (after Leglaive et al. 2020 and Bie et al. 2022).
     *
     * @return 8 steps an iteration at a rate of 0.03, 3 draws for the noise
     */
    public static Variational variational() {
        return Variational.standard();
    }

    /**
     * The encoder on the power that is expected of the speech (after Pariente et al. 2019): no gradients, the fastest and
     * least reliable method.
     *
     * @return one pass an iteration
     */
    public static FixedEncoder fixedEncoder() {
        return FixedEncoder.standard();
    }

    /** Iterations unless a user says otherwise. */
    int defaultIterations() {
        return 40;
    }

    /** R, samples that an iteration keeps. */
    abstract int samples();

    /** Whether the codes are a point, for which a variance fitted to each frame has no meaning. */
    boolean isPoint() {
        return false;
    }

    /** Whether it accepts and rejects frame by frame, or takes steps that suit frames that stand alone. */
    boolean needsFramesAlone() {
        return false;
    }

    /**
     * Refuses settings that do not fit together.
     *
     * @throws IllegalArgumentException naming the value
     */
    abstract void check();

    /** The method's work on one tile at a time; safe for use from several threads. */
    abstract CodeChain chain();
}
