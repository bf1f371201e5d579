/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Part;

/**
 * How the prior variances γ of {@link LearnedVariance} follow from the posterior. γ is held fixed in the gradient; for the
 * closed form this changes nothing, since γ minimises the divergence (envelope theorem). Immutable.
 *
 * <p>γ never falls below {@link #FLOOR}.
 */
public interface GammaUpdate extends Part {

    /**
     * The smallest γ, 1e-30: in single precision σ² underflows below 1e-38, and {@code 1/γ} and {@code σ²/γ} must stay
     * finite and normal; no code of use has a standard deviation near 1e-15.
     */
    double FLOOR = 1e-30;

    /**
     * Computes γ for a batch in double precision, the reference for every engine.
     *
     * @param batch posterior of the batch; {@code noise} and {@code code} are empty, since γ must not depend on a draw
     * @param shared k running means of μ² + σ² and their weight, which {@link #share} keeps; read only
     * @param gamma receives {@code rows × width} variances
     */
    void update(CodeBatch batch, double[] shared, double[] gamma);

    /**
     * Whether the update looks along time, and so is for models of time alone.
     *
     * @return false unless overridden
     */
    default boolean needsTime() {
        return false;
    }

    /**
     * The divergence in models of time under this update.
     *
     * @return its rule
     * @throws IllegalArgumentException if the update is not yet supported there
     */
    default TimeRule overTime() {
        throw new IllegalArgumentException("not yet supported in models of time: the γ update '" + name() + "'");
    }

    /**
     * Whether γ is one per code entry for all data points, gathered over the batches.
     *
     * @return false, unless it is {@link SharedGamma}
     */
    default boolean isShared() {
        return false;
    }

    /**
     * Takes a batch into the shared state.
     *
     * @param batchMean k means of μ² + σ² over the batch
     * @param shared k running means and their weight, changed
     */
    default void share(double[] batchMean, double[] shared) {
        throw new UnsupportedOperationException("the γ update '" + name() + "' shares nothing");
    }

    /**
     * Whether γ is fitted to every data point, so that the bound is not one of a single prior.
     *
     * @return true, unless γ is the same for all data points
     */
    default boolean isFittedPerPoint() {
        return true;
    }

    /**
     * Whether γ grows with the square of the code entries' size, whatever that is: then the divergence does not depend on
     * it.
     *
     * @return false, unless it is {@link ClosedForm} or {@link SharedGamma}
     */
    default boolean isScaleFree() {
        return false;
    }

    /**
     * Whether γ has a prior of its own.
     *
     * @return false, unless it is {@link InverseGamma}
     */
    default boolean hasHyperprior() {
        return false;
    }

    /**
     * Computes -log p(γ).
     *
     * @param gamma variances
     * @param hyperprior receives one value for each, nats
     */
    default void hyperprior(double[] gamma, double[] hyperprior) {
        throw new UnsupportedOperationException("the γ update '" + name() + "' has no hyperprior");
    }

    /**
     * The closed form of the paper, the default.
     *
     * @return {@link ClosedForm}
     */
    static GammaUpdate closedForm() {
        return new ClosedForm();
    }

    /**
     * The mode under an inverse-Gamma hyperprior.
     *
     * @param alpha shape, above zero
     * @param beta scale, above zero
     * @return {@link InverseGamma}
     */
    static GammaUpdate inverseGamma(double alpha, double beta) {
        return new InverseGamma(alpha, beta);
    }

    /**
     * One γ per code entry with the usual decay of 0.99 per batch.
     *
     * @return {@link SharedGamma}
     */
    static GammaUpdate shared() {
        return new SharedGamma(0.99);
    }

    /**
     * One γ per code entry.
     *
     * @param decay weight of the past per batch, 0 ≤ decay &lt; 1
     * @return {@link SharedGamma}
     */
    static GammaUpdate shared(double decay) {
        return new SharedGamma(decay);
    }

    /**
     * A constant γ.
     *
     * @param value above zero
     * @return {@link FixedGamma}
     */
    static GammaUpdate fixed(double value) {
        return new FixedGamma(value);
    }

    /**
     * One γ for so many frames in a row, in models of time (Wipf and Rao 2007).
     *
     * @param frames R, at least 1
     * @return {@link CorrelatedBlocks} without correlation
     */
    static GammaUpdate block(int frames) {
        return new CorrelatedBlocks(frames, 0);
    }

    /**
     * The same with correlated codes, in models of time (Zhang and Rao 2011).
     *
     * @param frames R, at least 1
     * @param correlation ρ between neighbours, at least 0 and below 1; 0.9 is usual
     * @return {@link CorrelatedBlocks}
     */
    static GammaUpdate correlated(int frames, double correlation) {
        return new CorrelatedBlocks(frames, correlation);
    }

    /**
     * γ as the mean over a window of frames, in models of time: a rule that makes supports smooth, but not what minimises
     * the divergence; see {@link #coupled}.
     *
     * @param weights c₀ of the frame itself, c₁ of its neighbours, and so on; each above 0
     * @return the update
     */
    static GammaUpdate smoothed(double... weights) {
        return Windowed.of(false, weights);
    }

    /**
     * Every frame under its neighbours' priors, in models of time: γ is the mean over a window that minimises the sum of
     * divergences.
     *
     * @param weights c₀ of the frame itself, c₁ of its neighbours, and so on; each above 0
     * @return the update
     */
    static GammaUpdate coupled(double... weights) {
        return Windowed.of(true, weights);
    }

    /**
     * γ tied to a variance predicted from the last code, in models of time; the model must state it, {@link
     * Prior#learnedVariance(GammaUpdate)}, as the prediction has weights.
     *
     * @param kappa κ, above 0: so many earlier observations; 1 is usual
     * @return {@link Anchored}
     */
    static GammaUpdate anchored(double kappa) {
        return new Anchored(kappa, false);
    }

    /**
     * γ tied to a variance predicted from all codes before, likewise.
     *
     * @param kappa κ, above 0
     * @return {@link Anchored}
     */
    static GammaUpdate recurrentlyAnchored(double kappa) {
        return new Anchored(kappa, true);
    }

    /**
     * Variances of the change from a mean predicted from the last code, in models of time; the model must state it, {@link
     * Prior#learnedVariance(GammaUpdate)}.
     *
     * @return {@link Innovation}
     */
    static GammaUpdate innovation() {
        return new Innovation();
    }

    /**
     * An update of the user's own.
     *
     * @param function γ from the posterior
     * @return {@link CustomGamma}
     */
    static GammaUpdate custom(GammaFunction function) {
        return new CustomGamma(function);
    }
}
