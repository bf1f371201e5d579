/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One worked case of the golden file: a model with one hidden layer of tanh on each side, in double precision. */
final class GoldenCase {
    private final JsonObject json;

    GoldenCase(JsonObject json) {
        this.json = json;
    }

    String name() {
        return json.get("name").getAsString();
    }

    int batch() {
        return json.get("batch").getAsInt();
    }

    int codeSize() {
        return json.get("k").getAsInt();
    }

    /** Why the library cannot compute this case; empty if it can. */
    Optional<String> obstacle() {
        if (prior().isEmpty()) {
            return Optional.of("no prior '" + json.get("prior").getAsString() + "'");
        }
        if (likelihood().isEmpty()) {
            return Optional.of("no likelihood '" + json.get("likelihood").getAsString() + "'");
        }
        return Optional.empty();
    }

    private Optional<Prior> prior() {
        return switch (json.get("prior").getAsString()) {
            case "normal" -> Optional.of(Prior.standardNormal());
            case "learnedVariance" -> Optional.of(Prior.learnedVariance());
            case "laplace" -> Optional.of(Prior.laplace());
            case "cauchy" -> Optional.of(Prior.cauchy());
            case "studentT" -> Optional.of(Prior.studentT(parameter("nu")));
            case "gaussianMixture" ->
                Optional.of(Prior.gaussianMixture(parameter("w"), parameter("s1"), parameter("s2")));
            case "spikeSlab" -> Optional.of(Prior.spikeAndSlab(parameter("alpha")));
            default -> Optional.empty();
        };
    }

    private Optional<Likelihood> likelihood() {
        return switch (json.get("likelihood").getAsString()) {
            case "complexGaussian" -> Optional.of(Likelihood.complexGaussian(0, Double.POSITIVE_INFINITY));
            case "gaussian" -> Optional.of(Likelihood.gaussian(1));
            case "bernoulli" -> Optional.of(Likelihood.bernoulli());
            default -> Optional.empty();
        };
    }

    ModelDefinition definition() {
        return ModelDefinition.builder()
                .inputSize(json.get("n").getAsInt())
                .hidden(json.get("hidden").getAsInt())
                .activation(Activation.TANH)
                .dictionary(dictionary())
                .prior(prior().orElseThrow())
                .likelihood(likelihood().orElseThrow())
                .build();
    }

    private Dictionary dictionary() {
        if (json.get("dictionary").getAsString().equals("identity")) {
            return Dictionary.identity(json.get("m").getAsInt());
        }
        List<double[]> rows = new ArrayList<>();
        json.getAsJsonArray("D").forEach(row -> rows.add(values(row)));
        return Dictionary.of(rows.toArray(new double[0][]));
    }

    double scalar(String name) {
        return json.get(name).getAsDouble();
    }

    boolean has(String name) {
        return json.has(name);
    }

    double[] array(String name) {
        return values(json.get(name));
    }

    double parameter(String name) {
        return json.getAsJsonObject("parameters").get(name).getAsDouble();
    }

    /** What is computed: one draw per data point. */
    Objective objective() {
        return Objective.of(definition().prior(), GammaUpdate.closedForm(), ElboStrategy.asPublished());
    }

    /** β = 1, at the case's slope of the relaxed spike if it has one. */
    StepValues step() {
        boolean slab = json.get("prior").getAsString().equals("spikeSlab");
        return new StepValues(0, 1, slab ? parameter("c") : 0, 0, Double.POSITIVE_INFINITY);
    }

    /** ε, with u beside it where there is one. */
    double[] noise() {
        JsonObject noise = json.getAsJsonObject("noise");
        return noise.has("u") ? sideBySide(noise.get("eps"), noise.get("u")) : values(noise.get("eps"));
    }

    /** Weights or gradients in the library's order: the heads of μ, λ and the slab side by side. */
    double[] flat(String group) {
        JsonObject w = json.getAsJsonObject(group);
        boolean slab = w.has("Wsp");
        List<double[]> parts = List.of(
                values(w.get("W1")),
                values(w.get("b1")),
                slab ? sideBySide(w.get("Wmu"), w.get("Wlv"), w.get("Wsp")) : sideBySide(w.get("Wmu"), w.get("Wlv")),
                slab
                        ? concatenated(values(w.get("bmu")), values(w.get("blv")), values(w.get("bsp")))
                        : concatenated(values(w.get("bmu")), values(w.get("blv"))),
                values(w.get("W2")),
                values(w.get("b2")),
                values(w.get("W3")),
                values(w.get("b3")));
        return concatenated(parts.toArray(new double[0][]));
    }

    private static double[] sideBySide(JsonElement... blocks) {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < blocks[0].getAsJsonArray().size(); i++) {
            for (JsonElement block : blocks) {
                rows.add(values(block.getAsJsonArray().get(i)));
            }
        }
        return concatenated(rows.toArray(new double[0][]));
    }

    private static double[] concatenated(double[]... parts) {
        int length = 0;
        for (double[] part : parts) {
            length += part.length;
        }
        double[] all = new double[length];
        int at = 0;
        for (double[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static double[] values(JsonElement element) {
        if (element.isJsonPrimitive()) {
            return new double[] {element.getAsDouble()};
        }
        JsonArray array = element.getAsJsonArray();
        double[][] parts = new double[array.size()][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = values(array.get(i));
        }
        return concatenated(parts);
    }
}
