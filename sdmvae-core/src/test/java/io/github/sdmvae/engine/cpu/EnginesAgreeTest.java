/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.engine.kernels.AdamStep;
import io.github.sdmvae.engine.kernels.CodeStep;
import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.kernels.LikelihoodStep;
import io.github.sdmvae.engine.kernels.LikelihoodTensors;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.engine.nd4j.Nd4jEngine;
import io.github.sdmvae.likelihood.GaussianLearnedVariance;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.prior.CodePass;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every kernel of the fused engine against the reference in double precision, on shapes drawn at random and on sizes
 * around its cuts; and with 1, 2 and 3 threads, which must give the same bits.
 */
class EnginesAgreeTest {
    private static final double TOLERANCE = 2e-5;
    private static final List<KernelEngine> REFERENCES =
            List.of(Nd4jEngine.of(Precision.FLOAT64), HostEngine.of(Precision.FLOAT64));
    private static final List<CpuTeam> TEAMS = List.of(new CpuTeam(1), new CpuTeam(2), new CpuTeam(3));

    @AfterAll
    static void endHelpers() {
        TEAMS.forEach(CpuTeam::close);
    }

    /** Runs the same kernels on one engine and returns all that they wrote. */
    private interface Kernels {
        List<Tensor> run(KernelEngine engine, Random random);
    }

    private static void assertSame(Kernels kernels) {
        OpenBlas.load();
        List<List<double[]>> references = new ArrayList<>();
        REFERENCES.forEach(reference -> references.add(values(kernels.run(reference, new Random(5)))));
        List<double[]> first = null;
        for (CpuTeam team : TEAMS) {
            List<double[]> ours = values(kernels.run(new CpuEngine(team, false), new Random(5)));
            if (first == null) {
                first = ours;
                for (List<double[]> expected : references) {
                    IntStream.range(0, ours.size()).forEach(i -> assertClose(i, ours.get(i), expected.get(i)));
                }
            }
            for (int i = 0; i < ours.size(); i++) {
                assertThat(ours.get(i))
                        .as("array %d on %d threads", i, team.threads())
                        .isEqualTo(first.get(i));
            }
        }
    }

    private static List<double[]> values(List<Tensor> tensors) {
        List<double[]> values = new ArrayList<>();
        for (Tensor tensor : tensors) {
            double[] array = new double[tensor.length()];
            tensor.read(array);
            values.add(array);
        }
        return values;
    }

