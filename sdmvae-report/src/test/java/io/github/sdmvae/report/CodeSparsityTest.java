/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.metrics.HoyerSparsity;
import io.github.sdmvae.model.Evaluation;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Posterior;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Trainer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodeSparsityTest {
    private static final int N = 12;
    private static final int K = 6;

    private static Vae untrained(Prior prior) {
        return Vae.untrained(definition(prior));
    }

    private static ModelDefinition definition(Prior prior) {
        return ModelDefinition.builder()
                .inputSize(N)
                .hidden(8)
                .latentSize(K)
                .prior(prior)
                .build();
    }

    private static float[][] rows(int count, int seed) {
        Random random = new Random(seed);
        float[][] rows = new float[count][N];
        for (float[] row : rows) {
            double a = Math.abs(random.nextGaussian());
            double b = Math.abs(random.nextGaussian());
            for (int f = 0; f < N; f++) {
                row[f] = (float) ((f < N / 2 ? a : b) * -Math.log(1 - random.nextDouble()));
            }
        }
        return rows;
    }

    @Test
    void gaussian_hasEveryFigure() {
        Vae model = untrained(Prior.standardNormal());
        float[][] rows = rows(1500, 1);
        CodeSparsity sparsity = CodeSparsity.of(model, Frames.of(rows));
        assertThat(sparsity.frames()).isEqualTo(1500);
        assertThat(sparsity.hoyer())
                .isCloseTo(HoyerSparsity.mean(model.encode(rows)).mean(), within(1e-12));
        assertThat(sparsity.hoyerUnitRms()).isBetween(0.0, 1.0);
        assertThat(sparsity.hoyerSignalToNoise()).isBetween(0.0, 1.0);
        assertThat(sparsity.entriesFor90()).isBetween(1.0, (double) K);
        assertThat(sparsity.effectiveEntries()).isBetween(1.0, (double) K);
        assertThat(sparsity.largestShare()).isBetween(1.0 / K, 1.0);
    }

    @Test
    void sources_countAsOne() {
        Vae model = untrained(Prior.learnedVariance());
        float[][] rows = rows(40, 2);
        FrameSource first = Frames.of(Arrays.copyOf(rows, 15));
        FrameSource second = Frames.of(Arrays.copyOfRange(rows, 15, 40));
        CodeSparsity parts = CodeSparsity.of(model, List.of(first, second));
        CodeSparsity whole = CodeSparsity.of(model, Frames.of(rows));
        assertThat(parts.frames()).isEqualTo(40);
        assertThat(parts.hoyerUnitRms()).isCloseTo(whole.hoyerUnitRms(), within(1e-6));
        assertThat(parts.entriesFor90()).isCloseTo(whole.entriesFor90(), within(1e-6));
    }

    @Test
    void silentFrames_areLeftOutOnDemand() {
        Vae model = untrained(Prior.standardNormal());
        float[][] rows = rows(20, 3);
        Arrays.fill(rows[4], 0);
        Arrays.fill(rows[11], 0);
        List<Frames> data = List.of(Frames.of(rows));
        assertThat(CodeSparsity.of(model, data).frames()).isEqualTo(20);
        assertThat(CodeSparsity.of(model, data, 0).frames()).isEqualTo(18);
        CodeSparsity none = CodeSparsity.of(model, data, 1e9);
        assertThat(none.frames()).isZero();
        assertThat(none.hoyer()).isNaN();
    }

    @Test
    void whatIsNotDefined_isNaN() {
        Frames data = Frames.of(rows(30, 4));
        CodeSparsity cauchy = CodeSparsity.of(untrained(Prior.cauchy()), data);
        assertThat(cauchy.entriesFor90()).isNaN();
        assertThat(cauchy.effectiveEntries()).isNaN();
        assertThat(cauchy.hoyerSignalToNoise()).isBetween(0.0, 1.0);
        CodeSparsity autoencoder = CodeSparsity.of(untrained(Prior.none()), data);
        assertThat(autoencoder.entriesFor90()).isNaN();
        assertThat(autoencoder.hoyerSignalToNoise()).isNaN();
        assertThat(autoencoder.hoyerUnitRms()).isBetween(0.0, 1.0);
        for (Prior gated : List.of(Prior.spikeAndSlab(0.5), Prior.pseudoInputs(0.5, 3))) {
            assertThat(CodeSparsity.of(untrained(gated), data).entriesFor90()).isBetween(1.0, (double) K);
        }
    }

    @Test
    void rescaledEntriesOfATrainedModel_changePublishedHoyerOnly() {
        Frames data = Frames.of(rows(400, 5));
        Vae model = Trainer.builder()
                .epochs(5)
                .learningRate(1e-2)
                .batchSize(32)
                .build()
                .fit(definition(Prior.learnedVariance()), data, data)
                .model();
        Vae scaled = rescaled(model, new float[] {64, 0.125f, 1, 0.25f, 16, 0.5f});
        Evaluation before = model.evaluate(data);
        Evaluation after = scaled.evaluate(data);
        assertThat(after.terms().loss()).isCloseTo(before.terms().loss(), within(1e-3));
        CodeSparsity a = CodeSparsity.of(model, data);
        CodeSparsity b = CodeSparsity.of(scaled, data);
        assertThat(Math.abs(b.hoyer() - a.hoyer())).isGreaterThan(0.1);
        assertThat(b.largestShare()).isGreaterThan(a.largestShare() + 0.1);
        assertThat(b.hoyerUnitRms()).isCloseTo(a.hoyerUnitRms(), within(1e-4));
        assertThat(b.hoyerSignalToNoise()).isCloseTo(a.hoyerSignalToNoise(), within(1e-4));
        assertThat(b.entriesFor90()).isCloseTo(a.entriesFor90(), within(0.01));
        assertThat(b.effectiveEntries()).isCloseTo(a.effectiveEntries(), within(1e-4));
    }

    @Test
    void rescalingByRandomFactors_leavesCanonicalFormAndScaleFreeMeasures() {
        Frames data = Frames.of(rows(400, 6));
        Vae model = train(data, false);
        Random random = new Random(9);
        float[] factors = new float[K];
        for (int j = 0; j < K; j++) {
            factors[j] = (float) Math.exp(6 * random.nextDouble() - 3);
        }
        Vae scaled = rescaled(model, factors);
        assertThat(scaled.evaluate(data).terms().loss())
                .isCloseTo(model.evaluate(data).terms().loss(), within(1e-3));
        float[][] rows = data.toRows();
        float[][] output = model.reconstruct(rows);
        float[][] same = scaled.reconstruct(rows);
        for (int f = 0; f < N; f++) {
            assertThat(same[7][f]).isCloseTo(output[7][f], within(1e-3f * output[7][f]));
        }
        CodeSparsity a = CodeSparsity.of(model, data);
        CodeSparsity b = CodeSparsity.of(scaled, data);
        assertThat(Math.abs(b.hoyer() - a.hoyer())).isGreaterThan(0.05);
        assertScaleFree(b, a);
        CodeSparsity canonical = CodeSparsity.of(model.canonical(), data);
        assertScaleFree(canonical, a);
        CodeSparsity other = CodeSparsity.of(scaled.canonical(), data);
        assertThat(other.hoyer()).isCloseTo(canonical.hoyer(), within(1e-4));
        assertThat(other.largestShare()).isCloseTo(canonical.largestShare(), within(1e-4));
        float[][] codes = ModelMaps.canonical(scaled, scaled.encode(rows));
        float[][] expected = model.canonical().encode(rows);
        for (int j = 0; j < K; j++) {
            assertThat(codes[11][j]).isCloseTo(expected[11][j], within(1e-3f));
        }
    }

    private static void assertScaleFree(CodeSparsity actual, CodeSparsity expected) {
        assertThat(actual.hoyerUnitRms()).isCloseTo(expected.hoyerUnitRms(), within(1e-4));
        assertThat(actual.hoyerSignalToNoise()).isCloseTo(expected.hoyerSignalToNoise(), within(1e-4));
        assertThat(actual.entriesFor90()).isCloseTo(expected.entriesFor90(), within(0.01));
        assertThat(actual.effectiveEntries()).isCloseTo(expected.effectiveEntries(), within(1e-3));
    }

    @Test
    void codesOfModelsWithAScaleOfTheirOwn_stayAsTheyAre() {
        Vae model = untrained(Prior.standardNormal());
        float[][] codes = model.encode(rows(3, 1));
        assertThat(ModelMaps.canonical(model, codes)).isSameAs(codes);
        assertThat(ModelMaps.canonical(untrained(Prior.learnedVariance()), codes))
                .isSameAs(codes);
    }

    /** The formulas of the reference table's columns, straight from the posterior's numbers. */
    @Test
    void columns_areThoseOfTheReferenceTable() {
        float[][] rows = rows(300, 7);
        Vae model = train(Frames.of(rows), true);
        Posterior posterior = model.posterior(rows);
        double[] squares = new double[K];
        for (float[] mean : posterior.mean()) {
            for (int j = 0; j < K; j++) {
                squares[j] += (double) mean[j] * mean[j] / rows.length;
            }
        }
        double[] sums = new double[4];
        for (int i = 0; i < rows.length; i++) {
            double[] mean = new double[K];
            double[] unit = new double[K];
            double[] ratio = new double[K];
            double[] information = new double[K];
            for (int j = 0; j < K; j++) {
                mean[j] = posterior.mean()[i][j];
                unit[j] = mean[j] / Math.sqrt(squares[j]);
                ratio[j] = mean[j] / Math.exp(0.5 * posterior.logVariance()[i][j]);
                information[j] = 0.5 * Math.log(1 + ratio[j] * ratio[j]);
            }
            double[] values = {hoyer(mean), hoyer(unit), hoyer(ratio), fewest(information)};
            for (int f = 0; f < sums.length; f++) {
                sums[f] += values[f] / rows.length;
            }
        }
        CodeSparsity sparsity = CodeSparsity.of(model, Frames.of(rows));
        assertThat(sparsity.hoyer()).isCloseTo(sums[0], within(1e-5));
        assertThat(sparsity.hoyerUnitRms()).isCloseTo(sums[1], within(1e-5));
        assertThat(sparsity.hoyerSignalToNoise()).isCloseTo(sums[2], within(1e-5));
        assertThat(sparsity.entriesFor90()).isCloseTo(sums[3], within(0.005));
        double all = Arrays.stream(squares).sum();
        double largest = Arrays.stream(squares).max().orElseThrow();
        assertThat(sparsity.largestShare()).isCloseTo(largest / all, within(1e-5));
    }

    private static double hoyer(double[] code) {
        double absolute = Arrays.stream(code).map(Math::abs).sum();
        double norm = Math.sqrt(Arrays.stream(code).map(v -> v * v).sum());
        return (Math.sqrt(code.length) - absolute / norm) / (Math.sqrt(code.length) - 1);
    }

    private static int fewest(double[] information) {
        double[] sorted = information.clone();
        Arrays.sort(sorted);
        double wanted = 0.9 * Arrays.stream(sorted).sum();
        double carried = 0;
        int count = 0;
        while (carried < wanted) {
            count++;
            carried += sorted[sorted.length - count];
        }
        return count;
    }

    private static Vae train(Frames data, boolean unitAtoms) {
        Trainer.Builder trainer = Trainer.builder().epochs(5).learningRate(1e-2).batchSize(32);
        return (unitAtoms ? trainer.unitAtoms() : trainer)
                .build()
                .fit(definition(Prior.learnedVariance()), data, data)
                .model();
    }

    /** The same function with entry j times c: columns of μ times c, λ plus 2 log c, rows of the decoder by c. */
    private static Vae rescaled(Vae model, float[] factor) {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        for (Map.Entry<String, NpyArray> entry : model.weights().entrySet()) {
            arrays.put(entry.getKey(), entry.getValue().toFloats());
        }
        for (int j = 0; j < K; j++) {
            for (int i = 0; i < 8; i++) {
                arrays.get("encoder.1.weight")[i * 2 * K + j] *= factor[j];
                arrays.get("decoder.0.weight")[j * 8 + i] /= factor[j];
            }
            arrays.get("encoder.1.bias")[j] *= factor[j];
            arrays.get("encoder.1.bias")[K + j] += (float) (2 * Math.log(factor[j]));
        }
        float[] flat = new float[model.state().parameters().length];
        int at = 0;
        for (float[] array : arrays.values()) {
            System.arraycopy(array, 0, flat, at, array.length);
            at += array.length;
        }
        ModelState state = model.state();
        float[] mean = Objects.requireNonNull(state.meanGamma());
        for (int j = 0; j < K; j++) {
            mean[j] *= factor[j] * factor[j];
        }
        return Vae.of(
                model.definition(), ModelState.of(flat, state.gamma(), state.sharedGamma(), mean, state.provenance()));
    }
}
