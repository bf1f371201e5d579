/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import com.google.gson.JsonObject;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.graph.FeatureVarianceNode;
import io.github.sdmvae.graph.SparseDecodingNode;
import io.github.sdmvae.likelihood.GaussianFeatureVariance;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.DimensionSelector.Shares;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.prior.Prior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A model with a mask: a selector of dimensions, or sparse decoding. */
final class GoldenMask extends GoldenCase {

    GoldenMask(GoldenJson json) {
        super(json);
    }

    @Override
    ModelDefinition definition() {
        int[] hidden = new int[json.integer("layers")];
        Arrays.fill(hidden, json.integer("hidden"));
        ModelDefinitionBuilder builder = ModelDefinition.builder()
                .inputSize(json.integer("n"))
                .encoderHidden(json.integer("hidden"))
                .decoderHidden(hidden)
                .dictionary(json.dictionary())
                .prior(json.text("prior").equals("standardNormal") ? Prior.standardNormal() : Prior.learnedVariance())
                .likelihood(likelihood());
        return (json.text("mask").equals("selector")
                        ? builder.selector(selector())
                        : builder.sparseDecoding(decoding()))
                .build();
    }

    private Likelihood likelihood() {
        return json.text("likelihood").equals("gaussianFeatureVariance")
                ? new GaussianFeatureVariance(json.parameter("nu"), json.parameter("xi"), json.parameter("scale"))
                : likelihood(json.text("likelihood"));
    }

    private DimensionSelector selector() {
        JsonObject weights = json.group("weights");
        return new DimensionSelector(
                List.of(
                        GoldenJson.values(weights.get("selector.0.b")).length,
                        GoldenJson.values(weights.get("selector.1.b")).length),
                json.parameter("floor"),
                json.parameter("weight"),
                json.group("parameters").get("of").getAsString().equals("code") ? Shares.CODE : Shares.SELECTOR);
    }

    private SparseDecoding decoding() {
        SparseDecoding decoding = SparseDecoding.standard()
                .withRates(json.parameter("lambda0"), json.parameter("lambda1"))
                .withBeta(json.parameter("a"), json.parameter("b"))
                .withScale(json.parameter("scale"));
        if (json.hasParameter("rows")) {
            decoding = decoding.withRowsSumToOne();
        }
        if (json.json().get("groups").isJsonNull()) {
            return decoding;
        }
        List<Integer> groups = new ArrayList<>();
        json.json().getAsJsonArray("groups").forEach(g -> groups.add(g.getAsInt()));
        return decoding.withGroups(groups);
    }

    @Override
    double[] named(String group, String name) {
        JsonObject all = json.group(group);
        if (name.equals(SparseDecodingNode.SLAB_PROBABILITY)) {
            return json.array("slabProbability");
        }
        if (name.equals(SparseDecodingNode.LOG_ODDS)) {
            return Arrays.stream(json.parameters("eta"))
                    .map(v -> Math.log(v / (1 - v)))
                    .toArray();
        }
        if (name.equals(FeatureVarianceNode.LOG_VARIANCE)) {
            return GoldenJson.values(all.get("logNoise"));
        }
        if (name.equals(SparseDecodingNode.MASK)) {
            return GoldenJson.values(all.get("mask"));
        }
        String kind = name.endsWith(".weight") ? ".W" : ".b";
        String layer = name.substring(0, name.lastIndexOf('.'));
        String part = layer.substring(0, layer.indexOf('.'));
        if (all.has(layer + kind)) {
            return GoldenJson.values(all.get(layer + kind));
        }
        return part.equals("encoder")
                ? GoldenJson.sideBySide(all.get("encoder.mean" + kind), all.get("encoder.logVariance" + kind))
                : GoldenJson.values(all.get(part + ".output" + kind));
    }

    @Override
    void more(TrainingProgram program, GoldenComparison compare) {
        compare.heads(program, json.integer("k"));
    }
}
