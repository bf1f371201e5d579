/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.model.ModelFormatException.Reason;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.objective.Extensions;
import io.github.sdmvae.objective.GammaUpdate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The {@code model.json} of a saved model. */
final class ModelJson {
    static final String FORMAT = "sdmvae-model";
    static final int VERSION = 1;
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private ModelJson() {}

    static String toJson(ModelDefinition definition, ModelState state) {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("formatVersion", VERSION);
        json.add("definition", definition(definition));
        json.add("gammaUpdate", ObjectiveJson.toJson(state.gamma()));
        json.add("provenance", provenance(state.provenance()));
        return GSON.toJson(json) + "\n";
    }

    private static JsonObject definition(ModelDefinition definition) {
        JsonObject json = new JsonObject();
        json.addProperty("inputSize", definition.inputSize());
        json.add("encoderHidden", GSON.toJsonTree(definition.encoderHidden()));
        json.add("decoderHidden", GSON.toJsonTree(definition.decoderHidden()));
        json.addProperty("activation", definition.activation().name().toLowerCase(Locale.ROOT));
        JsonObject dictionary = new JsonObject();
        dictionary.addProperty("kind", definition.dictionary().kind().name().toLowerCase(Locale.ROOT));
        dictionary.addProperty("latentSize", definition.latentSize());
        dictionary.addProperty("atoms", definition.codeSize());
        json.add("dictionary", dictionary);
        json.add("prior", ObjectiveJson.toJson(definition.prior()));
        json.add("likelihood", ObjectiveJson.toJson(definition.likelihood()));
        json.addProperty("seed", definition.seed());
        return json;
    }

    private static JsonObject provenance(Provenance provenance) {
        JsonObject json = new JsonObject();
        json.addProperty("library", provenance.library());
        json.addProperty("nd4j", provenance.nd4j());
        json.addProperty("java", provenance.java());
        json.addProperty("platform", provenance.platform());
        json.addProperty("created", provenance.created());
        json.addProperty("data", provenance.data());
        json.add("training", GSON.toJsonTree(new TreeMap<>(provenance.training())));
        return json;
    }

    static JsonObject parse(String text, Path file) throws ModelFormatException {
        JsonObject json;
        try {
            json = GSON.fromJson(text, JsonObject.class);
        } catch (JsonParseException e) {
            throw new ModelFormatException(
                    Reason.DAMAGED, file + ": the model is damaged: its model.json is no JSON", e);
        }
        if (json == null || !json.has("format") || !FORMAT.equals(string(json, "format"))) {
            throw new ModelFormatException(
                    Reason.FOREIGN,
                    file + ": not a model file (its model.json does not say format " + FORMAT + ")",
                    null);
        }
        int version = integer(json, "formatVersion");
        if (version > VERSION) {
            throw new ModelFormatException(
                    Reason.NEWER,
                    file + ": the model has format version " + version + ", this library reads up to " + VERSION
                            + "; use a newer version of the library",
                    null);
        }
        return json;
    }

    static int[] dictionaryShape(JsonObject json) {
        JsonObject dictionary = object(object(json, "definition"), "dictionary");
        int[] shape = {integer(dictionary, "latentSize"), integer(dictionary, "atoms")};
        if (shape[0] < 1 || shape[1] < 1 || Math.multiplyExact((long) shape[0], (long) shape[1]) > 100_000_000) {
            throw new IllegalArgumentException("a dictionary of " + Arrays.toString(shape) + " is not plausible");
        }
        return shape;
    }

    static Dictionary.Kind dictionaryKind(JsonObject json) {
        JsonObject dictionary = object(object(json, "definition"), "dictionary");
        return Dictionary.Kind.valueOf(string(dictionary, "kind").toUpperCase(Locale.ROOT));
    }

    static ModelDefinition definition(JsonObject json, Dictionary dictionary, Extensions extensions, Path file)
            throws ModelFormatException {
        JsonObject d = object(json, "definition");
        return new ModelDefinition(
                integer(d, "inputSize"),
                integers(d, "encoderHidden"),
                integers(d, "decoderHidden"),
                Activation.valueOf(string(d, "activation").toUpperCase(Locale.ROOT)),
                dictionary,
                ObjectiveJson.prior(object(d, "prior"), extensions, file),
                ObjectiveJson.likelihood(object(d, "likelihood"), extensions, file),
                element(d, "seed").getAsLong());
    }

    static GammaUpdate gamma(JsonObject json, Extensions extensions, Path file) throws ModelFormatException {
        return ObjectiveJson.gamma(object(json, "gammaUpdate"), extensions, file);
    }

    static Provenance provenance(JsonObject json) {
        JsonObject p = object(json, "provenance");
        Map<String, String> training = new TreeMap<>();
        object(p, "training")
                .entrySet()
                .forEach(e -> training.put(e.getKey(), e.getValue().getAsString()));
        return new Provenance(
                string(p, "library"),
                string(p, "nd4j"),
                string(p, "java"),
                string(p, "platform"),
                string(p, "created"),
                string(p, "data"),
                training);
    }

    static JsonElement element(JsonObject json, String name) {
        JsonElement element = json.get(name);
        if (element == null || element.isJsonNull()) {
            throw new IllegalArgumentException("model.json has no '" + name + "'");
        }
        return element;
    }

    static JsonObject object(JsonObject json, String name) {
        return element(json, name).getAsJsonObject();
    }

    static String string(JsonObject json, String name) {
        return element(json, name).getAsString();
    }

    static int integer(JsonObject json, String name) {
        return Math.toIntExact(element(json, name).getAsLong());
    }

    private static List<Integer> integers(JsonObject json, String name) {
        JsonArray array = element(json, name).getAsJsonArray();
        List<Integer> list = new ArrayList<>();
        array.forEach(e -> list.add(e.getAsInt()));
        return list;
    }
}
