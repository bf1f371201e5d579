/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static io.github.sdmvae.model.GoldenComparison.values;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.kernels.TimeKernels;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.DynamicalGoldenTest.PerEngine;
import io.github.sdmvae.network.CodeRecurrence;
import io.github.sdmvae.network.Direction;
import io.github.sdmvae.network.RecurrentCell;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.transform.InputTransform;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Worked cases of whole models of time. */
final class GoldenTimeModel implements PerEngine {
    private static final Map<String, String> SUFFIXES = Map.of(
            "inputWeight", "Wx",
            "stateWeight", "Wh",
            "weight", "W",
            "bias", "b");

    private static String text(JsonObject golden, String name) {
        return golden.get(name).getAsString();
    }

    private static int integer(JsonObject golden, String name) {
        return golden.get(name).getAsInt();
    }

    @Override
    public Optional<String> obstacle(JsonObject golden) {
        return prior(golden).isPresent() && likelihood(golden).isPresent()
                ? Optional.empty()
                : Optional.of("no prior '" + text(golden, "prior") + "' with its update, or no likelihood '"
                        + text(golden, "likelihood") + "'");
    }

    private static Optional<Prior> prior(JsonObject golden) {
        return switch (text(golden, "prior")) {
            case "standardNormal" -> Optional.of(Prior.standardNormal());
            case "markov" -> Optional.of(Prior.markov());
            case "learnedVariance" -> GoldenTimeParts.update(golden).map(Prior::learnedVariance);
            default -> Optional.empty();
        };
    }

    private static Optional<Likelihood> likelihood(JsonObject golden) {
        return switch (text(golden, "likelihood")) {
            case "complexGaussian" -> Optional.of(Likelihood.complexGaussian(0, Double.POSITIVE_INFINITY));
            case "gaussian" -> Optional.of(Likelihood.gaussian(1));
            default -> Optional.empty();
        };
    }

    private static ModelDefinition definition(JsonObject golden) {
        int h = integer(golden, "hidden");
        ModelDefinitionBuilder builder = ModelDefinition.builder()
                .inputSize(integer(golden, "n"))
                .decoderHidden(h)
                .dictionary(dictionary(golden))
                .prior(prior(golden).orElseThrow())
                .likelihood(likelihood(golden).orElseThrow())
                .dynamics(dynamics(golden))
                .rawInput();
        if (golden.get("pre").getAsBoolean()) {
            builder.encoderHidden(h, h);
        } else {
            builder.encoderHidden(h);
        }
        if (golden.has("input")) {
            JsonObject parameters = golden.getAsJsonObject("parameters");
            builder.inputTransform(InputTransform.logPower(
                    parameters.get("inputFloor").getAsDouble(),
                    parameters.get("inputScale").getAsDouble()));
        }
        return builder.build();
    }

    private static Dynamics dynamics(JsonObject golden) {
        CodeRecurrence recurrence = switch (text(golden, "recurrence")) {
            case "none" -> CodeRecurrence.NONE;
            case "lstm" -> CodeRecurrence.RECURRENT;
            default -> CodeRecurrence.MARKOV;
        };
        String decoder = text(golden, "decoder");
        return new Dynamics(
                direction(text(golden, "encoder")),
                recurrence,
                decoder.equals("frame") ? null : direction(decoder),
                RecurrentCell.LSTM);
    }

    private static Direction direction(String label) {
        return Direction.valueOf(label.toUpperCase(Locale.ROOT));
    }

    private static Dictionary dictionary(JsonObject golden) {
        if (text(golden, "dictionary").equals("identity")) {
            return Dictionary.identity(integer(golden, "m"));
        }
        JsonArray rows = golden.getAsJsonArray("D");
        double[][] d = new double[rows.size()][];
        for (int i = 0; i < d.length; i++) {
            d[i] = values(rows.get(i));
        }
        return Dictionary.of(d).learned();
    }

    @Override
    public void check(JsonObject golden, KernelEngine engine, GoldenComparison compare) {
        ModelDefinition definition = definition(golden);
        ModelGraph graph = definition.graph();
        GammaUpdate stated = definition.prior().statedGamma();
        Objective objective = Objective.of(
                definition.prior(), stated == null ? GammaUpdate.closedForm() : stated, ElboStrategy.asPublished());
        Parameters parameters = engine.allocate(graph, true);
        parameters.write(Store.VALUES, flat(golden, "weights", graph.layout()));
        int[] lengths = GoldenTimeParts.lengths(golden);
        TrainingProgram program = engine.train(
                graph,
                objective,
                parameters,
                BatchShape.of(lengths.length, integer(golden, "frames")),
                Exchange.none());
        program.stageLengths(lengths);
        program.stage(values(golden.get("x")));
        program.stageNoise(values(golden.getAsJsonObject("noise").get("eps")));
        LossTerms terms = program.gradient(new StepValues(0, 1, 0, 0, Double.POSITIVE_INFINITY));
        compare.scalar(
                "reconstruction",
                terms.reconstruction(),
                golden.get("reconstruction").getAsDouble());
        compare.scalar(
                "divergence", terms.divergence(), golden.get("divergence").getAsDouble());
        compare.scalar(
                "hyperprior", terms.hyperprior(), golden.get("hyperprior").getAsDouble());
        compare.scalar("loss", terms.loss(), golden.get("loss").getAsDouble());
        heads(golden, read(program, Result.HEADS), definition.codeSize(), compare);
        compare.array("code", read(program, Result.CODE), golden.get("code"));
        compare.array("latent", read(program, Result.LATENT), golden.get("latent"));
        compare.array("output", read(program, Result.OUTPUT), golden.get("output"));
        predictions(golden, program, compare);
        double[] gradient = new double[parameters.length(Store.GRADIENT)];
        parameters.read(Store.GRADIENT, gradient);
        double[] expected = flat(golden, "gradients", graph.layout());
        for (ParameterLayout.Entry e : graph.layout().entries()) {
            compare.array(
                    "gradient of " + e.name(),
                    java.util.Arrays.copyOfRange(gradient, e.offset(), e.offset() + e.length()),
                    java.util.Arrays.copyOfRange(expected, e.offset(), e.offset() + e.length()));
        }
        program.encode();
        compare.array("deterministicCode", read(program, Result.CODE), golden.get("deterministicCode"));
        program.decode();
        compare.array("deterministicOutput", read(program, Result.OUTPUT), golden.get("deterministicOutput"));
    }

