/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.network.Activation;
import io.github.sdmvae.objective.Likelihood;
import org.jspecify.annotations.Nullable;

/**
 * The numeric kernels of a training step. Models and trainer are written against this interface alone; an engine says
 * where arrays live and how the kernels run. Priors, γ updates and likelihoods reach it as data; those of the user's
 * own run through callbacks over plain arrays on every engine.
 *
 * <p>Outputs must have been allocated by the same engine and are overwritten. Kernels give the same result for the same
 * input every time.
 *
 * <p><b>Thread rule:</b> kernels may be called from several threads at once as long as no two write the same tensor.
 */
public interface Engine extends AutoCloseable {

    /**
     * The name in reports.
     *
     * @return for instance {@code nd4j}
     */
    String name();

    /**
     * What the engine computes in.
     *
     * @return the floating-point type
     */
    Precision precision();

    /**
     * Allocates a matrix of zeros.
     *
     * @param rows at least 1
     * @param columns at least 1
     * @return the matrix
     */
    Tensor allocate(int rows, int columns);

    /**
     * A dense layer, {@code y = f(x W + b)}.
     *
     * @param x B × in
     * @param weight W, in × out
     * @param bias b, 1 × out
     * @param activation f
     * @param y receives B × out
     */
    void dense(Tensor x, Tensor weight, Tensor bias, Activation activation, Tensor y);

    /**
     * Gradients of a dense layer.
     *
     * @param x B × in, its input
     * @param weight W, in × out
     * @param y B × out, its output
     * @param activation f
     * @param dy B × out, gradient with respect to y; holds the gradient before the activation afterwards
     * @param dWeight receives in × out
     * @param dBias receives 1 × out
     * @param dx receives B × in, unless null
     */
    void denseBackward(
            Tensor x,
            Tensor weight,
            Tensor y,
            Activation activation,
            Tensor dy,
            Tensor dWeight,
            Tensor dBias,
            @Nullable Tensor dx);

    /**
     * Applies a dictionary, {@code z = a Dᵀ}.
     *
     * @param code a, B × k
     * @param dictionary D, m × k
     * @param latent receives z, B × m
     */
    void synthesize(Tensor code, Tensor dictionary, Tensor latent);

    /**
     * Gradient of {@link #synthesize}, {@code da = dz D}.
     *
     * @param dLatent dz, B × m
     * @param dictionary D, m × k
     * @param dCode receives da, B × k
     */
    void synthesizeBackward(Tensor dLatent, Tensor dictionary, Tensor dCode);

    /**
     * Draws codes and computes γ, divergence and hyperprior, and the divergence's part of the gradient.
     *
     * @param rule what to compute
     * @param tensors reads heads and noise; writes code, γ, divergence, hyperprior and dHeads
     * @param gradientScale factor on the gradient, β/B in training
     * @param training whether the shared γ takes this batch in
     */
    void sampleCode(CodeRule rule, CodeTensors tensors, double gradientScale, boolean training);

    /**
     * Adds the reconstruction's part of the gradient: {@code dμ += Σ_r da}, {@code dλ += Σ_r da ⊙ ½ σ ⊙ ε}.
     *
     * @param tensors as {@link #sampleCode} left them, and dCode
     */
    void sampleCodeBackward(CodeTensors tensors);

    /**
     * Holds code entries up whose divergence is small, after {@link #sampleCode}: the divergence becomes {@code Σ_j max(δ,
     * batch mean of divergence_j)}, and entries below δ lose its gradient.
     *
     * @param tensors reads divergence; changes dHeads
     * @param nats δ, at least 0
     * @return the divergence per data point
     */
    default double freeBits(CodeTensors tensors, double nats) {
        return HostFreeBits.apply(tensors, nats);
    }

    /**
     * Weights the draws by their importance, after {@link #sampleCode} with a rule that says so and {@link #likelihood}:
     * the gradients of divergence and likelihood become those of the importance-weighted bound.
     *
     * @param code as left by {@link #sampleCode}; changes dHeads
     * @param likelihood reads loss; changes dOutput
     * @param beta weight of the divergence
     * @param gradientScale 1/B in training, 0 for none
     * @return for every data point the negative bound, without the likelihood's constant; then the mean of its loss over
     *     the weighted draws
     */
    default double[][] weighDraws(CodeTensors code, LikelihoodTensors likelihood, double beta, double gradientScale) {
        HostContinuous drawn = (HostContinuous) code.host();
        return new HostImportance(drawn, likelihood, code.samples()).run(beta, gradientScale);
    }

    /**
     * Gradient of {@link #synthesize} with respect to the dictionary, {@code dD = dzᵀ a}.
     *
     * @param dLatent dz, B × m
     * @param code a, B × k
     * @param dDictionary receives dD, m × k
     */
    void dictionaryBackward(Tensor dLatent, Tensor code, Tensor dDictionary);

    /**
     * The penalty on a dictionary's mutual coherence, {@code w ‖DᵀD - I‖²} off the diagonal.
     *
     * @param dictionary D, m × k
     * @param weight w
     * @param dDictionary the penalty's gradient is added, m × k, unless null
     * @return the penalty
     */
    default double coherence(Tensor dictionary, double weight, @Nullable Tensor dDictionary) {
        return HostDictionary.coherence(dictionary, weight, dDictionary);
    }

    /**
     * Scales the atoms of a dictionary to norm 1.
     *
     * @param dictionary D, m × k, changed
     */
    default void unitColumns(Tensor dictionary) {
        HostDictionary.unitColumns(dictionary);
    }

    /**
     * Computes -log p(x|z) per row, and its gradient.
     *
     * @param likelihood which
     * @param tensors reads x and output; writes loss, and dOutput if the scale is not 0
     * @param gradientScale factor on the gradient, 1/(RB) in training, 0 for none
     */
    void likelihood(Likelihood likelihood, LikelihoodTensors tensors, double gradientScale);

    /**
     * Computes the mean of p(x|z).
     *
     * @param likelihood which
     * @param tensors reads output; writes mean
     */
    void likelihoodMean(Likelihood likelihood, LikelihoodTensors tensors);

    /**
     * One update of Adam.
     *
     * @param step rates and step number
     * @param parameters updated
     * @param gradient read; may be overwritten
     * @param firstMoment updated
     * @param secondMoment updated
     */
    void adam(AdamStep step, Tensor parameters, Tensor gradient, Tensor firstMoment, Tensor secondMoment);

    /**
     * The sum of all values, gathered in double precision in a fixed order.
     *
     * @param tensor what to sum
     * @return the sum
     */
    double sum(Tensor tensor);

    /**
     * The sum of all squares, gathered in double precision in a fixed order.
     *
     * @param tensor what to sum
     * @return the sum
     */
    double sumOfSquares(Tensor tensor);

    /** Frees what the engine holds; nothing, unless an engine says so. */
    @Override
    default void close() {}
}
