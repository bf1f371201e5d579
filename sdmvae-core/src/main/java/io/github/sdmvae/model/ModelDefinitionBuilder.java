/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.transform.DataTransform;
import io.github.sdmvae.transform.InputTransform;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the parts of a {@link ModelDefinition}; made by {@link ModelDefinition#builder()}. Not thread-safe. */
public final class ModelDefinitionBuilder {
    @Nullable
    Integer inputSize;

    private @Nullable Integer latentSize;
    List<Integer> encoderHidden = List.of(128);
    List<Integer> decoderHidden = List.of(128);
    Activation activation = Activation.TANH;
    private @Nullable Dictionary dictionary;
    Prior prior = Prior.learnedVariance();
    Likelihood likelihood = Likelihood.complexGaussian();
    private @Nullable InputTransform inputTransform;
    private boolean inputStated;

    @Nullable
    Dynamics dynamics;

    @Nullable
    DimensionSelector selector;

    @Nullable
    SparseDecoding sparseDecoding;

    @Nullable
    DataTransform dataTransform;

    long seed = 1;

    ModelDefinitionBuilder() {}

    /** Starts from a definition, whose input transform counts as stated. */
    ModelDefinitionBuilder(ModelDefinition from) {
        inputSize = from.inputSize();
        encoderHidden = from.encoderHidden();
        decoderHidden = from.decoderHidden();
        activation = from.activation();
        dictionary = from.dictionary();
        prior = from.prior();
        likelihood = from.likelihood();
        inputTransform = from.inputTransform();
        inputStated = true;
        dynamics = from.dynamics();
        selector = from.selector();
        sparseDecoding = from.sparseDecoding();
        dataTransform = from.dataTransform();
        seed = from.seed();
    }

    /**
     * Values per data point. Required.
     *
     * @param inputSize n, at least 1; 513 for spectrograms of 1024-point transforms
     * @return this builder
     */
    public ModelDefinitionBuilder inputSize(int inputSize) {
        this.inputSize = inputSize;
        return this;
    }

    /**
     * Hidden layers of the encoder, and in reverse order of the decoder. Default: one of 128.
     *
     * @param sizes from the input on, each at least 1; none for a linear model
     * @return this builder
     */
    public ModelDefinitionBuilder hidden(int... sizes) {
        encoderHidden = listOf(sizes);
        List<Integer> reversed = new ArrayList<>(encoderHidden);
        Collections.reverse(reversed);
        decoderHidden = reversed;
        return this;
    }

    /**
     * Hidden layers of the encoder alone.
     *
     * @param sizes from the input on, each at least 1
     * @return this builder
     */
    public ModelDefinitionBuilder encoderHidden(int... sizes) {
        encoderHidden = listOf(sizes);
        return this;
    }

    /**
     * Hidden layers of the decoder alone.
     *
     * @param sizes from the latent vector on, each at least 1
     * @return this builder
     */
    public ModelDefinitionBuilder decoderHidden(int... sizes) {
        decoderHidden = listOf(sizes);
        return this;
    }

    private static List<Integer> listOf(int... sizes) {
        List<Integer> list = new ArrayList<>();
        for (int size : sizes) {
            list.add(size);
        }
        return list;
    }

    /**
     * The non-linearity after every hidden layer. Default: tanh.
     *
     * @param activation the function
     * @return this builder
     */
    public ModelDefinitionBuilder activation(Activation activation) {
        this.activation = activation;
        return this;
    }

    /**
     * The latent size m. Required, unless a dictionary is given; with one, both must agree.
     *
     * @param latentSize at least 1
     * @return this builder
     */
    public ModelDefinitionBuilder latentSize(int latentSize) {
        this.latentSize = latentSize;
        return this;
    }

    /**
     * The dictionary. Default: the identity of the latent size.
     *
     * @param dictionary m × k
     * @return this builder
     */
    public ModelDefinitionBuilder dictionary(Dictionary dictionary) {
        this.dictionary = dictionary;
        return this;
    }

    /**
     * The prior of the code. Default: learned variances.
     *
     * @param prior p(a)
     * @return this builder
     */
    public ModelDefinitionBuilder prior(Prior prior) {
        this.prior = prior;
        return this;
    }

    /**
     * The likelihood. Default: complex Gaussian, for power spectrograms.
     *
     * @param likelihood p(x|z)
     * @return this builder
     */
    public ModelDefinitionBuilder likelihood(Likelihood likelihood) {
        this.likelihood = likelihood;
        return this;
    }

    /**
     * What the encoder sees in place of x; the likelihood keeps x. Default: x itself, as in the paper; for models of
     * time with a likelihood of powers {@code InputTransform.logPower(1e-6, 5)}, as powers saturate recurrent layers.
     *
     * @param transform for instance {@code InputTransform.logPower(1e-5)}
     * @return this builder
     */
    public ModelDefinitionBuilder inputTransform(InputTransform transform) {
        this.inputTransform = transform;
        this.inputStated = true;
        return this;
    }

    /**
     * The encoder sees x itself, in a model of time as well.
     *
     * @return this builder
     */
    public ModelDefinitionBuilder rawInput() {
        this.inputTransform = null;
        this.inputStated = true;
        return this;
    }

    /**
     * A dimension selector between draw and dictionary (InteL-VAE): codes are {@code a = y ⊙ DS(y)}. The prior is that of
     * y. Default: none.
     *
     * @param selector for instance {@code DimensionSelector.of(10)}
     * @return this builder
     */
    public ModelDefinitionBuilder selector(DimensionSelector selector) {
        this.selector = selector;
        return this;
    }

    /**
     * Makes it a model of time: rows are frames of sequences. Default: rows stand alone.
     *
     * @param dynamics how encoder and decoder read sequences; null if rows stand alone
     * @return this builder
     */
    public ModelDefinitionBuilder dynamics(@Nullable Dynamics dynamics) {
        this.dynamics = dynamics;
        return this;
    }

    /** The encoder's input transform: the stated one, or what suits the model. */
    @Nullable
    InputTransform resolveInput() {
        boolean powers =
                likelihood.domain().lowest() >= 0 && likelihood.domain().highest() > 1;
        return inputStated || dynamics == null || !powers ? inputTransform : InputTransform.logPower(1e-6, 5);
    }

    /**
     * Sparse decoding (Moran et al. 2022): every feature, or group of features, sees the latent vector through a mask of
     * its own. Default: a dense decoder.
     *
     * @param sparseDecoding for instance {@code SparseDecoding.standard().withGroups(Bands.equal(513, 32))}
     * @return this builder
     */
    public ModelDefinitionBuilder sparseDecoding(SparseDecoding sparseDecoding) {
        this.sparseDecoding = sparseDecoding;
        return this;
    }

    /**
     * What the model makes of x before encoder and likelihood see it, undone in what it decodes and generates. Default:
     * nothing.
     *
     * @param transform for instance {@code DataTransform.standardise(training)}, for columns of different units
     * @return this builder
     */
    public ModelDefinitionBuilder dataTransform(DataTransform transform) {
        this.dataTransform = transform;
        return this;
    }

    /**
     * The seed of the initial weights. Default: 1.
     *
     * @param seed any number
     * @return this builder
     */
    public ModelDefinitionBuilder seed(long seed) {
        this.seed = seed;
        return this;
    }

    /**
     * Makes the definition; the builder may be used on. Without a word the prior is {@code learnedVariance()} and the
     * likelihood {@code complexGaussian()}, which takes powers: numbers of at least 0. For other rows set {@code
     * gaussian(variance)} or {@code bernoulli()}.
     *
     * @return the definition
     * @throws IllegalArgumentException naming the values, if something is missing or the parts do not fit together
     */
    public ModelDefinition build() {
        return new ModelDefinition(this);
    }

    /** The stated dictionary, or the identity of the stated latent size. */
    Dictionary resolveDictionary() {
        if (dictionary == null) {
            if (latentSize == null) {
                throw new IllegalArgumentException("latentSize or dictionary must be set");
            }
            return Dictionary.identity(latentSize);
        }
        if (latentSize != null && latentSize != dictionary.latentSize()) {
            throw new IllegalArgumentException("latentSize must be the number of rows of the dictionary ("
                    + dictionary.latentSize() + "), got " + latentSize);
        }
        return dictionary;
    }
}
