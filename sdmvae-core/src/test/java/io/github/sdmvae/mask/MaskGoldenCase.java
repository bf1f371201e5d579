/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.mask;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.graph.FeatureVarianceNode;
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.graph.SparseDecodingNode;
import io.github.sdmvae.likelihood.GaussianFeatureVariance;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.mask.DimensionSelector.Shares;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One worked case with a mask: of {@code kind} "mask" in the golden file. */
final class MaskGoldenCase {
    private final JsonObject json;
    private final JsonObject parameters;

    MaskGoldenCase(JsonObject json) {
        this.json = json;
        this.parameters = json.getAsJsonObject("parameters");
    }

    String name() {
        return text("name");
    }

    private String text(String name) {
        return json.get(name).getAsString();
    }

    int integer(String name) {
        return json.get(name).getAsInt();
    }

    boolean selects() {
        return text("mask").equals("selector");
    }

    boolean has(String name) {
        return json.has(name);
    }

    double scalar(String name) {
        return json.get(name).getAsDouble();
    }

    double[] array(String name) {
        return values(json.get(name));
    }

    double[] noise() {
        return values(json.getAsJsonObject("noise").get("eps"));
    }

    private double parameter(String name) {
        return parameters.get(name).getAsDouble();
    }

    ModelDefinition definition() {
        Integer[] hidden = new Integer[integer("layers")];
        Arrays.fill(hidden, integer("hidden"));
        ModelDefinitionBuilder builder = ModelDefinition.builder()
                .inputSize(integer("n"))
                .encoderHidden(integer("hidden"))
                .decoderHidden(Arrays.stream(hidden).mapToInt(i -> i).toArray())
                .dictionary(dictionary())
                .prior(prior())
                .likelihood(likelihood());
        return (selects() ? builder.selector(selector()) : builder.sparseDecoding(decoding())).build();
    }

    Prior prior() {
        return switch (text("prior")) {
            case "standardNormal" -> Prior.standardNormal();
            case "learnedVariance" -> Prior.learnedVariance();
            default -> throw new IllegalArgumentException("no prior '" + text("prior") + "'");
        };
    }

    private Likelihood likelihood() {
        return switch (text("likelihood")) {
            case "complexGaussian" -> Likelihood.complexGaussian(0, Double.POSITIVE_INFINITY);
            case "gaussian" -> Likelihood.gaussian(1);
            case "gaussianFeatureVariance" ->
                new GaussianFeatureVariance(parameter("nu"), parameter("xi"), parameter("scale"));
            default -> throw new IllegalArgumentException("no likelihood '" + text("likelihood") + "'");
        };
    }

    private Dictionary dictionary() {
        if (text("dictionary").equals("identity")) {
            return Dictionary.identity(integer("m"));
        }
        List<double[]> rows = new ArrayList<>();
        json.getAsJsonArray("D").forEach(row -> rows.add(values(row)));
        return Dictionary.of(rows.toArray(new double[0][]));
    }

    DimensionSelector selector() {
        JsonObject weights = json.getAsJsonObject("weights");
        return new DimensionSelector(
                List.of(values(weights.get("selector.0.b")).length, values(weights.get("selector.1.b")).length),
                parameter("floor"),
                parameter("weight"),
                parameters.get("of").getAsString().equals("code") ? Shares.CODE : Shares.SELECTOR);
    }

    SparseDecoding decoding() {
        SparseDecoding decoding = SparseDecoding.standard()
                .withRates(parameter("lambda0"), parameter("lambda1"))
                .withBeta(parameter("a"), parameter("b"))
                .withScale(parameter("scale"));
        if (parameters.has("rows")) {
            decoding = decoding.withRowsSumToOne();
        }
        if (json.get("groups").isJsonNull()) {
            return decoding;
        }
        List<Integer> groups = new ArrayList<>();
        json.getAsJsonArray("groups").forEach(g -> groups.add(g.getAsInt()));
        return decoding.withGroups(groups);
    }

    Objective objective() {
        return Objective.of(prior(), GammaUpdate.closedForm(), ElboStrategy.asPublished());
    }

    /** Log odds of the case's η. */
    private double[] logOdds() {
        double[] odds = values(parameters.get("eta"));
        for (int l = 0; l < odds.length; l++) {
            odds[l] = Math.log(odds[l] / (1 - odds[l]));
        }
        return odds;
    }

    /** Weights in the library's order, p* and η with them. */
    double[] weights(ParameterLayout layout) {
        double[] flat = new double[layout.length()];
        for (ParameterLayout.Entry e : layout.entries()) {
            double[] part = switch (e.name()) {
                case SparseDecodingNode.SLAB_PROBABILITY -> array("slabProbability");
                case SparseDecodingNode.LOG_ODDS -> logOdds();
                default -> named("weights", e.name());
            };
            System.arraycopy(part, 0, flat, e.offset(), e.length());
        }
        return flat;
    }

    /** Weights or gradients by the library's name. */
    double[] named(String group, String name) {
        JsonObject all = json.getAsJsonObject(group);
        if (name.equals(FeatureVarianceNode.LOG_VARIANCE)) {
            return values(all.get("logNoise"));
        }
        if (name.equals(SparseDecodingNode.MASK)) {
            return values(all.get("mask"));
        }
        String kind = name.endsWith(".weight") ? ".W" : ".b";
        String layer = name.substring(0, name.lastIndexOf('.'));
        String part = layer.substring(0, layer.indexOf('.'));
        if (all.has(layer + kind)) {
            return values(all.get(layer + kind));
        }
        if (!part.equals("encoder")) {
            return values(all.get(part + ".output" + kind));
        }
        return sideBySide(all.get("encoder.mean" + kind), all.get("encoder.logVariance" + kind));
    }

    /** The selector's layers: weights, or else biases. */
    List<double[]> selectorLayers(boolean weights) {
        List<double[]> layers = new ArrayList<>();
        for (String layer : List.of("0", "1", "output")) {
            layers.add(values(json.getAsJsonObject("weights").get("selector." + layer + (weights ? ".W" : ".b"))));
        }
        return layers;
    }

    private static double[] sideBySide(JsonElement left, JsonElement right) {
        if (!left.getAsJsonArray().get(0).isJsonArray()) {
            return concatenated(List.of(values(left), values(right)));
        }
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < left.getAsJsonArray().size(); i++) {
            rows.add(values(left.getAsJsonArray().get(i)));
            rows.add(values(right.getAsJsonArray().get(i)));
        }
        return concatenated(rows);
    }

    private static double[] concatenated(List<double[]> parts) {
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] values(JsonElement element) {
        if (element.isJsonPrimitive()) {
            return new double[] {element.getAsDouble()};
        }
        JsonArray array = element.getAsJsonArray();
        List<double[]> parts = new ArrayList<>();
        array.forEach(part -> parts.add(values(part)));
        return concatenated(parts);
    }
}
