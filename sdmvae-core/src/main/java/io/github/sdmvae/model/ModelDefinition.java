/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.likelihood.Domain;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a model is, before any training: sizes, prior, dictionary, likelihood and the seed of its initial weights.
 * Immutable; made by {@link #builder()}.
 *
 * <pre>{@code
 * ModelDefinition definition = ModelDefinition.builder()
 *         .inputSize(513)
 *         .hidden(128)
 *         .dictionary(Dictionary.dct(32, 64))
 *         .prior(Prior.learnedVariance())
 *         .build();
 * }</pre>
 *
 * @param inputSize n, values per data point
 * @param encoderHidden sizes of the encoder's hidden layers, from the input on; may be empty
 * @param decoderHidden sizes of the decoder's hidden layers, from the latent vector on; may be empty
 * @param activation after every hidden layer
 * @param dictionary D, m × k; its k is the size of a code, its m the decoder's input
 * @param prior p(a)
 * @param likelihood p(x|z)
 * @param inputTransform what the encoder sees of x; null for x itself
 * @param dynamics how encoder and decoder read sequences; null if rows stand alone
 * @param selector says how much of a draw is used; null for all of it
 * @param sparseDecoding how the features share the latent vector; null where each sees all of it
 * @param dataTransform what is made of x before encoder and likelihood see it, and undone behind the decoder; null for nothing
 * @param seed of the initial weights
 */
public record ModelDefinition(
        int inputSize,
        List<Integer> encoderHidden,
        List<Integer> decoderHidden,
        Activation activation,
        Dictionary dictionary,
        Prior prior,
        Likelihood likelihood,
        @Nullable InputTransform inputTransform,
        @Nullable Dynamics dynamics,
        @Nullable DimensionSelector selector,
        @Nullable SparseDecoding sparseDecoding,
        @Nullable DataTransform dataTransform,
        long seed) {
    private static final long MAX_PARAMETERS = 500_000_000;

    /**
     * Checks that the parts fit together.
     *
     * @param inputSize n, values per data point
     * @param encoderHidden sizes of the encoder's hidden layers, from the input on; may be empty
     * @param decoderHidden sizes of the decoder's hidden layers, from the latent vector on; may be empty
     * @param activation after every hidden layer
     * @param dictionary D, m × k; its k is the size of a code, its m the decoder's input
     * @param prior p(a)
     * @param likelihood p(x|z)
     * @param inputTransform what the encoder sees of x; null for x itself
     * @param dynamics how encoder and decoder read sequences; null if rows stand alone
     * @param selector says how much of a draw is used; null for all of it
     * @param sparseDecoding how the features share the latent vector; null where each sees all of it
     * @param dataTransform what is made of x before encoder and likelihood see it; null for nothing
     * @param seed of the initial weights
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public ModelDefinition {
        encoderHidden = List.copyOf(encoderHidden);
        decoderHidden = List.copyOf(decoderHidden);
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(dictionary, "dictionary");
        Objects.requireNonNull(prior, "prior");
        Objects.requireNonNull(likelihood, "likelihood");
        requirePositive("inputSize", inputSize);
        if (inputTransform != null) {
            inputTransform.requireWidth(inputSize);
        }
        if (dataTransform != null) {
            dataTransform.requireWidth(inputSize);
            requireAnyNumber(likelihood);
        }
        encoderHidden.forEach(size -> requirePositive("every hidden size of the encoder", size));
        decoderHidden.forEach(size -> requirePositive("every hidden size of the decoder", size));
        MaskChecks.require(selector, sparseDecoding, prior, decoderHidden, inputSize);
        MaskChecks.requireNoTime(selector, sparseDecoding, likelihood, dynamics);
        TimeChecks.require(dynamics, encoderHidden, decoderHidden, prior);
        long parameters = dynamics == null
                ? ParameterCount.of(inputSize, encoderHidden, decoderHidden, dictionary, prior, likelihood)
                : TimeChecks.parameters(
                        inputSize, encoderHidden, decoderHidden, dynamics, dictionary, prior, likelihood);
        if (parameters <= MAX_PARAMETERS) {
            parameters += MaskChecks.parameters(selector, sparseDecoding, dictionary, inputSize);
        }
        if (parameters > MAX_PARAMETERS) {
            throw new IllegalArgumentException(
                    "a model may have at most " + MAX_PARAMETERS + " parameters, this one has "
                            + (parameters == Long.MAX_VALUE ? "far more" : parameters) + " (input " + inputSize
                            + ", encoder " + encoderHidden + ", code "
                            + dictionary.atoms() + ", decoder " + decoderHidden + ")");
        }
    }

    /** What a transform gives may be any number. */
    private static void requireAnyNumber(Likelihood likelihood) {
        if (!likelihood.domain().equals(Domain.FINITE)) {
            throw new IllegalArgumentException("a data transform needs a likelihood of any numbers, such as"
                    + " gaussian(variance); '" + likelihood.name() + "' takes "
                    + likelihood.domain().meaning() + " alone");
        }
    }

    /**
     * Data as encoder and likelihood see it: what is to be staged by whoever runs the model's {@link #graph} himself. {@link
     * Vae} and the trainer do so on their own.
     *
     * @param data rows as users give them
     * @return the same source if there is no data transform
     * @throws IllegalArgumentException if the rows have another width
     */
    public FrameSource prepared(FrameSource data) {
        if (dataTransform == null) {
            return data;
        }
        FrameSource seen = dataTransform.of(data);
        return data instanceof Sequences sequences ? sequences.over(seen) : seen;
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, got " + value);
        }
    }

    /**
     * k, the size of a code.
     *
     * @return number of atoms of the dictionary
     */
    public int codeSize() {
        return dictionary.atoms();
    }

    /**
     * m, the size of {@code z = D a}.
     *
     * @return rows of the dictionary
     */
    public int latentSize() {
        return dictionary.latentSize();
    }

    /**
     * The definition as JSON, as a saved model holds it: of parts of the user's own the names, of a dictionary that was given
     * or drawn kind and shape alone.
     *
     * @return a JSON object
     */
    public String toJson() {
        return DefinitionJson.toJson(this).toString();
    }

    /**
     * The model as nodes, for an engine to compile.
     *
     * @return a new graph
     */
    public ModelGraph graph() {
        return DefinitionGraph.of(this);
    }

    /**
     * The definition for a training set of known size: parts whose prior is weighted by one over that size have it filled in.
     * A trainer does this itself.
     *
     * @param rows N, at least 1
     * @return this definition, if nothing depends on N
     * @throws IllegalArgumentException if N is below 1
     */
    public ModelDefinition forTrainingRows(int rows) {
        requirePositive("the number of training rows", rows);
        Likelihood weighed = likelihood.forTrainingRows(rows);
        SparseDecoding decoding = sparseDecoding == null ? null : sparseDecoding.forRows(rows);
        if (weighed.equals(likelihood) && Objects.equals(decoding, sparseDecoding)) {
            return this;
        }
        Builder builder = toBuilder().likelihood(weighed);
        return (decoding == null ? builder : builder.sparseDecoding(decoding)).build();
    }

    /**
     * Starts a definition.
     *
     * @return a builder with the defaults of the SDM-VAE paper, except sizes, which have none
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts a definition from this one.
     *
     * @return a builder with this definition's values
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.inputSize = inputSize;
        builder.encoderHidden = encoderHidden;
        builder.decoderHidden = decoderHidden;
        builder.activation = activation;
        builder.dictionary = dictionary;
        builder.prior = prior;
        builder.likelihood = likelihood;
        builder.inputTransform = inputTransform;
        builder.inputStated = true;
        builder.dynamics = dynamics;
        builder.selector = selector;
        builder.sparseDecoding = sparseDecoding;
        builder.dataTransform = dataTransform;
        builder.seed = seed;
        return builder;
    }

    /** Collects the parts of a {@link ModelDefinition}. Not thread-safe. */
    public static final class Builder {
        private @Nullable Integer inputSize;
        private @Nullable Integer latentSize;
        private List<Integer> encoderHidden = List.of(128);
        private List<Integer> decoderHidden = List.of(128);
        private Activation activation = Activation.TANH;
        private @Nullable Dictionary dictionary;
        private Prior prior = Prior.learnedVariance();
        private Likelihood likelihood = Likelihood.complexGaussian();
        private @Nullable InputTransform inputTransform;
        private boolean inputStated;
        private @Nullable Dynamics dynamics;
        private @Nullable DimensionSelector selector;
        private @Nullable SparseDecoding sparseDecoding;
        private @Nullable DataTransform dataTransform;
        private long seed = 1;

        private Builder() {}

        /**
         * Values per data point. Required.
         *
         * @param inputSize n, at least 1; 513 for spectrograms of 1024-point transforms
         * @return this builder
         */
        public Builder inputSize(int inputSize) {
            this.inputSize = inputSize;
            return this;
        }

        /**
         * Hidden layers of the encoder, and in reverse order of the decoder. Default: one of 128.
         *
         * @param sizes from the input on, each at least 1; none for a linear model
         * @return this builder
         */
        public Builder hidden(int... sizes) {
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
        public Builder encoderHidden(int... sizes) {
            encoderHidden = listOf(sizes);
            return this;
        }

        /**
         * Hidden layers of the decoder alone.
         *
         * @param sizes from the latent vector on, each at least 1
         * @return this builder
         */
        public Builder decoderHidden(int... sizes) {
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
        public Builder activation(Activation activation) {
            this.activation = activation;
            return this;
        }

        /**
         * The latent size m. Required, unless a dictionary is given; with one, both must agree.
         *
         * @param latentSize at least 1
         * @return this builder
         */
        public Builder latentSize(int latentSize) {
            this.latentSize = latentSize;
            return this;
        }

        /**
         * The dictionary. Default: the identity of the latent size.
         *
         * @param dictionary m × k
         * @return this builder
         */
        public Builder dictionary(Dictionary dictionary) {
            this.dictionary = dictionary;
            return this;
        }

        /**
         * The prior of the code. Default: learned variances.
         *
         * @param prior p(a)
         * @return this builder
         */
        public Builder prior(Prior prior) {
            this.prior = prior;
            return this;
        }

        /**
         * The likelihood. Default: complex Gaussian, for power spectrograms.
         *
         * @param likelihood p(x|z)
         * @return this builder
         */
        public Builder likelihood(Likelihood likelihood) {
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
        public Builder inputTransform(InputTransform transform) {
            this.inputTransform = transform;
            this.inputStated = true;
            return this;
        }

        /**
         * The encoder sees x itself, in a model of time as well.
         *
         * @return this builder
         */
        public Builder rawInput() {
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
        public Builder selector(DimensionSelector selector) {
            this.selector = selector;
            return this;
        }

        /**
         * Makes it a model of time: rows are frames of sequences. Default: rows stand alone.
         *
         * @param dynamics how encoder and decoder read sequences; null if rows stand alone
         * @return this builder
         */
        public Builder dynamics(@Nullable Dynamics dynamics) {
            this.dynamics = dynamics;
            return this;
        }

        private @Nullable InputTransform resolveInput() {
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
        public Builder sparseDecoding(SparseDecoding sparseDecoding) {
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
        public Builder dataTransform(DataTransform transform) {
            this.dataTransform = transform;
            return this;
        }

        /**
         * The seed of the initial weights. Default: 1.
         *
         * @param seed any number
         * @return this builder
         */
        public Builder seed(long seed) {
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
            if (inputSize == null) {
                throw new IllegalArgumentException("inputSize must be set: the number of values per data point");
            }
            return new ModelDefinition(
                    inputSize,
                    encoderHidden,
                    decoderHidden,
                    activation,
                    resolveDictionary(),
                    prior,
                    likelihood,
                    resolveInput(),
                    dynamics,
                    selector,
                    sparseDecoding,
                    dataTransform,
                    seed);
        }

        private Dictionary resolveDictionary() {
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
}
