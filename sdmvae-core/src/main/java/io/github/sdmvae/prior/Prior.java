/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Part;
import org.jspecify.annotations.Nullable;

/**
 * The prior p(a) of the code. Everything that depends on which prior it is, is said here: the shape of the encoder's
 * output and of the noise, which estimates of the bound it allows, its rule in double precision (which every engine has,
 * whether it brings faster kernels or not), how to draw from it, and its form in files. Immutable.
 *
 * <p>{@link #custom} takes a prior of the user's own, a function over plain arrays; it works on every engine.
 */
public interface Prior extends Part {

    /**
     * What the prior asks of the arrays of the code.
     *
     * @param width k, entries per code
     * @return heads, noise and pseudo-inputs
     */
    CodeShape shape(int width);

    /**
     * Which estimates of the bound it allows.
     *
     * @return for each the reason why not
     */
    Strategies strategies();

    /**
     * The prior's rule on the host.
     *
     * @param arrays of one batch
     * @return a kernel over these arrays
     */
    CodeKernel kernel(CodeArrays arrays);

    /**
     * How hard a relaxed choice is at a training step: the slope c of {@link SpikeAndSlab}.
     *
     * @param step training steps done before; {@link Long#MAX_VALUE} in validation and evaluation
     * @return 0 for priors without relaxed choices
     */
    default double relaxation(long step) {
        return 0;
    }

    /**
     * Whether p(a) is a zero-mean Gaussian with a variance γ per entry.
     *
     * @return true for learned variances and the standard normal, whose γ is 1
     */
    default boolean isGaussian() {
        return false;
    }

    /**
     * Whether the variances are learned, by a {@link GammaUpdate}.
     *
     * @return true for {@link LearnedVariance} only
     */
    default boolean learnsVariance() {
        return false;
    }

    /**
     * The γ update that the model states itself.
     *
     * @return null if it leaves that to the trainer
     */
    default @Nullable GammaUpdate statedGamma() {
        return null;
    }

    /**
     * Whether the prior looks along time, and so is for models of time alone.
     *
     * @return false unless overridden
     */
    default boolean needsTime() {
        return false;
    }

    /**
     * The divergence in models of time.
     *
     * @param gamma γ update, of use to learned variances
     * @return its rule
     * @throws IllegalArgumentException if the prior or the update is not yet supported there
     */
    default TimeRule overTime(GammaUpdate gamma) {
        throw new IllegalArgumentException("not yet supported in models of time: the prior '" + name() + "'");
    }

    /**
     * Whether codes have a probability at all.
     *
     * @return false for autoencoders
     */
    default boolean isDistribution() {
        return true;
    }

    /**
     * Why code entries of a trained model cannot be brought to another scale with its bound unchanged, as the end of a
     * sentence that begins with "the prior '…'".
     *
     * @param update the γ update in force
     * @return null if each entry's μ and σ may be multiplied by any number, when the decoder undoes it
     */
    default @Nullable String fixedScale(GammaUpdate update) {
        return "has a scale of its own, against which the size of code entries is measured";
    }

    /**
     * Draws codes from the prior.
     *
     * @param model what it has learned, if the prior depends on it
     * @param codes receives count × k values
     * @param seed the same seed gives the same codes
     * @throws IllegalStateException if the model lacks what is needed, saying what
     */
    void draw(TrainedModel model, float[][] codes, long seed);

    /**
     * The standard normal prior of the plain VAE.
     *
     * @return {@link StandardNormal}
     */
    static Prior standardNormal() {
        return new StandardNormal();
    }

    /**
     * The prior with learned variances: the sparse-dictionary model. How they are learned is the trainer's choice, by
     * default in closed form.
     *
     * <p>What its authors claim holds by their measure: quality is that of a VAE, codes are sparse by Hoyer, and there is no
     * knob. <b>What that measure hides:</b> the bound does not depend on the size of code entries (multiply an entry's μ
     * and σ by a number and divide its row of the decoder's first layer by it), Hoyer does, and training lets the sizes drift
     * apart. By measures free of scale (see the package {@code io.github.sdmvae.metrics.sparsity}) codes of speech are
     * about as dense as a VAE's. On data made of few functions the prior finds them. For few active entries: weigh the
     * divergence (β above 1), use {@link #spikeAndSlab} with a small α, or see the examples' {@code SparsityFrontier}; for
     * sizes that mean something: {@code Vae.canonical()}, or the trainer's {@code unitAtoms()}. A lower divergence than the
     * VAE's is no gain in likelihood, since γ is fitted to every data point.
     *
     * @return {@link LearnedVariance}
     */
    static Prior learnedVariance() {
        return new LearnedVariance(null);
    }

    /**
     * The prior with learned variances whose update is part of the model: a trainer may not set another.
     *
     * @param update how γ follows from the posterior
     * @return {@link LearnedVariance}
     */
    static Prior learnedVariance(GammaUpdate update) {
        return new LearnedVariance(update);
    }

    /**
     * N(m, v) with mean and variance from the code before by a gated transition, for models of time (Krishnan et al. 2017).
     *
     * @return {@link Markov}
     */
    static Prior markov() {
        return new Markov();
    }

    /**
     * The Laplace prior of scale 1.
     *
     * @return {@link Laplace}
     */
    static Prior laplace() {
        return new Laplace(1);
    }

    /**
     * A Laplace prior.
     *
     * @param scale b, above zero
     * @return {@link Laplace}
     */
    static Prior laplace(double scale) {
        return new Laplace(scale);
    }

    /**
     * The standard Cauchy prior with a Cauchy posterior.
     *
     * @return {@link Cauchy}
     */
    static Prior cauchy() {
        return new Cauchy();
    }

    /**
     * A Student-t prior of scale 1.
     *
     * @param degrees ν, above zero
     * @return {@link StudentT}
     */
    static Prior studentT(double degrees) {
        return new StudentT(degrees);
    }

    /**
     * A mixture of two zero-mean Gaussians.
     *
     * @param weight of the first component, above 0 and below 1
     * @param deviation1 standard deviation of the first component, above zero
     * @param deviation2 standard deviation of the second component, above zero
     * @return {@link TwoGaussians}
     */
    static Prior gaussianMixture(double weight, double deviation1, double deviation2) {
        return new TwoGaussians(weight, deviation1, deviation2);
    }

    /**
     * Variational sparse coding with a fixed prior.
     *
     * @param alpha α, above 0 and below 1; the paper's table has 0.05, 0.5 and 0.9
     * @return {@link SpikeAndSlab}
     */
    static Prior spikeAndSlab(double alpha) {
        return new SpikeAndSlab(alpha);
    }

    /**
     * Variational sparse coding with learned pseudo-inputs.
     *
     * @param alpha α, above 0 and below 1
     * @param count U, pseudo-inputs, 1 to 10,000
     * @return {@link PseudoInputs}
     */
    static Prior pseudoInputs(double alpha, int count) {
        return new PseudoInputs(alpha, count);
    }

    /**
     * No prior: a plain autoencoder.
     *
     * @return {@link PointCode} without a penalty
     */
    static Prior none() {
        return new PointCode(0);
    }

    /**
     * No prior but a penalty: a sparse autoencoder.
     *
     * @param penalty weight of {@code Σ|a|}, finite and at least 0
     * @return {@link PointCode}
     */
    static Prior absolutePenalty(double penalty) {
        return new PointCode(penalty);
    }

    /**
     * A prior of the user's own.
     *
     * @param function value and gradient of its divergence
     * @return {@link CustomPrior}
     */
    static Prior custom(PriorFunction function) {
        return new CustomPrior(function);
    }
}
