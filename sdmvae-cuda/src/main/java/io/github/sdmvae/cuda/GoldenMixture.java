/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.sdmvae.cuda.SelfCheck.Outcome;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.engine.MixtureSource;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.model.ModelDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Worked cases of enhancement: single steps of one model over a mixture, by what the engine's program computes of them. */
final class GoldenMixture {
    private final GoldenComparison compare;
    private final MixtureProgram program;
    private final JsonObject mixture;
    private final JsonObject step;
    private final int rows;
    private final int size;

    private GoldenMixture(MixtureProgram program, JsonObject mixture, JsonObject step, GoldenComparison compare) {
        this.program = program;
        this.mixture = mixture;
        this.step = step;
        this.compare = compare;
        rows = program.rows();
        size = rows * program.bins();
    }

    /** Whether a file is of this kind. */
    static boolean isIn(JsonObject file) {
        return file.has("steps") && file.has("mixture");
    }

    static List<Outcome> outcomes(Engine engine, JsonObject file) {
        JsonObject mixture = file.getAsJsonObject("mixture");
        int rows = mixture.getAsJsonArray("power").size();
        int rank = mixture.getAsJsonArray("basis").size();
        List<Outcome> outcomes = new ArrayList<>();
        JsonObject steps = file.getAsJsonObject("steps");
        for (String name : steps.keySet()) {
            JsonObject json = file.getAsJsonObject("models").getAsJsonObject(name);
            JsonObject step = steps.getAsJsonObject(name);
            JsonObject named = step.deepCopy();
            named.addProperty("name", "enhancement " + name);
            GoldenComparison compare = new GoldenComparison(new GoldenJson(named));
            ModelGraph graph = definition(json).graph();
            try (Parameters parameters = engine.allocate(graph, false)) {
                parameters.write(Store.VALUES, weights(json));
                MixtureShape shape = new MixtureShape(
                        rows,
                        rank,
                        step.getAsJsonObject("mStep")
                                .getAsJsonArray("sampleCodes")
                                .size());
                try (MixtureProgram program = engine.mixture(List.of(new MixtureSource(graph, parameters)), shape)) {
                    new GoldenMixture(program, mixture, step, compare).check();
                }
            }
            outcomes.add(compare.outcome());
        }
        return outcomes;
    }

    private static int rowsOf(JsonElement layer) {
        return layer.getAsJsonObject().getAsJsonArray("weight").size();
    }

    private static int[] hidden(JsonArray layers) {
        int[] sizes = new int[layers.size() - 1];
        Arrays.setAll(sizes, l -> rowsOf(layers.get(l + 1)));
        return sizes;
    }

    private static ModelDefinition definition(JsonObject json) {
        int latent = rowsOf(json.getAsJsonArray("decoder").get(0));
        List<double[]> atoms = new ArrayList<>();
        if (!json.get("dictionary").isJsonNull()) {
            json.getAsJsonArray("dictionary").forEach(row -> atoms.add(GoldenJson.values(row)));
        }
        return ModelDefinition.builder()
                .inputSize(rowsOf(json.getAsJsonArray("encoder").get(0)))
                .encoderHidden(hidden(json.getAsJsonArray("encoder")))
                .decoderHidden(hidden(json.getAsJsonArray("decoder")))
                .dictionary(
                        atoms.isEmpty() ? Dictionary.identity(latent) : Dictionary.of(atoms.toArray(new double[0][])))
                .build();
    }

    private static double[] weights(JsonObject json) {
        List<double[]> parts = new ArrayList<>();
        for (String half : List.of("encoder", "decoder")) {
            for (JsonElement layer : json.getAsJsonArray(half)) {
                parts.add(GoldenJson.values(layer.getAsJsonObject().get("weight")));
                parts.add(GoldenJson.values(layer.getAsJsonObject().get("bias")));
            }
        }
        return GoldenJson.concatenated(parts.toArray(new double[0][]));
    }

    private double[] of(String name) {
        return GoldenJson.values(step.get(name));
    }

    private static double[] of(JsonObject group, String name) {
        return GoldenJson.values(group.get(name));
    }

