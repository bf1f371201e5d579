/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.engine.nd4j.Nd4jEngine;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.objective.LossTerms;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Every loss term, output, code and gradient of worked cases computed independently. Another file of the same form is
 * checked with {@code -Dgolden.models=FILE}.
 */
class GoldenModelsTest {
    private static final double DOUBLE_TOLERANCE = 1e-9;
    private static final double SINGLE_TOLERANCE = 1e-4;

    @Test
    void goldenCases_areMetOnEveryEngine() throws IOException {
        List<GoldenCase> cases = cases();
        List<String> skipped = new ArrayList<>();
        SoftAssertions softly = new SoftAssertions();
        int checked = 0;
        for (GoldenCase golden : cases) {
            if (golden.obstacle().isPresent()) {
                skipped.add(golden.name() + ": " + golden.obstacle().get());
            } else {
                check(softly, golden, HostEngine.of(Precision.FLOAT64), DOUBLE_TOLERANCE);
                check(softly, golden, Nd4jEngine.of(Precision.FLOAT64), DOUBLE_TOLERANCE);
                check(softly, golden, HostEngine.of(Precision.FLOAT32), SINGLE_TOLERANCE);
                check(softly, golden, Nd4jEngine.of(Precision.FLOAT32), SINGLE_TOLERANCE);
                check(softly, golden, CpuEngine.shared(), SINGLE_TOLERANCE);
                check(softly, golden, Engines.named("elsewhere"), SINGLE_TOLERANCE);
                checked++;
            }
        }
        System.out.println("golden models: checked " + checked + ", skipped " + skipped.size()
                + (skipped.isEmpty() ? "" : " (" + String.join("; ", skipped) + ")"));
        softly.assertAll();
        assertThat(checked).as("checkable cases in the file").isPositive();
        if (System.getProperty("golden.models") == null) {
            assertThat(skipped).as("cases of the project's own file left out").isEmpty();
        }
    }

    private static List<GoldenCase> cases() throws IOException {
        List<GoldenCase> cases = new ArrayList<>();
        try (Reader reader = reader()) {
            JsonObject json = JsonParser.parseReader(reader).getAsJsonObject();
            json.getAsJsonArray("cases").forEach(c -> cases.add(new GoldenCase(c.getAsJsonObject())));
        }
        return cases;
    }

    private static Reader reader() throws IOException {
        String file = System.getProperty("golden.models");
        if (file != null) {
            return Files.newBufferedReader(Path.of(file));
        }
        InputStream resource = GoldenModelsTest.class.getResourceAsStream("/golden/models.json");
        return new InputStreamReader(Objects.requireNonNull(resource), StandardCharsets.UTF_8);
    }

    private static void check(SoftAssertions softly, GoldenCase golden, Engine engine, double tolerance) {
        ModelGraph graph = golden.definition().graph();
        Parameters parameters = engine.allocate(graph, true);
        parameters.write(Store.VALUES, golden.flat("weights"));
        TrainingProgram program = engine.train(graph, golden.objective(), parameters, golden.batch(), Exchange.none());
        program.stage(golden.array("x"));
        program.stageNoise(golden.noise());
        LossTerms terms = program.gradient(golden.step());

        Comparison compare = new Comparison(
                softly, golden.name() + " " + engine.name() + " " + engine.precision(), golden, tolerance);
        compare.scalar("reconstruction", terms.reconstruction());
        compare.scalar("divergence", terms.divergence());
        compare.scalar("loss", terms.loss());
        compare.heads(values(program, Result.HEADS), golden.batch(), golden.codeSize());
        compare.array("code", values(program, Result.CODE));
        compare.array("latent", values(program, Result.LATENT));
        compare.array("output", values(program, Result.OUTPUT));
        if (golden.has("gamma")) {
            compare.array("gamma", values(program, Result.GAMMA));
        }
        double[] gradient = new double[parameters.length(Store.GRADIENT)];
        parameters.read(Store.GRADIENT, gradient);
        compare.gradients(graph.layout(), gradient);
    }

    private static double[] values(Program program, Result result) {
        double[] values = new double[program.length(result)];
        program.read(result, values);
        return values;
    }

    /** Arrays by max|ours − golden| ≤ tol·max|golden|, scalars by tol·max(1, |golden|). */
    private record Comparison(SoftAssertions softly, String name, GoldenCase golden, double tolerance) {

        void scalar(String what, double ours) {
            double expected = golden.scalar(what);
            softly.assertThat(Math.abs(ours - expected))
                    .as(name + " " + what + " (ours " + ours + ", golden " + expected + ")")
                    .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(expected)));
        }

        void array(String what, double[] ours) {
            close(what, ours, golden.array(what));
        }

        void heads(double[] heads, int rows, int k) {
            int columns = heads.length / rows;
            double[] mean = new double[rows * k];
            double[] logVariance = new double[rows * k];
            double[] slab = new double[rows * k];
            for (int e = 0; e < mean.length; e++) {
                int at = e / k * columns + e % k;
                mean[e] = heads[at];
                logVariance[e] = heads[at + k];
                slab[e] = columns > 2 * k ? Math.exp(Math.min(0, heads[at + 2 * k])) : 1;
            }
            array("mean", mean);
            array("logVariance", logVariance);
            if (golden.has("slabProbability")) {
                array("slabProbability", slab);
            }
        }

        void gradients(ParameterLayout layout, double[] ours) {
            double[] expected = golden.flat("gradients");
            assertThat(ours).hasSameSizeAs(expected);
            for (ParameterLayout.Entry e : layout.entries()) {
                int end = e.offset() + e.length();
                close(
                        "gradient of " + e.name(),
                        java.util.Arrays.copyOfRange(ours, e.offset(), end),
                        java.util.Arrays.copyOfRange(expected, e.offset(), end));
            }
        }

        private void close(String what, double[] ours, double[] expected) {
            softly.assertThat(ours).as(name + " " + what).hasSameSizeAs(expected);
            double largest = 0;
            double difference = 0;
            for (int i = 0; i < Math.min(ours.length, expected.length); i++) {
                largest = Math.max(largest, Math.abs(expected[i]));
                // Not Math.max alone: it would be fine with NaN on the other side of the comparison.
                difference = Double.isNaN(ours[i]) ? Double.NaN : Math.max(difference, Math.abs(ours[i] - expected[i]));
                if (Double.isNaN(difference)) {
                    break;
                }
            }
            softly.assertThat(difference).as(name + " " + what).isLessThanOrEqualTo(tolerance * largest);
        }
    }
}