    private static void assertClose(int array, double[] ours, double[] expected) {
        double largest = 1e-6;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < ours.length; i++) {
            assertThat(Math.abs(ours[i] - expected[i]))
                    .as("array %d value %d of %d: %s instead of %s", array, i, ours.length, ours[i], expected[i])
                    .isLessThanOrEqualTo(TOLERANCE * largest);
        }
    }

    private static Tensor random(KernelEngine engine, int rows, int columns, Random random) {
        return fill(engine.allocate(rows, columns), random, v -> v);
    }

    private static Tensor fill(Tensor tensor, Random random, DoubleUnaryOperator shape) {
        float[] values = new float[tensor.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) shape.applyAsDouble(random.nextGaussian());
        }
        tensor.write(values, 0);
        return tensor;
    }

    /** Batch, input and output: random small ones, ones, and the sizes at which products are cut. */
    static Stream<Arguments> shapes() {
        Random random = new Random(3);
        Stream<int[]> drawn = Stream.generate(
                        () -> new int[] {1 + random.nextInt(40), 1 + random.nextInt(70), 1 + random.nextInt(70)})
                .limit(12);
        Stream<int[]> chosen = Stream.of(
                new int[] {1, 1, 1},
                new int[] {1, 513, 128},
                new int[] {7, 1, 3},
                new int[] {128, 513, 128},
                new int[] {128, 128, 513},
                new int[] {129, 2049, 60},
                new int[] {700, 90, 90},
                new int[] {1100, 40, 130},
                new int[] {3, 5, 5000});
        return Stream.concat(chosen, drawn).map(s -> Arguments.of(s[0], s[1], s[2]));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void denseLayer_agrees(int batch, int in, int out) {
        for (Activation activation : Activation.values()) {
            assertSame((engine, random) -> layer(engine, activation, batch, in, out, random));
        }
    }

    private static List<Tensor> layer(KernelEngine engine, Activation f, int batch, int in, int out, Random random) {
        Tensor x = random(engine, batch, in, random);
        Tensor weight = fill(engine.allocate(in, out), random, v -> v / Math.sqrt(in));
        Tensor bias = random(engine, 1, out, random);
        Tensor y = random(engine, batch, out, random);
        engine.dense(x, weight, bias, f, y);
        // The backward pass starts from the same y everywhere: ReLU's derivative jumps at zero.
        Tensor activations = fill(engine.allocate(batch, out), random, v -> f.apply((float) v));
        Tensor dy = random(engine, batch, out, random);
        Tensor dWeight = random(engine, in, out, random);
        Tensor dBias = random(engine, 1, out, random);
        Tensor dx = random(engine, batch, in, random);
        engine.denseBackward(x, weight, activations, f, dy, dWeight, dBias, dx);
        Tensor dyAgain = random(engine, batch, out, random);
        Tensor dWeightAgain = random(engine, in, out, random);
        engine.denseBackward(x, weight, activations, f, dyAgain, dWeightAgain, random(engine, 1, out, random), null);
        return List.of(y, dy, dWeight, dBias, dx, dWeightAgain);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void dictionary_agrees(int batch, int m, int k) {
        assertSame((engine, random) -> {
            Tensor dictionary = random(engine, m, k, random);
            Tensor latent = random(engine, batch, m, random);
            Tensor dCode = random(engine, batch, k, random);
            engine.multiply(random(engine, batch, k, random), false, dictionary, true, latent);
            engine.multiply(random(engine, batch, m, random), false, dictionary, false, dCode);
            Tensor dDictionary = engine.allocate(m, k);
            engine.multiply(
                    random(engine, batch, m, random), true, random(engine, batch, k, random), false, dDictionary);
            Tensor copy = engine.allocate(m, k);
            engine.copy(dDictionary, copy);
            engine.scaleRows(copy, random.doubles(m).toArray());
            return List.of(latent, dCode, dDictionary, copy);
        });
    }

    static Stream<CodeRule> rules() {
        Stream<GammaUpdate> updates = Stream.of(
                GammaUpdate.closedForm(),
                GammaUpdate.inverseGamma(1.5, 0.7),
                GammaUpdate.shared(),
                GammaUpdate.fixed(0.4),
                GammaUpdate.custom(new TestParts.DoubledGamma()));
        Stream<CodeRule> learned = updates.flatMap(update -> Stream.of(
                new CodeRule(Prior.learnedVariance(), update, false, false),
                new CodeRule(Prior.learnedVariance(), update, true, false)));
        Stream<CodeRule> others = Stream.of(
                new CodeRule(Prior.standardNormal(), GammaUpdate.closedForm(), false, false),
                new CodeRule(Prior.standardNormal(), GammaUpdate.closedForm(), true, false),
                new CodeRule(Prior.custom(new TestParts.LogCoshPrior()), GammaUpdate.closedForm(), true, false),
                new CodeRule(Prior.cauchy(), GammaUpdate.closedForm(), false, false),
                new CodeRule(Prior.laplace(), GammaUpdate.closedForm(), false, false),
                new CodeRule(Prior.laplace(0.05), GammaUpdate.closedForm(), false, false),
                new CodeRule(Prior.laplace(1e-7), GammaUpdate.closedForm(), false, false),
                new CodeRule(Prior.spikeAndSlab(0.3), GammaUpdate.closedForm(), false, false),
                new CodeRule(Prior.pseudoInputs(0.3, 3), GammaUpdate.closedForm(), false, false),
                new CodeRule(Prior.pseudoInputs(0.1, 1), GammaUpdate.closedForm(), false, false),
                new CodeRule(Prior.pseudoInputs(0.7, 90), GammaUpdate.closedForm(), false, false),
                new CodeRule(Prior.absolutePenalty(0.3), GammaUpdate.closedForm(), false, false));
        return Stream.of(learned, others, drawnRules()).flatMap(rules -> rules);
    }

    /** Everything that is estimated from draws, with and without a weight for each; settings with kernels and far ones without. */
    private static Stream<CodeRule> drawnRules() {
        Stream<Prior> priors = Stream.of(
                Prior.laplace(),
                Prior.laplace(0.3),
                Prior.laplace(1e-7),
                Prior.cauchy(),
                Prior.studentT(0.01),
                Prior.studentT(3),
                Prior.studentT(1e5),
                Prior.studentT(1e9),
                Prior.gaussianMixture(0.5, 1, 0.1),
                Prior.gaussianMixture(0.9, 0.05, 2),
                Prior.gaussianMixture(0.9, 1e-9, 2),
                Prior.gaussianMixture(0.3, 1, 1));
        Stream<CodeRule> plain = priors.flatMap(prior -> Stream.of(
                new CodeRule(prior, GammaUpdate.closedForm(), true, false),
                new CodeRule(prior, GammaUpdate.closedForm(), true, true)));
        Stream<CodeRule> gaussian = Stream.of(
                new CodeRule(Prior.standardNormal(), GammaUpdate.closedForm(), true, true),
                new CodeRule(Prior.learnedVariance(), GammaUpdate.closedForm(), true, true),
                new CodeRule(Prior.learnedVariance(), GammaUpdate.shared(), true, true),
                new CodeRule(Prior.learnedVariance(), GammaUpdate.custom(new TestParts.DoubledGamma()), true, true));
        return Stream.concat(plain, gaussian);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void code_agrees(CodeRule rule) {
        boolean point = !rule.prior().isDistribution();
        for (int[] shape : new int[][] {{1, 1, 1}, {5, 3, 1}, {17, 33, point ? 1 : 4}, {300, 64, 1}, {2, 2100, 1}}) {
            assertSame((engine, random) -> code(engine, rule, shape[0], shape[1], shape[2], random));
        }
    }

    private static List<Tensor> code(KernelEngine engine, CodeRule rule, int rows, int k, int samples, Random random) {
        Tensor shared = engine.allocate(1, k + 1);
        CodeTensors t = new CodeTensors(engine, rule.prior().shape(k), rows, samples, shared);
        fill(t.heads(), random, v -> v);
        fill(t.noise(), random, v -> v);
        fill(t.dCode(), random, v -> v);
        CodeStep step = engine.code(rule, t);
        CodePass pass = new CodePass(rule.prior().relaxation(Long.MAX_VALUE), 0.3);
        step.sample(pass);
        for (int batch = 0; batch < 2; batch++) {
            if (rule.sharesGamma()) {
                step.share(step.moments(rows), rows);
            }
            step.sample(pass);
        }
        List<Tensor> weighted = rule.importance() ? weighted(engine, step, rows * samples, random) : List.of();
        step.backward();
        List<Tensor> written = new ArrayList<>(weighted);
        written.addAll(List.of(t.code(), t.divergence(), t.hyperprior(), t.dHeads(), shared));
        if (rule.prior().isGaussian()) {
            written.add(t.gamma());
        }
        return written;
    }

    /** Weights every draw; returns the divergences of the draws. */
    private static List<Tensor> weighted(KernelEngine engine, CodeStep step, int draws, Random random) {
        Tensor divergences = engine.allocate(1, draws);
        divergences.write(
                IntStream.range(0, draws).mapToDouble(step::divergenceOf).toArray());
        step.weigh(0.7, random.doubles(draws).toArray());
        return List.of(divergences);
    }

    static Stream<Arguments> likelihoods() {
        return Stream.of(
                Arguments.of(Likelihood.complexGaussian(), 3.0),
                Arguments.of(Likelihood.complexGaussian(1e-3, 2), 3.0),
                Arguments.of(Likelihood.complexGaussian(0, Double.POSITIVE_INFINITY), 3.0),
                Arguments.of(Likelihood.gaussian(0.3), 1.0),
                Arguments.of(Likelihood.gaussianLearnedVariance(), 1.0),
                Arguments.of(new GaussianLearnedVariance(0.5), 1.0),
                Arguments.of(Likelihood.bernoulli(), 8.0),
                Arguments.of(Likelihood.custom(new TestParts.LaplaceLikelihood()), 1.0));
    }

    @ParameterizedTest
    @MethodSource("likelihoods")
    void likelihood_agrees(Likelihood likelihood, double spread) {
        for (int[] shape : new int[][] {{1, 1, 1}, {5, 3, 1}, {130, 513, 1}, {17, 33, 4}, {2, 2100, 3}}) {
            assertSame(
                    (engine, random) -> likelihood(engine, likelihood, spread, shape[0], shape[1], shape[2], random));
        }
    }

    private static List<Tensor> likelihood(
            KernelEngine engine, Likelihood which, double spread, int rows, int width, int samples, Random random) {
        LikelihoodTensors t = new LikelihoodTensors(engine, rows, samples, width, which.outputsPerValue());
        fill(t.x(), random, v -> which.isBinary() ? 1 / (1 + Math.exp(-v)) : v * v);
        fill(t.output(), random, v -> spread * v);
        LikelihoodStep step = engine.likelihood(which, t);
        step.evaluate(0.7);
        step.mean();
        return List.of(t.loss(), t.dOutput(), t.mean());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 2048, 30_001})
    void adamAndSums_agree(int length) {
        assertSame((engine, random) -> adam(engine, length, random));
    }

    private static List<Tensor> adam(KernelEngine engine, int length, Random random) {
        Tensor parameters = random(engine, 1, length, random);
        Tensor m = engine.allocate(1, length);
        Tensor v = engine.allocate(1, length);
        Tensor sums = engine.allocate(1, 2);
        for (int step = 1; step <= 4; step++) {
            Tensor gradient = random(engine, 1, length, random);
            sums.write(new double[] {engine.sum(gradient), engine.sumOfSquares(gradient)});
            engine.adam(new AdamStep(1e-2, 0.9, 0.999, 1e-8, step, 0.5), parameters, gradient, m, v);
        }
        return List.of(parameters, m, v, sums);
    }
}
