/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.transform.DataTransform;
import io.github.sdmvae.transform.InputTransform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * <p><b>Thread rule:</b> immutable; any number of threads may use one at once.
 */
public final class ModelDefinition {
    private final int inputSize;
    private final List<Integer> encoderHidden;
    private final List<Integer> decoderHidden;
    private final Activation activation;
    private final Dictionary dictionary;
    private final Prior prior;
    private final Likelihood likelihood;
    private final @Nullable InputTransform inputTransform;
    private final @Nullable Dynamics dynamics;
    private final @Nullable DimensionSelector selector;
    private final @Nullable SparseDecoding sparseDecoding;
    private final @Nullable DataTransform dataTransform;
    private final long seed;

    /** Checks that the parts fit together. */
    ModelDefinition(ModelDefinitionBuilder parts) {
        if (parts.inputSize == null) {
            throw new IllegalArgumentException("inputSize must be set: the number of values per data point");
        }
        inputSize = parts.inputSize;
        encoderHidden = List.copyOf(parts.encoderHidden);
        decoderHidden = List.copyOf(parts.decoderHidden);
        activation = Objects.requireNonNull(parts.activation, "activation");
        dictionary = parts.resolveDictionary();
        prior = Objects.requireNonNull(parts.prior, "prior");
        likelihood = Objects.requireNonNull(parts.likelihood, "likelihood");
        inputTransform = parts.resolveInput();
        dynamics = parts.dynamics;
        selector = parts.selector;
        sparseDecoding = parts.sparseDecoding;
        dataTransform = parts.dataTransform;
        seed = parts.seed;
        DefinitionChecks.require(this);
    }

    /**
     * Values per data point.
     *
     * @return n
     */
    public int inputSize() {
        return inputSize;
    }

    /**
     * Sizes of the encoder's hidden layers.
     *
     * @return from the input on; may be empty
     */
    public List<Integer> encoderHidden() {
        return encoderHidden;
    }

    /**
     * Sizes of the decoder's hidden layers.
     *
     * @return from the latent vector on; may be empty
     */
    public List<Integer> decoderHidden() {
        return decoderHidden;
    }

    /**
     * The non-linearity after every hidden layer.
     *
     * @return the function
     */
    public Activation activation() {
        return activation;
    }

    /**
     * The dictionary: its k is the size of a code, its m the decoder's input.
     *
     * @return D, m × k
     */
    public Dictionary dictionary() {
        return dictionary;
    }

    /**
     * The prior of the code.
     *
     * @return p(a)
     */
    public Prior prior() {
        return prior;
    }

    /**
     * The likelihood.
     *
     * @return p(x|z)
     */
    public Likelihood likelihood() {
        return likelihood;
    }

    /**
     * What the encoder sees in place of x.
     *
     * @return null for x itself
     */
    public @Nullable InputTransform inputTransform() {
        return inputTransform;
    }

    /**
     * How encoder and decoder read sequences.
     *
     * @return null if rows stand alone
     */
    public @Nullable Dynamics dynamics() {
        return dynamics;
    }

    /**
     * How much of a draw is used.
     *
     * @return null for all of it
     */
    public @Nullable DimensionSelector selector() {
        return selector;
    }

    /**
     * How the features share the latent vector.
     *
     * @return null where each sees all of it
     */
    public @Nullable SparseDecoding sparseDecoding() {
        return sparseDecoding;
    }

    /**
     * What is made of x before encoder and likelihood see it, and undone behind the decoder.
     *
     * @return null for nothing
     */
    public @Nullable DataTransform dataTransform() {
        return dataTransform;
    }

    /**
     * The seed of the initial weights.
     *
     * @return any number
     */
    public long seed() {
        return seed;
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
        if (rows < 1) {
            throw new IllegalArgumentException("the number of training rows must be at least 1, got " + rows);
        }
        Likelihood weighed = likelihood.forTrainingRows(rows);
        SparseDecoding decoding = sparseDecoding == null ? null : sparseDecoding.forRows(rows);
        if (weighed.equals(likelihood) && Objects.equals(decoding, sparseDecoding)) {
            return this;
        }
        ModelDefinitionBuilder builder = toBuilder().likelihood(weighed);
        return (decoding == null ? builder : builder.sparseDecoding(decoding)).build();
    }

    /**
     * Starts a definition.
     *
     * @return a builder with the defaults of the SDM-VAE paper, except sizes, which have none
     */
    public static ModelDefinitionBuilder builder() {
        return new ModelDefinitionBuilder();
    }

    /**
     * Starts a definition from this one.
     *
     * @return a builder with this definition's values
     */
    public ModelDefinitionBuilder toBuilder() {
        return new ModelDefinitionBuilder(this);
    }

    private Map<String, @Nullable Object> parts() {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        parts.put("inputSize", inputSize);
        parts.put("encoderHidden", encoderHidden);
        parts.put("decoderHidden", decoderHidden);
        parts.put("activation", activation);
        parts.put("dictionary", dictionary);
        parts.put("prior", prior);
        parts.put("likelihood", likelihood);
        parts.put("inputTransform", inputTransform);
        parts.put("dynamics", dynamics);
        parts.put("selector", selector);
        parts.put("sparseDecoding", sparseDecoding);
        parts.put("dataTransform", dataTransform);
        parts.put("seed", seed);
        return parts;
    }

    /** Whether all parts are equal. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelDefinition that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    /** All parts by name. */
    @Override
    public String toString() {
        return "ModelDefinition" + parts();
    }
}
