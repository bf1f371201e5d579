/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import com.google.gson.JsonObject;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.file.FileFormatException;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.objective.Extensions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Model definitions as JSON. Of the dictionary only kind and shape: its values are an array beside the JSON. */
public final class DefinitionJson {
    /** Present if the dictionary is learned. */
    private static final String PENALTY = "coherencePenalty";

    private DefinitionJson() {}

    /**
     * Writes.
     *
     * @param definition what
     * @return its JSON
     */
    public static JsonObject toJson(ModelDefinition definition) {
        JsonObject json = new JsonObject();
        json.addProperty("inputSize", definition.inputSize());
        json.add("encoderHidden", Json.tree(definition.encoderHidden()));
        json.add("decoderHidden", Json.tree(definition.decoderHidden()));
        json.addProperty("activation", definition.activation().name().toLowerCase(Locale.ROOT));
        JsonObject dictionary = new JsonObject();
        dictionary.addProperty("kind", definition.dictionary().kind().name().toLowerCase(Locale.ROOT));
        dictionary.addProperty("latentSize", definition.latentSize());
        dictionary.addProperty("atoms", definition.codeSize());
        if (definition.dictionary().isLearned()) {
            dictionary.addProperty(PENALTY, definition.dictionary().coherencePenalty());
        }
        json.add("dictionary", dictionary);
        json.add("prior", ObjectiveJson.toJson(definition.prior()));
        json.add("likelihood", ObjectiveJson.toJson(definition.likelihood()));
        json.addProperty("seed", definition.seed());
        return json;
    }

    /**
     * Reads the dictionary's shape.
     *
     * @param json a definition
     * @return m and k
     * @throws IllegalArgumentException if they are not plausible
     */
    public static int[] dictionaryShape(JsonObject json) {
        JsonObject dictionary = Json.object(json, "dictionary");
        int[] shape = {Json.integer(dictionary, "latentSize"), Json.integer(dictionary, "atoms")};
        if (shape[0] < 1 || shape[1] < 1 || Math.multiplyExact((long) shape[0], (long) shape[1]) > 100_000_000) {
            throw new IllegalArgumentException("a dictionary of " + Arrays.toString(shape) + " is not plausible");
        }
        return shape;
    }

    /**
     * Reads the dictionary's kind.
     *
     * @param json a definition
     * @return the kind
     */
    public static Dictionary.Kind dictionaryKind(JsonObject json) {
        return Dictionary.Kind.valueOf(
                Json.string(Json.object(json, "dictionary"), "kind").toUpperCase(Locale.ROOT));
    }

    /**
     * Reads whether the dictionary is learned.
     *
     * @param json a definition
     * @return true if training changes it
     */
    public static boolean isDictionaryLearned(JsonObject json) {
        return Json.object(json, "dictionary").has(PENALTY);
    }

    /**
     * Reads the penalty on the coherence of a learned dictionary.
     *
     * @param json a definition
     * @return its weight
     */
    public static double coherencePenalty(JsonObject json) {
        return Json.number(Json.object(json, "dictionary"), PENALTY);
    }

    /**
     * Reads.
     *
     * @param json a definition
     * @param dictionary its dictionary
     * @param extensions priors and likelihoods of the user's own
     * @param file for messages
     * @return the definition
     * @throws FileFormatException if an extension is missing
     */
    public static ModelDefinition fromJson(JsonObject json, Dictionary dictionary, Extensions extensions, Path file)
            throws FileFormatException {
        return new ModelDefinition(
                Json.integer(json, "inputSize"),
                Json.integers(json, "encoderHidden"),
                Json.integers(json, "decoderHidden"),
                Activation.valueOf(Json.string(json, "activation").toUpperCase(Locale.ROOT)),
                dictionary,
                ObjectiveJson.prior(Json.object(json, "prior"), extensions, file),
                ObjectiveJson.likelihood(Json.object(json, "likelihood"), extensions, file),
                Json.longInteger(json, "seed"));
    }
}
