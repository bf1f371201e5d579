/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.CodeRule;
import io.github.sdmvae.engine.CodeTensors;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.LikelihoodTensors;
import io.github.sdmvae.engine.Tensor;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.objective.GammaUpdate;
import io.github.sdmvae.objective.LossTerms;
import org.jspecify.annotations.Nullable;

/**
 * One model on one engine for one batch size: the order of the kernels, and the arrays between them. Gradients are
 * derived by hand. Allocated once, used for every batch; not thread-safe.
 *
 * <p>Data flows x → encoder → heads (μ, λ) → code a → z = D a → decoder → output → likelihood; gradients flow back.
 */
public final class VaeProgram {
    private final Engine engine;
    private final ModelDefinition definition;
    private final ParameterLayout layout;
    private final ParameterSet parameters;
    private final int rows;
    private final int samples;
    private final CodeTensors code;
    private final LikelihoodTensors likelihood;
    private final @Nullable Tensor dictionary;
    private final Tensor latent;
    private final Tensor dLatent;
    private final Tensor[] outputs;
    private final Tensor[] gradients;

    /**
     * Allocates the arrays of a batch.
     *
     * @param engine where to compute
     * @param definition the model
     * @param parameters its weights, shared with other programs
     * @param sharedGamma 1 × (k+1) state of the shared γ update
     * @param rows B, data points per batch
     * @param samples R, draws per data point
     */
    public VaeProgram(
            Engine engine,
            ModelDefinition definition,
            ParameterSet parameters,
            Tensor sharedGamma,
            int rows,
            int samples) {
        this.engine = engine;
        this.definition = definition;
        this.layout = new ParameterLayout(definition);
        this.parameters = parameters;
        this.rows = rows;
        this.samples = samples;
        int width = definition.inputSize();
        code = new CodeTensors(engine, rows, definition.codeSize(), samples, sharedGamma);
        int perValue = definition.likelihood().outputsPerValue();
        likelihood = new LikelihoodTensors(engine, rows, samples, width, perValue);
        Dictionary d = definition.dictionary();
        dictionary = d.isIdentity() ? null : engine.allocate(d.latentSize(), d.atoms());
        if (dictionary != null) {
            dictionary.write(d.toArray());
        }
        latent = d.isIdentity() ? code.code() : engine.allocate(rows * samples, d.latentSize());
        dLatent = d.isIdentity() ? code.dCode() : engine.allocate(rows * samples, d.latentSize());
        outputs = layerArrays(code.heads(), likelihood.output());
        gradients = layerArrays(code.dHeads(), likelihood.dOutput());
    }

    private Tensor[] layerArrays(Tensor lastOfEncoder, Tensor lastOfDecoder) {
        Tensor[] arrays = new Tensor[layout.layers()];
        int encoderLast = layout.encoderLayers() - 1;
        for (int layer = 0; layer < arrays.length; layer++) {
            boolean encoder = layer <= encoderLast;
            int columns = parameters.bias(layer).columns();
            arrays[layer] = layer == encoderLast
                    ? lastOfEncoder
                    : layer == arrays.length - 1
                            ? lastOfDecoder
                            : engine.allocate(encoder ? rows : rows * samples, columns);
        }
        return arrays;
    }

    /**
     * B.
     *
     * @return data points per batch
     */
    public int rows() {
        return rows;
    }

    /**
     * R.
     *
     * @return draws per data point
     */
    public int samples() {
        return samples;
    }

    /**
     * Arrays of data, output and reconstruction.
     *
     * @return with {@code x} to be filled before {@link #encode}
     */
    public LikelihoodTensors likelihood() {
        return likelihood;
    }

    /**
     * Arrays of the code.
     *
     * @return with {@code noise} to be filled before {@link #sample}
     */
    public CodeTensors code() {
        return code;
    }

    /**
     * z, as {@link #decode} left it.
     *
     * @return RB × m
     */
    public Tensor latent() {
        return latent;
    }

    /** x → heads. */
    public void encode() {
        Tensor in = likelihood.x();
        for (int layer = 0; layer < layout.encoderLayers(); layer++) {
            in = forward(layer, in);
        }
    }

    /**
     * Heads and noise → code, γ, divergence.
     *
     * @param rule what to compute
     * @param gradientScale factor on the divergence's gradient
     * @param training whether the shared γ takes the batch in
     */
    public void sample(CodeRule rule, double gradientScale, boolean training) {
        engine.sampleCode(rule, code, gradientScale, training);
    }

    /** Code → z → output. */
    public void decode() {
        if (dictionary != null) {
            engine.synthesize(code.code(), dictionary, latent);
        }
        Tensor in = latent;
        for (int layer = layout.encoderLayers(); layer < layout.layers(); layer++) {
            in = forward(layer, in);
        }
    }

    private Tensor forward(int layer, Tensor in) {
        engine.dense(in, parameters.weight(layer), parameters.bias(layer), activation(layer), outputs[layer]);
        return outputs[layer];
    }

    private Activation activation(int layer) {
        boolean last = layer == layout.encoderLayers() - 1 || layer == layout.layers() - 1;
        return last ? Activation.IDENTITY : definition.activation();
    }

    /**
     * Output → loss per row and its gradient.
     *
     * @param gradientScale factor on the gradient, 0 for none
     */
    public void evaluateLikelihood(double gradientScale) {
        engine.likelihood(definition.likelihood(), likelihood, gradientScale);
    }

    /** Output → mean of p(x|z). */
    public void reconstruct() {
        engine.likelihoodMean(definition.likelihood(), likelihood);
    }

    /**
     * The forward half of a step: encode, sample, decode, likelihood.
     *
     * @param rule what the code kernels compute
     * @param beta weight of the divergence in the gradient
     * @param training whether the shared γ takes the batch in and gradients are wanted
     */
    public void forward(CodeRule rule, double beta, boolean training) {
        encode();
        sample(rule, training ? beta / rows : 0, training);
        decode();
        evaluateLikelihood(training ? 1.0 / (rows * samples) : 0);
    }

    /**
     * The backward half of a step.
     *
     * @param target receives the gradient of every weight
     */
    public void backward(ParameterSet target) {
        int first = layout.encoderLayers();
        for (int layer = layout.layers() - 1; layer >= first; layer--) {
            boolean atLatent = layer == first;
            backward(layer, atLatent ? latent : outputs[layer - 1], atLatent ? dLatent : gradients[layer - 1], target);
        }
        if (dictionary != null) {
            engine.synthesizeBackward(dLatent, dictionary, code.dCode());
        }
        engine.sampleCodeBackward(code);
        for (int layer = first - 1; layer >= 0; layer--) {
            boolean atData = layer == 0;
            backward(layer, atData ? likelihood.x() : outputs[layer - 1], atData ? null : gradients[layer - 1], target);
        }
    }

    private void backward(int layer, Tensor in, @Nullable Tensor dIn, ParameterSet target) {
        engine.denseBackward(
                in,
                parameters.weight(layer),
                outputs[layer],
                activation(layer),
                gradients[layer],
                target.weight(layer),
                target.bias(layer),
                dIn);
    }

    /**
     * The loss of the last {@link #forward} by term, per data point.
     *
     * @param rule as given there
     * @param beta weight of the divergence
     * @return the terms
     */
    public LossTerms terms(CodeRule rule, double beta) {
        boolean hyperprior = rule.gamma() instanceof GammaUpdate.InverseGamma;
        return new LossTerms(
                engine.sum(likelihood.loss()) / (rows * samples),
                engine.sum(code.divergence()) / rows,
                hyperprior ? engine.sum(code.hyperprior()) / rows : 0,
                beta);
    }
}
