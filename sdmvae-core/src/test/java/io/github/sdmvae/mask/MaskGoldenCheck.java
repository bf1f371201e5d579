/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.mask;

import com.google.gson.JsonObject;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.engine.nd4j.Nd4jEngine;
import io.github.sdmvae.graph.FeatureVarianceNode;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.graph.SelectorNode;
import io.github.sdmvae.graph.SparseDecodingNode;
import io.github.sdmvae.model.GoldenComparison;
import io.github.sdmvae.objective.LossTerms;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;

/**
 * Every loss term, output, code, mask and gradient of a worked case with masks, computed independently: what the test of all golden
 * cases does with those of {@code kind} "mask".
 */
public final class MaskGoldenCheck {
    private static final double DOUBLE_TOLERANCE = 1e-9;
    private static final double SINGLE_TOLERANCE = 1e-4;

    private MaskGoldenCheck() {}

    /**
     * Checks one case on all engines.
     *
     * @param softly gathers what differs
     * @param json the case
     */
    public static void check(SoftAssertions softly, JsonObject json) {
        MaskGoldenCase golden = new MaskGoldenCase(json);
        check(softly, golden, HostEngine.of(Precision.FLOAT64), DOUBLE_TOLERANCE);
        check(softly, golden, Nd4jEngine.of(Precision.FLOAT64), DOUBLE_TOLERANCE);
        check(softly, golden, HostEngine.of(Precision.FLOAT32), SINGLE_TOLERANCE);
        check(softly, golden, Nd4jEngine.of(Precision.FLOAT32), SINGLE_TOLERANCE);
        check(softly, golden, CpuEngine.shared(), SINGLE_TOLERANCE);
        check(softly, golden, Engines.named("elsewhere"), SINGLE_TOLERANCE);
    }

    private static void check(SoftAssertions softly, MaskGoldenCase golden, Engine engine, double tolerance) {
        ModelGraph graph = golden.definition().graph();
        ParameterLayout layout = graph.layout();
        Parameters parameters = engine.allocate(graph, true);
        parameters.write(Store.VALUES, golden.weights(layout));
        TrainingProgram program =
                engine.train(graph, golden.objective(), parameters, golden.integer("batch"), Exchange.none());
        program.stage(golden.array("x"));
        program.stageNoise(golden.noise());
        LossTerms terms = program.gradient(new StepValues(0, 1, 0, 0, Double.POSITIVE_INFINITY));
        String name = golden.name() + " " + engine.name() + " " + engine.precision();
        Comparison compare = new Comparison(golden, new GoldenComparison(softly, name, tolerance));

        compare.terms(terms);
        compare.batch(program);
        for (ParameterLayout.Entry e : layout.entries()) {
            if (!e.parameter().isState()) {
                double[] gradient =
                        Arrays.copyOfRange(values(parameters, Store.GRADIENT), e.offset(), e.offset() + e.length());
                compare.comparison().array("gradient of " + e.name(), gradient, golden.named("gradients", e.name()));
            }
        }
        if (golden.selects()) {
            compare.selector();
        } else {
            // A step at rate 0 leaves the weights and takes p* and η on.
            program.step(new StepValues(0, 1, 0, 0, Double.POSITIVE_INFINITY));
            compare.slab(layout, values(parameters, Store.VALUES));
        }
        compare.deterministic(program);
    }

    private static double[] values(Parameters parameters, Store store) {
        double[] values = new double[parameters.length(store)];
        parameters.read(store, values);
        return values;
    }

    private static double[] values(Program program, Result result) {
        double[] values = new double[program.length(result)];
        program.read(result, values);
        return values;
    }

    /** What a program has computed beside the case. */
    private record Comparison(MaskGoldenCase golden, GoldenComparison comparison) {

