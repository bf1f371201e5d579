/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.prior.Prior;

/** A model whose rows stand alone, with one hidden layer of tanh on each side. */
final class GoldenStatic extends GoldenCase {

    GoldenStatic(GoldenJson json) {
        super(json);
    }

    @Override
    ModelDefinition definition() {
        return ModelDefinition.builder()
                .inputSize(json.integer("n"))
                .hidden(json.integer("hidden"))
                .activation(Activation.TANH)
                .dictionary(json.dictionary())
                .prior(prior())
                .likelihood(likelihood(json.text("likelihood")))
                .build();
    }

    private Prior prior() {
        return switch (json.text("prior")) {
            case "normal" -> Prior.standardNormal();
            case "learnedVariance" -> Prior.learnedVariance();
            case "laplace" -> Prior.laplace();
            case "cauchy" -> Prior.cauchy();
            case "studentT" -> Prior.studentT(json.parameter("nu"));
            case "gaussianMixture" ->
                Prior.gaussianMixture(json.parameter("w"), json.parameter("s1"), json.parameter("s2"));
            case "spikeSlab" -> Prior.spikeAndSlab(json.parameter("alpha"));
            default -> throw new IllegalArgumentException("no prior '" + json.text("prior") + "'");
        };
    }

    private boolean isSlab() {
        return json.text("prior").equals("spikeSlab");
    }

    @Override
    double[] noise() {
        JsonObject noise = json.group("noise");
        return noise.has("u") ? GoldenJson.sideBySide(noise.get("eps"), noise.get("u")) : super.noise();
    }

    @Override
    StepValues step() {
        return new StepValues(0, 1, isSlab() ? json.parameter("c") : 0, 0, Double.POSITIVE_INFINITY);
    }

    @Override
    double[] named(String group, String name) {
        JsonObject w = json.group(group);
        String kind = name.endsWith(".weight") ? "W" : "b";
        return switch (name.substring(0, name.lastIndexOf('.'))) {
            case "encoder.0" -> GoldenJson.values(w.get(kind + 1));
            case "encoder.1" -> GoldenJson.sideBySide(heads(w, kind));
            case "decoder.0" -> GoldenJson.values(w.get(kind + 2));
            case "decoder.1" -> GoldenJson.values(w.get(kind + 3));
            default -> throw new IllegalArgumentException("the case has no " + name);
        };
    }

    private JsonElement[] heads(JsonObject w, String kind) {
        return isSlab()
                ? new JsonElement[] {w.get(kind + "mu"), w.get(kind + "lv"), w.get(kind + "sp")}
                : new JsonElement[] {w.get(kind + "mu"), w.get(kind + "lv")};
    }

    @Override
    void more(TrainingProgram program, GoldenComparison compare) {
        compare.heads(program, json.integer("k"));
    }
}
