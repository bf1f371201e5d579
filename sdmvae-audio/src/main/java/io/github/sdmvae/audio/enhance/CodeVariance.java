/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which variance γ the codes have a priori, when a model with learned variances meets a mixture. Without a word it is {@link
 * #perFrame()}, and {@link #shared()} for point estimates; models with a standard normal prior have γ = 1 in any case.
 * Immutable.
 */
public final class CodeVariance {
    /** γ is at least this: dead entries. */
    private static final double FLOOR = 1e-8;

    private static final Update KEEPING = (old, square) -> old;

    private static final CodeVariance PER_FRAME =
            new CodeVariance("perFrame", true, false, (square, mean) -> square, (old, square) -> square);
    private static final CodeVariance SHARED = new CodeVariance("shared", false, true, (square, mean) -> mean, KEEPING);
    private static final CodeVariance NORMAL =
            new CodeVariance("standardNormal", false, false, (square, mean) -> 1, KEEPING);

    private final String text;
    private final boolean fitted;
    private final boolean needsMean;
    private final Start start;
    private final Update update;

    /** γ before the first iteration. */
    interface Start {
        double of(double meanSquare, double meanGamma);
    }

    /** γ after an iteration. */
    interface Update {
        double of(double old, double meanSquare);
    }

    private CodeVariance(String text, boolean fitted, boolean needsMean, Start start, Update update) {
        this.text = text;
        this.fitted = fitted;
        this.needsMean = needsMean;
        this.start = start;
        this.update = update;
    }

    /**
     * One per frame and entry: the mean square of the entry, from iteration to iteration, which maximises the likelihood of
     * the frame (type II; Tipping 2001). Not for point estimates: with γ = a² the objective has no lower bound, and every entry
     * runs to 0 and stays there.
     *
     * @return the choice
     */
    public static CodeVariance perFrame() {
        return PER_FRAME;
    }

    /**
     * One per entry: the mean γ̄ over the training data, which the model holds.
     *
     * @return the choice
     */
    public static CodeVariance shared() {
        return SHARED;
    }

    /**
     * 1, as for a plain VAE; for a model with learned variances a mismatch.
     *
     * @return the choice
     */
    public static CodeVariance standardNormal() {
        return NORMAL;
    }

    /**
     * One per frame and entry under an inverse-Gamma prior, (mean square + 2β)/(2α + 3): for point estimates that should still
     * be sparse.
     *
     * @param alpha α, above 0 and finite
     * @param beta β, above 0 and finite
     * @return the choice
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public static CodeVariance inverseGamma(double alpha, double beta) {
        Sampling.requirePositive("alpha", alpha);
        Sampling.requirePositive("beta", beta);
        return new CodeVariance(
                "inverseGamma(" + alpha + ", " + beta + ")",
                false,
                false,
                (square, mean) -> (square + 2 * beta) / (2 * alpha + 3),
                (old, square) -> (square + 2 * beta) / (2 * alpha + 3));
    }

    /** The encoder's, unchanged: what worked cases of point estimates take. */
    static CodeVariance asStarted() {
        return new CodeVariance("asStarted", false, false, (square, mean) -> square, KEEPING);
    }

    /** What a source takes where nobody has chosen. */
    static CodeVariance standard(SourcePrior prior, PosteriorMethod method) {
        return !prior.learnsVariance() ? NORMAL : method.isPoint() ? SHARED : PER_FRAME;
    }

    /** What a source takes, the choice given. */
    static CodeVariance of(SourcePrior prior, PosteriorMethod method, @Nullable CodeVariance chosen) {
        return chosen == null || !prior.learnsVariance() ? standard(prior, method) : chosen;
    }

    /**
     * Refuses what has no meaning.
     *
     * @throws IllegalArgumentException saying why, and what to do
     */
    void check(SourcePrior prior, PosteriorMethod method) {
        if (fitted && method.isPoint()) {
            throw new IllegalArgumentException(
                    "a point estimate cannot have codes whose variance is fitted to each frame:"
                            + " with γ = a² the objective has no lower bound, and every entry runs to 0; use"
                            + " CodeVariance.shared(), or CodeVariance.inverseGamma(alpha, beta) for sparse codes");
        }
        if (needsMean && prior.meanGamma() == null) {
            throw new IllegalArgumentException(
                    "CodeVariance.shared() needs the mean variances over the training data,"
                            + " which this model does not hold because it was not trained: train it, or choose another variance");
        }
    }

    /** γ before the first iteration, from the encoder's mean square of an entry. */
    double start(double meanSquare, SourcePrior prior, int entry) {
        double[] mean = prior.meanGamma();
        return Math.max(FLOOR, start.of(meanSquare, needsMean ? Objects.requireNonNull(mean)[entry] : 1));
    }

    /** Whether γ stays what it was at the start, so that nobody needs mean squares. */
    boolean stays() {
        return update == KEEPING;
    }

    /** γ after an iteration. */
    double update(double old, double meanSquare) {
        return Math.max(FLOOR, update.of(old, meanSquare));
    }

    @Override
    public String toString() {
        return text;
    }
}
