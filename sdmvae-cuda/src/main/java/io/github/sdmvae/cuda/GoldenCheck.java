/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.sdmvae.cuda.SelfCheck.Outcome;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.graph.SelectorNode;
import io.github.sdmvae.objective.LossTerms;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Compares an engine with worked cases that were computed independently, in double precision: terms, heads, code, latent
 * vector, output, γ and all gradients of whole models, and steps of enhancement. For a card that nobody has tried yet.
 */
public final class GoldenCheck {
    /** By the kind that a case names; a further kind is a line here. */
    private static final Map<String, Function<GoldenJson, GoldenCase>> KINDS =
            Map.of("", GoldenStatic::new, "model", GoldenTime::new, "mask", GoldenMask::new);

    private GoldenCheck() {}

    /**
     * What came of a file.
     *
     * @param outcomes of every whole model
     * @param skipped names of cases of single rules and layers, which whole models contain
     */
    public record Summary(List<Outcome> outcomes, List<String> skipped) {}

    /**
     * Checks an engine on a file of cases.
     *
     * @param engine in single or double precision
     * @param file JSON with a list {@code cases}, or with steps of enhancement
     * @return how far every model is from its case
     * @throws IOException if the file cannot be read
     */
    public static Summary run(Engine engine, Path file) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            JsonObject all = JsonParser.parseReader(reader).getAsJsonObject();
            if (GoldenMixture.isIn(all)) {
                return new Summary(GoldenMixture.outcomes(engine, all), skipped);
            }
            for (var element : all.getAsJsonArray("cases")) {
                JsonObject json = element.getAsJsonObject();
                Function<GoldenJson, GoldenCase> kind =
                        KINDS.get(json.has("kind") ? json.get("kind").getAsString() : "");
                GoldenJson golden = new GoldenJson(json);
                if (kind == null) {
                    skipped.add(golden.text("name"));
                } else {
                    outcomes.add(outcome(engine, kind.apply(golden)));
                }
            }
        }
        return new Summary(outcomes, skipped);
    }

    private static Outcome outcome(Engine engine, GoldenCase golden) {
        ModelGraph graph = golden.definition().graph();
        GoldenComparison compare = new GoldenComparison(golden.json);
        try (Parameters parameters = engine.allocate(graph, true)) {
            parameters.write(Store.VALUES, golden.weights(graph.layout()));
            try (TrainingProgram program = golden.program(engine, graph, golden.objective(), parameters)) {
                program.stage(golden.json.array("x"));
                program.stageNoise(golden.noise());
                terms(golden.json, program.gradient(golden.step()), compare);
                compare.array("code", program, Result.CODE);
                compare.array("latent", program, Result.LATENT);
                if (golden.json.array("output").length == program.length(Result.OUTPUT)) {
                    compare.array("output", program, Result.OUTPUT); // else variances stand behind the means
                }
                if (golden.json.has("gamma")) {
                    compare.array("gamma", program, Result.GAMMA);
                }
                gradients(golden, graph.layout(), parameters, compare);
                golden.more(program, compare);
            }
        }
        return compare.outcome();
    }

    private static void terms(GoldenJson golden, LossTerms terms, GoldenComparison compare) {
        compare.scalar("reconstruction", terms.reconstruction());
        compare.scalar("divergence", terms.divergence());
        compare.scalar("loss", terms.loss());
        if (golden.has("penalty")) {
            compare.scalar("penalty", terms.penalties().getOrDefault(SelectorNode.PENALTY, Double.NaN));
        } else if (golden.has("hyperprior")) {
            compare.scalar("hyperprior", terms.hyperprior());
        }
    }

    private static void gradients(
            GoldenCase golden, ParameterLayout layout, Parameters parameters, GoldenComparison compare) {
        double[] gradient = new double[parameters.length(Store.GRADIENT)];
        parameters.read(Store.GRADIENT, gradient);
        for (ParameterLayout.Entry e : layout.entries()) {
            if (!e.parameter().isState()) {
                compare.array(
                        "gradient of " + e.name(),
                        Arrays.copyOfRange(gradient, e.offset(), e.offset() + e.length()),
                        golden.named("gradients", e.name()));
            }
        }
    }
}
