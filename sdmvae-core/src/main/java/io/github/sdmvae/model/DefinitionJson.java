/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import com.google.gson.JsonObject;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.network.Activation;
import java.util.Arrays;
import java.util.function.BiFunction;

/** Model definitions as JSON. Of the dictionary only kind and shape: its values are an array beside the JSON. */
final class DefinitionJson {
    /** Present if the dictionary is learned. */
    private static final String PENALTY = "coherencePenalty";
    /** Present if its coherence is bounded. */
    private static final String BOUND = "coherenceBound";

    private DefinitionJson() {}

    /**
     * Writes.
     *
     * @param definition what
     * @return its JSON
     */
    static JsonObject toJson(ModelDefinition definition) {
        JsonObject json = new JsonObject();
        json.addProperty("inputSize", definition.inputSize());
        json.add("encoderHidden", Json.tree(definition.encoderHidden()));
        json.add("decoderHidden", Json.tree(definition.decoderHidden()));
        json.addProperty("activation", definition.activation().label());
        JsonObject dictionary = new JsonObject();
        dictionary.addProperty("kind", definition.dictionary().kind().label());
        dictionary.addProperty("latentSize", definition.latentSize());
        dictionary.addProperty("atoms", definition.codeSize());
        if (definition.dictionary().isLearned()) {
            dictionary.addProperty(PENALTY, definition.dictionary().coherencePenalty());
            if (definition.dictionary().coherenceBound() < 1) {
                dictionary.addProperty(BOUND, definition.dictionary().coherenceBound());
            }
        }
        json.add("dictionary", dictionary);
        DefinitionParts.write(definition, json);
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
    static int[] dictionaryShape(JsonObject json) {
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
    static Dictionary.Kind dictionaryKind(JsonObject json) {
        return Dictionary.Kind.named(Json.string(Json.object(json, "dictionary"), "kind"));
    }

    /**
     * Reads whether the dictionary is learned.
     *
     * @param json a definition
     * @return true if training changes it
     */
    static boolean isDictionaryLearned(JsonObject json) {
        return Json.object(json, "dictionary").has(PENALTY);
    }

    /**
     * Reads how the dictionary is learned.
     *
     * @param json a definition of a learned dictionary
     * @param fixed its values
     * @return the learned dictionary
     */
    static Dictionary learned(JsonObject json, Dictionary fixed) {
        JsonObject described = Json.object(json, "dictionary");
        Dictionary learned = fixed.learned(Json.number(described, PENALTY));
        return described.has(BOUND) ? learned.withCoherenceAtMost(Json.number(described, BOUND)) : learned;
    }

    /**
     * Reads.
     *
     * @param json a definition
     * @param dictionary its dictionary
     * @param extensions priors and likelihoods of the user's own
     * @param arrays finds arrays of parts by member and name
     * @return the definition
     */
    static ModelDefinition fromJson(
            JsonObject json, Dictionary dictionary, Extensions extensions, BiFunction<String, String, float[]> arrays) {
        ModelDefinitionBuilder builder = ModelDefinition.builder()
                .inputSize(Json.integer(json, "inputSize"))
                .encoderHidden(ints(json, "encoderHidden"))
                .decoderHidden(ints(json, "decoderHidden"))
                .activation(Activation.named(Json.string(json, "activation")))
                .dictionary(dictionary)
                .rawInput()
                .seed(Json.longInteger(json, "seed"));
        DefinitionParts.read(json, builder, extensions, arrays);
        return builder.build();
    }

    private static int[] ints(JsonObject json, String name) {
        return Json.integers(json, name).stream().mapToInt(Integer::intValue).toArray();
    }
}
