/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.CodeRule;
import io.github.sdmvae.engine.CodeShape;
import io.github.sdmvae.engine.CodeTensors;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.LikelihoodTensors;
import io.github.sdmvae.engine.Tensor;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.objective.GammaUpdate;
import io.github.sdmvae.objective.LossTerms;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One model on one engine for one batch size: the order of the kernels, and the arrays between them. Gradients are
 * derived by hand. Allocated once, used for every batch; not thread-safe.
 *
 * <p>Data flows x → encoder → heads (μ, λ) → code a → z = D a → decoder → output → likelihood; gradients flow back. A
 * learned dictionary and pseudo-inputs get their gradients on the way.
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
    private final @Nullable PseudoRows pseudo;
    private final HeadRows heads;
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
        CodeShape shape = CodeShape.of(definition.prior(), definition.codeSize());
        code = new CodeTensors(engine, shape, rows, samples, sharedGamma);
        heads = new HeadRows(code.heads(), shape);
        pseudo = shape.pseudoRows() == 0 ? null : new PseudoRows(engine, rows, shape.pseudoRows(), width);
        Tensor x = pseudo == null ? engine.allocate(rows, width) : pseudo.data();
        likelihood = new LikelihoodTensors(
                engine, x, samples, definition.likelihood().outputsPerValue());
        Dictionary d = definition.dictionary();
        dictionary = dictionary(d);
        latent = d.isIdentity() ? code.code() : engine.allocate(rows * samples, d.latentSize());
        dLatent = d.isIdentity() ? code.dCode() : engine.allocate(rows * samples, d.latentSize());
        outputs = layerArrays(code.heads(), likelihood.output());
        gradients = layerArrays(code.dHeads(), likelihood.dOutput());
    }

    private @Nullable Tensor dictionary(Dictionary d) {
        if (d.isIdentity()) {
            return null;
        }
        if (d.isLearned()) {
            return parameters.named(ParameterLayout.DICTIONARY);
        }
        Tensor fixed = engine.allocate(d.latentSize(), d.atoms());
        fixed.write(d.toArray());
        return fixed;
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
                            : engine.allocate(encoder ? lastOfEncoder.rows() : rows * samples, columns);
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
        if (pseudo != null) {
            pseudo.load(parameters.named(ParameterLayout.PSEUDO_INPUTS));
        }
        Tensor in = encoderInput();
        for (int layer = 0; layer < layout.encoderLayers(); layer++) {
            in = forward(layer, in);
        }
    }

    private Tensor encoderInput() {
        return pseudo == null ? likelihood.x() : pseudo.input();
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
     * @param rule what to compute
     * @return the loss by term, per data point
     */
    public LossTerms forward(StepRule rule) {
        boolean training = rule.training();
        double perPoint = training ? 1.0 / rows : 0;
        encode();
        sample(rule.code(), rule.beta() * perPoint, training);
        OptionalDouble held = rule.freeBits() > 0
                ? OptionalDouble.of(engine.freeBits(code, rule.freeBits()))
                : OptionalDouble.empty();
        decode();
        evaluateLikelihood(perPoint / samples);
        if (rule.code().importance()) {
            return importanceTerms(engine.weighDraws(code, likelihood, rule.beta(), perPoint), rule.beta());
        }
        return terms(rule, held);
    }

    private double coherencePenalty() {
        double weight = definition.dictionary().coherencePenalty();
        if (dictionary == null || weight == 0) {
            return 0;
        }
        return engine.coherence(dictionary, weight, null);
    }

    private LossTerms terms(StepRule rule, OptionalDouble held) {
        boolean hyperprior = rule.code().gamma() instanceof GammaUpdate.InverseGamma;
        return new LossTerms(
                engine.sum(likelihood.loss()) / (rows * samples),
                held.isPresent() ? held.getAsDouble() : engine.sum(code.divergence()) / rows,
                hyperprior ? engine.sum(code.hyperprior()) / rows : 0,
                rule.beta(),
                coherencePenalty());
    }

    /** What the bound has beyond the weighted reconstruction counts as divergence, so that the terms add up to it. */
    private LossTerms importanceTerms(double[][] boundAndReconstruction, double beta) {
        double bound = Arrays.stream(boundAndReconstruction[0]).sum() / rows;
        double reconstruction = Arrays.stream(boundAndReconstruction[1]).sum() / rows;
        double rest = beta == 0 ? 0 : (bound - reconstruction) / beta;
        return new LossTerms(reconstruction, rest, 0, beta, coherencePenalty());
    }

    /**
     * The negative importance-weighted bound of every data point, without the likelihood's constant.
     *
     * @param rule with importance weights
     * @return B values, nats
     */
    public double[] bounds(CodeRule rule) {
        encode();
        sample(rule, 0, false);
        decode();
        evaluateLikelihood(0);
        return engine.weighDraws(code, likelihood, 1, 0)[0];
    }

    /**
     * The deterministic codes of the data, after {@link #encode}: μ, for spike and slab {@code q ⊙ μ}.
     *
     * @param target receives B × k values
     */
    public void readCodeMeans(float[] target) {
        heads.read();
        for (int i = 0; i < rows; i++) {
            heads.readCode(i, target, i * definition.codeSize());
        }
    }

    /**
     * The encoder's output on the host, after {@link #encode}.
     *
     * @return valid until the next batch
     */
    public HeadRows heads() {
        heads.read();
        return heads;
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
            dictionaryBackward(dictionary, target);
        }
        engine.sampleCodeBackward(code);
        Tensor dData = pseudo == null ? null : pseudo.dInput();
        for (int layer = first - 1; layer >= 0; layer--) {
            boolean atData = layer == 0;
            backward(
                    layer, atData ? encoderInput() : outputs[layer - 1], atData ? dData : gradients[layer - 1], target);
        }
        if (pseudo != null) {
            pseudo.unloadGradient(target.named(ParameterLayout.PSEUDO_INPUTS));
        }
    }

    private void dictionaryBackward(Tensor d, ParameterSet target) {
        if (!definition.dictionary().isLearned()) {
            return;
        }
        Tensor gradient = target.named(ParameterLayout.DICTIONARY);
        engine.dictionaryBackward(dLatent, code.code(), gradient);
        double weight = definition.dictionary().coherencePenalty();
        if (weight > 0) {
            engine.coherence(d, weight, gradient);
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
}
