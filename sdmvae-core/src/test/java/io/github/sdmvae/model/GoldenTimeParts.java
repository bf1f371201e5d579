/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static io.github.sdmvae.model.GoldenComparison.values;

import com.google.gson.JsonObject;
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.kernels.TimeKernels;
import io.github.sdmvae.graph.RecurrentNode;
import io.github.sdmvae.model.DynamicalGoldenTest.PerEngine;
import io.github.sdmvae.network.Direction;
import io.github.sdmvae.network.RecurrentCell;
import io.github.sdmvae.prior.CodeSequences;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.TimeTerms;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Worked cases of recurrent cells and layers, and of γ updates along time. */
final class GoldenTimeParts {
    private GoldenTimeParts() {}

    private static int integer(JsonObject json, String name) {
        return json.get(name).getAsInt();
    }

    /** One frame. */
    static final class Cell implements PerEngine {
        @Override
        public void check(JsonObject golden, KernelEngine engine, GoldenComparison compare) {
            RecurrentCell cell =
                    golden.get("name").getAsString().startsWith("lstm") ? RecurrentCell.LSTM : RecurrentCell.GRU;
            JsonObject inputs = golden.getAsJsonObject("inputs");
            JsonObject upstream = golden.getAsJsonObject("upstream");
            Map<String, double[]> ours = TimeKernels.cell(
                    engine,
                    cell,
                    integer(golden, "batch"),
                    integer(golden, "n"),
                    integer(golden, "hidden"),
                    name -> values(name.startsWith("d") ? upstream.get(name.substring(1)) : inputs.get(name)));
            golden.getAsJsonObject("outputs")
                    .entrySet()
                    .forEach(e -> compare.array(e.getKey(), ours.get(e.getKey()), e.getValue()));
            golden.getAsJsonObject("gradients")
                    .entrySet()
                    .forEach(e ->
                            compare.array("gradient." + e.getKey(), ours.get("gradient." + e.getKey()), e.getValue()));
        }
    }

    /** A layer over sequences. */
    static final class Layer implements PerEngine {
        private static final Map<String, String> NAMES =
                Map.of("inputWeight", "Wx", "stateWeight", "Wh", "bias", "b", "stateBias", "bh");

        @Override
        public void check(JsonObject golden, KernelEngine engine, GoldenComparison compare) {
            boolean forward = golden.get("name").getAsString().endsWith("forward");
            RecurrentNode node = new RecurrentNode(
                    "layer",
                    integer(golden, "n"),
                    integer(golden, "hidden"),
                    RecurrentCell.LSTM,
                    forward ? Direction.FORWARD : Direction.BACKWARD);
            JsonObject inputs = golden.getAsJsonObject("inputs");
            Map<String, double[]> ours = TimeKernels.layer(
                    engine,
                    node,
                    lengths(golden),
                    integer(golden, "frames"),
                    name -> values(
                            name.equals("H")
                                    ? golden.getAsJsonObject("upstream").get("H")
                                    : inputs.get(goldenName(name))));
            compare.array("H", ours.get("H"), golden.getAsJsonObject("outputs").get("H"));
            ours.forEach((name, values) -> {
                if (name.startsWith("gradient.")) {
                    compare.array(
                            name, values, golden.getAsJsonObject("gradients").get(goldenName(name)));
                }
            });
        }

        private static String goldenName(String name) {
            String last = name.substring(name.lastIndexOf('.') + 1);
            return NAMES.getOrDefault(last, last);
        }
    }

    static int[] lengths(JsonObject golden) {
        return Arrays.stream(values(golden.get("lengths")))
                .mapToInt(v -> (int) v)
                .toArray();
    }