        void terms(LossTerms terms) {
            scalar("reconstruction", terms.reconstruction());
            scalar("divergence", terms.divergence());
            scalar("penalty", terms.penalties().get(SelectorNode.PENALTY));
            scalar("hyperprior", terms.penalties().getOrDefault(FeatureVarianceNode.VARIANCE_PRIOR, 0.0));
            scalar("loss", terms.loss());
        }

        void batch(Program program) {
            double[] heads = values(program, Result.HEADS);
            double[] mean = columns(heads, 2, 0);
            double[] logVariance = columns(heads, 2, 1);
            array("mean", mean);
            array("logVariance", logVariance);
            double[] draw = new double[mean.length];
            for (int e = 0; e < draw.length; e++) {
                draw[e] = mean[e] + Math.exp(logVariance[e] / 2) * golden.noise()[e];
            }
            array("unmasked", draw);
            array("code", values(program, Result.CODE));
            array("latent", values(program, Result.LATENT));
            array("output", outputs(program));
            if (golden.has("gamma")) {
                array("gamma", values(program, Result.GAMMA));
            }
        }

        /** Means alone where log σ² stands behind them. */
        private double[] outputs(Program program) {
            double[] output = values(program, Result.OUTPUT);
            int parts = output.length / (golden.integer("batch") * golden.integer("n"));
            return columns(output, parts, 0);
        }

        private double[] columns(double[] matrix, int parts, int part) {
            int rows = golden.integer("batch");
            int width = matrix.length / rows / parts;
            return IntStream.range(0, rows * width)
                    .mapToDouble(e -> matrix[(e / width * parts + part) * width + e % width])
                    .toArray();
        }

        void selector() {
            int k = golden.integer("k");
            int rows = golden.integer("batch");
            double[] draws = golden.array("unmasked");
            double[] open = new double[rows * k];
            for (int i = 0; i < rows; i++) {
                double[] d = golden.selector()
                        .apply(
                                golden.selectorLayers(true),
                                golden.selectorLayers(false),
                                Arrays.copyOfRange(draws, i * k, (i + 1) * k));
                System.arraycopy(d, 0, open, i * k, k);
            }
            array("selector", open);
            ShareEntropy entropy = new ShareEntropy(rows, k);
            double[] sizes = golden.selector().shares() == DimensionSelector.Shares.CODE
                    ? Arrays.stream(golden.array("code")).map(Math::abs).toArray()
                    : open;
            double[] mean = entropy.take(sizes);
            for (int j = 0; j < k; j++) {
                mean[j] /= rows;
            }
            array("shares", entropy.shares());
            scalar("penalty", golden.selector().weight() * entropy.value(mean));
        }

        void slab(ParameterLayout layout, double[] weights) {
            ParameterLayout.Entry slab = layout.entry(SparseDecodingNode.SLAB_PROBABILITY);
            array("slabProbability", Arrays.copyOfRange(weights, slab.offset(), slab.offset() + slab.length()));
            ParameterLayout.Entry odds = layout.entry(SparseDecodingNode.LOG_ODDS);
            array(
                    "etaAfter",
                    Arrays.stream(weights, odds.offset(), odds.offset() + odds.length())
                            .map(v -> 1 / (1 + Math.exp(-v)))
                            .toArray());
            double[] mask = golden.named("weights", SparseDecodingNode.MASK);
            array("usedMask", golden.decoding().used(mask, golden.integer("m")));
        }

        void deterministic(Program program) {
            program.stageNoise(new double[golden.noise().length]);
            StepValues values = new StepValues(0, 1, 0, 0, Double.POSITIVE_INFINITY);
            program.encode();
            program.draw(values);
            program.decode();
            array("deterministicCode", values(program, Result.CODE));
            array("deterministicOutput", outputs(program));
        }

        void scalar(String what, double ours) {
            comparison.scalar(what, ours, golden.scalar(what));
        }

        void array(String what, double[] ours) {
            comparison.array(what, ours, golden.array(what));
        }
    }
}
