/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.MixtureSource;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.prior.Prior;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A model of the golden file, its weights in double precision. */
@SuppressWarnings("ArrayRecordComponent") // read only
record GoldenModel(ModelDefinition definition, double[] weights, SourcePrior prior) {

    static GoldenModel read(JsonObject json) {
        JsonArray encoder = json.getAsJsonArray("encoder");
        JsonArray decoder = json.getAsJsonArray("decoder");
        boolean learned = json.get("prior").getAsString().equals("learned");
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(rows(encoder.get(0)))
                .encoderHidden(hidden(encoder))
                .decoderHidden(hidden(decoder))
                .dictionary(dictionary(json, rows(decoder.get(0))))
                .prior(learned ? Prior.learnedVariance() : Prior.standardNormal())
                .build();
        double[] mean = json.get("gammaMean").isJsonNull() ? null : Golden.flat(json.get("gammaMean"));
        return new GoldenModel(
                definition,
                weights(definition.graph().layout(), encoder, decoder),
                new SourcePrior(definition.codeSize(), learned, mean));
    }

    private static int rows(JsonElement layer) {
        return layer.getAsJsonObject().getAsJsonArray("weight").size();
    }

    private static int[] hidden(JsonArray layers) {
        return Stream.iterate(1, l -> l < layers.size(), l -> l + 1)
                .mapToInt(l -> rows(layers.get(l)))
                .toArray();
    }

    private static Dictionary dictionary(JsonObject json, int latent) {
        if (json.get("dictionary").isJsonNull()) {
            return Dictionary.identity(latent);
        }
        JsonArray rows = json.getAsJsonArray("dictionary");
        double[] values = Golden.flat(rows);
        return Dictionary.restored(Dictionary.Kind.GIVEN, latent, values.length / latent, values);
    }

    private static double[] weights(ParameterLayout layout, JsonArray encoder, JsonArray decoder) {
        List<double[]> parts = new ArrayList<>();
        for (JsonArray half : List.of(encoder, decoder)) {
            for (JsonElement layer : half) {
                parts.add(Golden.flat(layer.getAsJsonObject().get("weight")));
                parts.add(Golden.flat(layer.getAsJsonObject().get("bias")));
            }
        }
        double[] all = parts.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
        if (all.length != layout.length()) {
            throw new IllegalStateException("the layout has " + layout.length() + " weights, the file " + all.length);
        }
        return all;
    }

    MixtureSource on(Engine engine) {
        ModelGraph graph = definition.graph();
        Parameters parameters = engine.allocate(graph, false);
        parameters.write(Store.VALUES, weights);
        return new MixtureSource(graph, parameters);
    }
}