    /** A γ update, or none of that name. */
    static Optional<GammaUpdate> update(JsonObject golden) {
        JsonObject parameters = golden.getAsJsonObject("parameters");
        boolean recurrent =
                golden.has("anchor") && golden.get("anchor").getAsString().equals("lstm");
        return switch (golden.get("update").getAsString()) {
            case "closedForm" -> Optional.of(GammaUpdate.closedForm());
            case "smoothed" -> Optional.of(GammaUpdate.smoothed(values(parameters.get("c"))));
            case "coupled" -> Optional.of(GammaUpdate.coupled(values(parameters.get("c"))));
            case "block" -> Optional.of(GammaUpdate.block(integer(parameters, "size")));
            case "correlated" ->
                Optional.of(GammaUpdate.correlated(
                        integer(parameters, "size"), parameters.get("rho").getAsDouble()));
            case "anchored" -> {
                double kappa = parameters.get("kappa").getAsDouble();
                yield Optional.of(recurrent ? GammaUpdate.recurrentlyAnchored(kappa) : GammaUpdate.anchored(kappa));
            }
            case "innovation" -> Optional.of(GammaUpdate.innovation());
            default -> Optional.empty();
        };
    }

    /** A γ update with its divergence; the same on every engine. */
    static final class Gamma implements PerEngine {
        @Override
        public Optional<String> obstacle(JsonObject golden) {
            return update(golden).isPresent()
                    ? Optional.empty()
                    : Optional.of("no update '" + golden.get("update").getAsString() + "'");
        }

        @Override
        public void check(JsonObject golden, KernelEngine engine, GoldenComparison compare) {
            int[] lengths = lengths(golden);
            int frames = Arrays.stream(lengths).sum();
            int k = integer(golden, "k");
            JsonObject inputs = golden.getAsJsonObject("inputs");
            double[] mean = byFrame(values(inputs.get("mean")), lengths.length, k);
            double[] ones = new double[mean.length];
            Arrays.fill(ones, 1);
            CodeSequences codes = new CodeSequences(
                    lengths,
                    k,
                    mean,
                    byFrame(values(inputs.get("logVariance")), lengths.length, k),
                    new double[mean.length],
                    inputs.has("anchor") ? byFrame(values(inputs.get("anchor")), lengths.length, k) : ones);
            TimeTerms terms = TimeTerms.allocate(mean.length);
            update(golden).orElseThrow().overTime().evaluate(codes, terms);
            compare.scalar(
                    "divergence",
                    sum(terms.divergence()) / frames,
                    golden.get("divergence").getAsDouble());
            compare.scalar(
                    "hyperprior",
                    sum(terms.hyperprior()) / frames,
                    golden.get("hyperprior").getAsDouble());
            compare.array("gamma", bySequence(terms.gamma(), lengths.length, k), golden.get("gamma"));
            Map<String, double[]> gradients = Map.of(
                    "mean", terms.dMean(),
                    "logVariance", terms.dLogVariance(),
                    "anchor", terms.dPredictedVariance());
            Set<String> names = golden.getAsJsonObject("gradients").keySet();
            for (String name : names) {
                double[] ours = bySequence(gradients.get(name), lengths.length, k);
                for (int i = 0; i < ours.length; i++) {
                    ours[i] /= frames;
                }
                compare.array(
                        "gradient." + name,
                        ours,
                        golden.getAsJsonObject("gradients").get(name));
            }
        }

        private static double sum(double[] values) {
            return Arrays.stream(values).sum();
        }

        private static double[] byFrame(double[] values, int sequences, int k) {
            return moved(values, sequences, values.length / k / sequences, k);
        }

        private static double[] bySequence(double[] values, int sequences, int k) {
            return moved(values, values.length / k / sequences, sequences, k);
        }

        /** Rows outer × inner → inner × outer. */
        private static double[] moved(double[] values, int outer, int inner, int k) {
            double[] moved = new double[values.length];
            for (int o = 0; o < outer; o++) {
                for (int i = 0; i < inner; i++) {
                    System.arraycopy(values, (o * inner + i) * k, moved, (i * outer + o) * k, k);
                }
            }
            return moved;
        }
    }
}