    private void check() {
        program.power(of(mixture, "power"));
        program.noise(of(mixture, "activations"), of(mixture, "basis"));
        program.gain(0, of(mixture, "gain"));
        double[] heads = new double[2 * of("mu").length];
        program.encodePower(0, heads);
        heads(heads, "", step);
        likelihood();
        JsonObject fixed = step.getAsJsonObject("fixedEncoder");
        double[] expected = new double[size];
        program.expectedPower(0, expected);
        compare.array("expected power", expected, of(fixed, "expectedSpeechPower"));
        program.encodeExpected(0, heads);
        heads(heads, "expected ", fixed);
        maximisation(step.getAsJsonObject("mStep"));
    }

    /** In each row means, then log-variances. */
    private void heads(double[] heads, String when, JsonObject group) {
        int width = heads.length / rows / 2;
        double[] means = new double[rows * width];
        double[] variances = new double[rows * width];
        for (int t = 0; t < rows; t++) {
            System.arraycopy(heads, 2 * t * width, means, t * width, width);
            System.arraycopy(heads, (2 * t + 1) * width, variances, t * width, width);
        }
        compare.array(when + "mu", means, of(group, "mu"));
        compare.array(when + "lambda", variances, of(group, "lambda"));
    }

    private void likelihood() {
        double[] codes = of("codes");
        double[] loss = new double[rows];
        program.decode(0, codes);
        program.loss(loss);
        compare.array("current loss", loss, of("mixtureNegLogLikelihood"));
        program.propose(0, codes, loss);
        compare.array("loss", loss, of("mixtureNegLogLikelihood"));
        double[] gradient = new double[codes.length];
        program.gradient(0, gradient);
        double[] gamma = of("gammaStart");
        for (int i = 0; i < codes.length; i++) {
            gradient[i] += codes[i] / gamma[i]; // the prior's part
        }
        compare.array("gradient", gradient, of("energyGradient"));
    }

    private double cost() {
        double[] cost = new double[rows];
        program.cost(cost);
        return Arrays.stream(cost).sum() / size;
    }

    private static double[] updated(double[] old, double[] numerator, double[] denominator) {
        double[] updated = new double[old.length];
        Arrays.setAll(updated, i -> old[i] * Math.sqrt(numerator[i] / denominator[i]));
        return updated;
    }

    private void maximisation(JsonObject group) {
        program.forget();
        for (JsonElement sample : group.getAsJsonArray("sampleCodes")) {
            program.decode(0, GoldenJson.values(sample));
            program.keep();
        }
        double[] inverse = new double[size];
        double[] square = new double[size];
        program.inverses(inverse, square);
        compare.array("mean of inverses", inverse, of(group, "meanInverse"));
        compare.array("mean of squares", square, of(group, "meanPowerInverseSquare"));
        compare.array("cost", new double[] {cost()}, of(group, "costBefore"));
        double[] basis = of(mixture, "basis");
        double[][] sums = {basis.clone(), basis.clone()};
        program.basisSums(sums[0], sums[1]);
        basis = updated(basis, sums[0], sums[1]);
        compare.array("basis", basis, of(group, "basisUnnormalised"));
        double[] activations = of(mixture, "activations");
        program.noise(activations, basis);
        compare.array("cost after the basis", new double[] {cost()}, of(group, "costAfterBasis"));
        sums = new double[][] {activations.clone(), activations.clone()};
        program.activationSums(sums[0], sums[1]);
        program.noise(updated(activations, sums[0], sums[1]), basis);
        sums = new double[2][rows];
        program.gainSums(0, sums[0], sums[1]);
        double[] gain = updated(of(mixture, "gain"), sums[0], sums[1]);
        compare.array("gain", gain, of(group, "gain"));
        program.gain(0, gain);
        compare.array("last cost", new double[] {cost()}, of(group, "cost"));
        shares(group);
    }

    private void shares(JsonObject group) {
        program.clearShares();
        for (JsonElement sample : group.getAsJsonArray("sampleCodes")) {
            program.decode(0, GoldenJson.values(sample));
            program.addShares();
        }
        double[] share = new double[size];
        program.shares(0, share);
        compare.array("shares", share, of(group, "speechShare"));
    }
}
