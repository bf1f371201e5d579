/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalScaleTest {
    private static final int N = 12;
    private static final int H = 8;
    private static final int K = 5;
    private static final Frames DATA = TestParts.speechLike(320, N, 1);
    private static final float[][] ROWS = DATA.toRows();

    @TempDir
    Path folder;

    private static ModelDefinition definition(Dictionary dictionary, Prior prior) {
        return ModelDefinition.builder()
                .inputSize(N)
                .hidden(H)
                .dictionary(dictionary)
                .prior(prior)
                .build();
    }

    private static Vae trained(Dictionary dictionary, Prior prior) {
        return Trainer.builder()
                .epochs(6)
                .learningRate(1e-2)
                .batchSize(32)
                .build()
                .fit(definition(dictionary, prior), DATA)
                .model();
    }

    static Stream<Arguments> scaleFree() {
        return Stream.of(
                Arguments.of(Dictionary.identity(K), Prior.learnedVariance()),
                Arguments.of(Dictionary.identity(K), Prior.learnedVariance(GammaUpdate.shared(0.9))),
                Arguments.of(Dictionary.dctWithConstant(K, K), Prior.learnedVariance()),
                Arguments.of(Dictionary.dctWithConstant(7, K), Prior.learnedVariance()),
                Arguments.of(Dictionary.dctWithConstant(K, K).learned(), Prior.learnedVariance()));
    }

    @ParameterizedTest
    @MethodSource("scaleFree")
    void boundAndOutput_stay(Dictionary dictionary, Prior prior) {
        Vae model = trained(dictionary, prior);
        Vae canonical = model.canonical();
        Evaluation before = model.evaluate(DATA);
        Evaluation after = canonical.evaluate(DATA);
        assertThat(after.terms().reconstruction()).isCloseTo(before.terms().reconstruction(), within(2e-4));
        assertThat(after.terms().divergence()).isCloseTo(before.terms().divergence(), within(2e-4));
        assertClose(canonical.reconstruct(ROWS), model.reconstruct(ROWS), 1e-3);
    }

    @ParameterizedTest
    @MethodSource("scaleFree")
    void drawsOfEveryEntry_haveUnitRmsOverTheTrainingData(Dictionary dictionary, Prior prior) {
        Posterior posterior = trained(dictionary, prior).canonical().posterior(ROWS);
        for (int j = 0; j < K; j++) {
            double sum = 0;
            for (int i = 0; i < ROWS.length; i++) {
                double mean = posterior.mean()[i][j];
                sum += mean * mean + Math.exp(posterior.logVariance()[i][j]);
            }
            // A shared γ is a running mean over the last batches of the training.
            assertThat(Math.sqrt(sum / ROWS.length)).isCloseTo(1, within(prior.statedGamma() == null ? 1e-4 : 0.2));
        }
    }

    @ParameterizedTest
    @MethodSource("scaleFree")
    void anyRescaling_hasTheSameCanonicalForm(Dictionary dictionary, Prior prior) {
        Vae model = trained(dictionary, prior);
        Random random = new Random(8);
        double[] factors = random.doubles(K, -3, 3).map(Math::exp).toArray();
        Vae other = Vae.of(model.definition(), rescaled(model, factors));
        assertThat(other.evaluate(DATA).terms().loss())
                .isCloseTo(model.evaluate(DATA).terms().loss(), within(1e-3));
        assertClose(other.canonical().encode(ROWS), model.canonical().encode(ROWS), 1e-3);
        Map<String, NpyArray> a = model.canonical().weights();
        Map<String, NpyArray> b = other.canonical().weights();
        a.forEach(
                (name, array) -> assertThat(Objects.requireNonNull(b.get(name)).toFloats())
                        .as(name)
                        .containsExactly(array.toFloats(), within(1e-3f)));
    }

    /** By hand, and for D ≠ I through the inverse of D or its least squares: rows of DᵀW divided. */
    private static ModelState rescaled(Vae model, double[] c) {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        model.weights().forEach((name, array) -> arrays.put(name, array.toFloats()));
        for (int j = 0; j < K; j++) {
            for (int i = 0; i < H; i++) {
                Objects.requireNonNull(arrays.get("encoder.1.weight"))[i * 2 * K + j] *= (float) c[j];
            }
            Objects.requireNonNull(arrays.get("encoder.1.bias"))[j] *= (float) c[j];
            Objects.requireNonNull(arrays.get("encoder.1.bias"))[K + j] += (float) (2 * Math.log(c[j]));
        }
        decoder(model.dictionary(), Objects.requireNonNull(arrays.get("decoder.0.weight")), c);
        float[] flat = new float[model.state().parameters().length];
        int at = 0;
        for (float[] array : arrays.values()) {
            System.arraycopy(array, 0, flat, at, array.length);
            at += array.length;
        }
        float[] mean = Objects.requireNonNull(model.state().meanGamma());
        float[] shared = model.state().sharedGamma();
        for (int j = 0; j < K; j++) {
            mean[j] *= (float) (c[j] * c[j]);
            shared[j] *= (float) (c[j] * c[j]);
        }
        ModelState state = model.state();
        return ModelState.of(flat, state.gamma(), shared, mean, state.provenance());
    }

    /** W += D G⁻¹ (diag(1/c) − I) DᵀW, by Gauss's elimination. */
    private static void decoder(Dictionary dictionary, float[] weight, double[] c) {
        double[] d = dictionary.toArray();
        int m = dictionary.latentSize();
        double[][] system = new double[K][K + H];
        for (int i = 0; i < K; i++) {
            for (int l = 0; l < m; l++) {
                for (int j = 0; j < K; j++) {
                    system[i][j] += d[l * K + i] * d[l * K + j];
                }
                for (int u = 0; u < H; u++) {
                    system[i][K + u] += (1 / c[i] - 1) * d[l * K + i] * weight[l * H + u];
                }
            }
        }
        for (int p = 0; p < K; p++) {
            for (int i = 0; i < K; i++) {
                double factor = i == p ? 0 : system[i][p] / system[p][p];
                for (int j = p; j < K + H && factor != 0; j++) {
                    system[i][j] -= factor * system[p][j];
                }
            }
        }
        for (int l = 0; l < m; l++) {
            for (int u = 0; u < H; u++) {
                double change = 0;
                for (int j = 0; j < K; j++) {
                    change += d[l * K + j] * system[j][K + u] / system[j][j];
                }
                weight[l * H + u] += (float) change;
            }
        }
    }

    private static void assertClose(float[][] actual, float[][] expected, double relative) {
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                assertThat((double) actual[i][j])
                        .isCloseTo(expected[i][j], within(relative * Math.max(1, Math.abs(expected[i][j]))));
            }
        }
    }

    @Test
    void codes_areMultipliedByTheFactors() {
        Vae model = trained(Dictionary.identity(K), Prior.learnedVariance());
        double[] factors = model.canonicalFactors();
        float[] mean = Objects.requireNonNull(model.state().meanGamma());
        float[][] codes = model.encode(ROWS);
        float[][] canonical = model.canonical().encode(ROWS);
        for (int j = 0; j < K; j++) {
            assertThat(factors[j]).isCloseTo(1 / Math.sqrt(mean[j]), within(1e-12));
            assertThat((double) canonical[3][j]).isCloseTo(factors[j] * codes[3][j], within(1e-4));
        }
    }

    @Test
    void canonicalOfCanonical_isItself() {
        Vae canonical = trained(Dictionary.dctWithConstant(K, K), Prior.learnedVariance())
                .canonical();
        assertThat(canonical.canonical().state()).isEqualTo(canonical.state());
        assertThat(canonical.canonicalFactors()).containsOnly(1);
    }

    @Test
    void itIsSavedAndReadLikeAnyModel() throws IOException {
        Vae canonical = trained(Dictionary.identity(K), Prior.learnedVariance())
                .withNote("front-end", "{\"hop\":256}")
                .canonical();
        Path file = folder.resolve("model.sdmvae");
        canonical.save(file);
        Vae read = Vae.load(file);
        assertThat(read.state()).isEqualTo(canonical.state());
        assertThat(read.notes()).containsKey("front-end");
        assertThat(read.state().provenance().training()).containsEntry("scale", "canonical");
        assertThat(read.encode(ROWS)).isDeepEqualTo(canonical.encode(ROWS));
    }

    @Test
    void itIsTrainedOnLikeAnyModel() {
        Vae model = trained(Dictionary.identity(K), Prior.learnedVariance(GammaUpdate.shared(0.9)));
        Vae canonical = model.canonical();
        TrainingResult result = Trainer.builder()
                .epochs(3)
                .learningRate(1e-3)
                .batchSize(32)
                .build()
                .fit(canonical.definition(), canonical.state(), DATA, DATA);
        assertThat(result.model().evaluate(DATA).terms().loss())
                .isLessThan(canonical.evaluate(DATA).terms().loss());
    }

    @Test
    void moreAtomsThanDimensions_haveFactorsAlone() {
        Vae model = trained(Dictionary.dctWithConstant(4, 7), Prior.learnedVariance());
        assertThat(model.hasFreeScale()).isTrue();
        assertThat(model.canonicalFactors()).hasSize(7);
        assertThatThrownBy(model::canonical)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("7 atoms in 4 dimensions")
                .hasMessageContaining("canonicalFactors()");
    }

    static Stream<Arguments> scaled() {
        return Stream.of(
                Arguments.of(Prior.standardNormal(), "'standardNormal' has a scale of its own"),
                Arguments.of(Prior.laplace(), "has a scale of its own"),
                Arguments.of(Prior.cauchy(), "has a scale of its own"),
                Arguments.of(Prior.studentT(2), "has a scale of its own"),
                Arguments.of(Prior.gaussianMixture(0.7, 0.1, 1), "has a scale of its own"),
                Arguments.of(Prior.spikeAndSlab(0.3), "has a scale of its own"),
                Arguments.of(Prior.custom(new TestParts.LogCoshPrior()), "has a scale of its own"),
                Arguments.of(Prior.pseudoInputs(0.3, 3), "does not yet keep"),
                Arguments.of(Prior.none(), "autoencoder"),
                Arguments.of(Prior.learnedVariance(GammaUpdate.inverseGamma(1, 0.1)), "'inverseGamma'"),
                Arguments.of(Prior.learnedVariance(GammaUpdate.fixed(0.5)), "'fixed'"),
                Arguments.of(
                        Prior.learnedVariance(GammaUpdate.custom(new TestParts.DoubledGamma())),
                        "against which the size"));
    }

    @ParameterizedTest
    @MethodSource("scaled")
    void whatHasAScale_isRefusedWithTheReason(Prior prior, String reason) {
        Vae model = Trainer.builder()
                .epochs(1)
                .batchSize(64)
                .build()
                .fit(definition(Dictionary.identity(K), prior), DATA)
                .model();
        assertThatThrownBy(model::canonical)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(model::canonicalFactors).hasMessageContaining(reason);
    }

    static Stream<Arguments> otherReaders() {
        ModelDefinitionBuilder plain = definition(Dictionary.identity(K), Prior.learnedVariance()).toBuilder();
        ModelDefinitionBuilder timed =
                ModelDefinition.builder().inputSize(N).latentSize(K).dynamics(Dynamics.rvae());
        return Stream.of(
                Arguments.of(plain.selector(DimensionSelector.of(3)).build(), "a dimension selector"),
                Arguments.of(timed.build(), "dynamics"));
    }

    @ParameterizedTest
    @MethodSource("otherReaders")
    void modelsThatReadTheCodeElsewhere_areRefused(ModelDefinition definition, String part) {
        Vae model = Vae.untrained(definition);
        assertThat(model.hasFreeScale()).isFalse();
        assertThatThrownBy(model::canonical)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not yet supported for models with " + part);
    }

    @Test
    void anUntrainedModel_isRefused() {
        assertThatThrownBy(() -> Vae.untrained(definition(Dictionary.identity(K), Prior.learnedVariance()))
                        .canonical())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was not trained");
    }
}
