/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import com.google.gson.JsonObject;
import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.model.Dynamics;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.network.CodeRecurrence;
import io.github.sdmvae.network.Direction;
import io.github.sdmvae.network.RecurrentCell;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.transform.InputTransform;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** A model of time. */
final class GoldenTime extends GoldenCase {
    private static final Map<String, String> SUFFIXES =
            Map.of("inputWeight", "Wx", "stateWeight", "Wh", "weight", "W", "bias", "b");

    GoldenTime(GoldenJson json) {
        super(json);
    }

    private int layers() {
        return json.json().get("pre").getAsBoolean() ? 1 : 0;
    }

    @Override
    ModelDefinition definition() {
        int h = json.integer("hidden");
        ModelDefinitionBuilder builder = ModelDefinition.builder()
                .inputSize(json.integer("n"))
                .decoderHidden(h)
                .dictionary(
                        json.text("dictionary").equals("identity")
                                ? json.dictionary()
                                : json.dictionary().learned())
                .prior(prior())
                .likelihood(likelihood(json.text("likelihood")))
                .dynamics(dynamics())
                .rawInput();
        builder = layers() == 1 ? builder.encoderHidden(h, h) : builder.encoderHidden(h);
        return json.has("input")
                ? builder.inputTransform(
                                InputTransform.logPower(json.parameter("inputFloor"), json.parameter("inputScale")))
                        .build()
                : builder.build();
    }

    private Prior prior() {
        return switch (json.text("prior")) {
            case "standardNormal" -> Prior.standardNormal();
            case "markov" -> Prior.markov();
            case "learnedVariance" -> Prior.learnedVariance(update());
            default -> throw new IllegalArgumentException("no prior '" + json.text("prior") + "'");
        };
    }

    private GammaUpdate update() {
        return switch (json.text("update")) {
            case "closedForm" -> GammaUpdate.closedForm();
            case "smoothed" -> GammaUpdate.smoothed(json.parameters("c"));
            case "coupled" -> GammaUpdate.coupled(json.parameters("c"));
            case "block" -> GammaUpdate.block((int) json.parameter("size"));
            case "correlated" -> GammaUpdate.correlated((int) json.parameter("size"), json.parameter("rho"));
            case "anchored" ->
                json.has("anchor") && json.text("anchor").equals("lstm")
                        ? GammaUpdate.recurrentlyAnchored(json.parameter("kappa"))
                        : GammaUpdate.anchored(json.parameter("kappa"));
            case "innovation" -> GammaUpdate.innovation();
            default -> throw new IllegalArgumentException("no update '" + json.text("update") + "'");
        };
    }

    private Dynamics dynamics() {
        CodeRecurrence recurrence = switch (json.text("recurrence")) {
            case "none" -> CodeRecurrence.NONE;
            case "lstm" -> CodeRecurrence.RECURRENT;
            default -> CodeRecurrence.MARKOV;
        };
        String decoder = json.text("decoder");
        return new Dynamics(
                direction(json.text("encoder")),
                recurrence,
                decoder.equals("frame") ? null : direction(decoder),
                RecurrentCell.LSTM);
    }

    private static Direction direction(String label) {
        return Direction.valueOf(label.toUpperCase(Locale.ROOT));
    }

    @Override
    TrainingProgram program(Engine engine, ModelGraph graph, Objective objective, Parameters parameters) {
        int[] lengths =
                Arrays.stream(json.array("lengths")).mapToInt(v -> (int) v).toArray();
        TrainingProgram program = engine.train(
                graph, objective, parameters, BatchShape.of(lengths.length, json.integer("frames")), Exchange.none());
        program.stageLengths(lengths);
        return program;
    }

    @Override
    double[] named(String group, String name) {
        JsonObject all = json.group(group);
        if (name.equals("dictionary")) {
            return group.equals("weights") ? json.array("D") : GoldenJson.values(all.get("D"));
        }
        if (name.startsWith("encoder." + (layers() + 1) + ".")) {
            String suffix = name.endsWith("weight") ? ".W" : ".b";
            return GoldenJson.sideBySide(all.get("encoder.mean" + suffix), all.get("encoder.logVariance" + suffix));
        }
        return GoldenJson.values(all.get(inCase(name)));
    }

    /** The case's name of one of the library's parameters. */
    private String inCase(String name) {
        int dot = name.lastIndexOf('.');
        String layer = name.substring(0, dot);
        String last = layer.substring(layer.lastIndexOf('.') + 1);
        boolean frame = json.text("decoder").equals("frame");
        if (layer.equals("encoder.0") && layers() == 1) {
            layer = "encoder.pre";
        } else if (layer.startsWith("encoder." + layers() + ".")) {
            layer = "encoder." + last;
        } else if (layer.startsWith("decoder.0.")) {
            layer = "decoder." + last;
        } else if (layer.equals("decoder.1")) {
            layer = "decoder.output";
        } else if (layer.equals("decoder.0") && frame) {
            layer = "decoder.hidden";
        } else if (layer.equals("prior.anchor.forward")) {
            layer = "prior.anchor";
        }
        return layer + "." + SUFFIXES.get(name.substring(dot + 1));
    }

    @Override
    void more(TrainingProgram program, GoldenComparison compare) {
        compare.heads(program, json.integer("k"));
        program.encode();
        compare.array("deterministicCode", program, Result.CODE);
        program.decode();
        compare.array("deterministicOutput", program, Result.OUTPUT);
    }
}
