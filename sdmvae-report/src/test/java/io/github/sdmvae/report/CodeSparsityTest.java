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
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Trainer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        return Vae.of(
                model.definition(),
                ModelState.of(flat, state.gamma(), state.sharedGamma(), state.meanGamma(), state.provenance()));
    }
}