    private static double[] read(TrainingProgram program, Result result) {
        double[] values = new double[program.length(result)];
        program.read(result, values);
        return values;
    }

    private static void heads(JsonObject golden, double[] heads, int k, GoldenComparison compare) {
        double[] mean = new double[heads.length / 2];
        double[] logVariance = new double[mean.length];
        for (int e = 0; e < mean.length; e++) {
            mean[e] = heads[e / k * 2 * k + e % k];
            logVariance[e] = heads[e / k * 2 * k + k + e % k];
        }
        compare.array("mean", mean, golden.get("mean"));
        compare.array("logVariance", logVariance, golden.get("logVariance"));
    }

    private static void predictions(JsonObject golden, TrainingProgram program, GoldenComparison compare) {
        double[][] predictions = TimeKernels.predictions(program);
        if (golden.has("gamma")) {
            compare.array("gamma", read(program, Result.GAMMA), golden.get("gamma"));
        }
        if (golden.has("priorMean")) {
            compare.array("priorMean", predictions[0], golden.get("priorMean"));
        }
        if (golden.has("priorVariance")) {
            compare.array("priorVariance", predictions[1], golden.get("priorVariance"));
        }
        if (golden.has("anchorVariance")) {
            compare.array("anchorVariance", predictions[1], golden.get("anchorVariance"));
        }
    }

    /** Weights or gradients in the library's order. */
    private static double[] flat(JsonObject golden, String group, ParameterLayout layout) {
        JsonObject named = golden.getAsJsonObject(group);
        int layers = golden.get("pre").getAsBoolean() ? 1 : 0;
        double[] flat = new double[layout.length()];
        for (ParameterLayout.Entry e : layout.entries()) {
            double[] values;
            String name = e.name();
            if (name.equals("dictionary")) {
                values = values(group.equals("weights") ? golden.get("D") : named.get("D"));
            } else if (name.startsWith("encoder." + (layers + 1) + ".")) {
                String suffix = name.endsWith("weight") ? ".W" : ".b";
                values = sideBySide(named.get("encoder.mean" + suffix), named.get("encoder.logVariance" + suffix));
            } else {
                values = values(named.get(goldenName(name, golden, layers)));
            }
            assertLength(name, values, e.length());
            System.arraycopy(values, 0, flat, e.offset(), values.length);
        }
        return flat;
    }

    private static void assertLength(String name, double[] values, int length) {
        if (values.length != length) {
            throw new AssertionError(name + " has " + length + " values, the case " + values.length);
        }
    }

    private static String goldenName(String name, JsonObject golden, int layers) {
        int dot = name.lastIndexOf('.');
        String suffix = SUFFIXES.get(name.substring(dot + 1));
        String layer = name.substring(0, dot);
        boolean frame = text(golden, "decoder").equals("frame");
        if (layer.equals("encoder.0") && layers == 1) {
            layer = "encoder.pre";
        } else if (layer.startsWith("encoder." + layers + ".")) {
            layer = "encoder" + layer.substring(layer.lastIndexOf('.'));
        } else if (layer.startsWith("decoder.0.")) {
            layer = "decoder" + layer.substring(layer.lastIndexOf('.'));
        } else if (layer.equals("decoder.1")) {
            layer = "decoder.output";
        } else if (layer.equals("decoder.0") && frame) {
            layer = "decoder.hidden";
        } else if (layer.equals("prior.anchor.forward")) {
            layer = "prior.anchor";
        }
        return layer + "." + suffix;
    }

    private static double[] sideBySide(JsonElement left, JsonElement right) {
        if (left.getAsJsonArray().get(0).isJsonPrimitive()) {
            return concatenated(values(left), values(right));
        }
        double[] all = {};
        for (int i = 0; i < left.getAsJsonArray().size(); i++) {
            all = concatenated(
                    all,
                    concatenated(
                            values(left.getAsJsonArray().get(i)),
                            values(right.getAsJsonArray().get(i))));
        }
        return all;
    }

    private static double[] concatenated(double[] a, double[] b) {
        double[] all = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }
}
