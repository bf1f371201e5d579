/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class VaeTest {
    private static final Frames DATA = TestParts.speechLike(600, 12, 3);
    private static final Vae TRAINED = Trainer.builder()
            .epochs(5)
            .batchSize(50)
            .learningRate(5e-3)
            .build()
            .fit(definition().build(), DATA, DATA)
            .model();

    private static ModelDefinitionBuilder definition() {
        return ModelDefinition.builder().inputSize(12).hidden(8).dictionary(Dictionary.dct(3, 5));
    }

    @Test
    void encode_doesNotDependOnHowManyRowsGoTogether() {
        float[][] rows = TestParts.rows(DATA, 600);
        float[][] together = TRAINED.encode(rows);
        for (int i : new int[] {0, 1, 17, 300, 599}) {
            float[] alone = TRAINED.encode(new float[][] {rows[i]})[0];
            for (int j = 0; j < alone.length; j++) {
                assertThat(alone[j]).isCloseTo(together[i][j], Offset.offset(1e-5f));
            }
        }
        assertThat(together).hasDimensions(600, 5);
    }

    @Test
    void decode_isTheVarianceOfEveryBinAndPositive() {
        float[][] decoded = TRAINED.decode(TRAINED.encode(TestParts.rows(DATA, 20)));
        assertThat(decoded).hasDimensions(20, 12);
        for (float[] row : decoded) {
            for (float power : row) {
                assertThat(power).isPositive();
            }
        }
    }

    @Test
    void latent_isTheDictionaryTimesTheCode() {
        double[] d = TRAINED.definition().dictionary().toArray();
        float[] code = {1, -2, 0.5f, 0, 3};
        float[] z = TRAINED.latent(new float[][] {code})[0];
        for (int l = 0; l < 3; l++) {
            double expected = 0;
            for (int j = 0; j < 5; j++) {
                expected += d[l * 5 + j] * code[j];
            }
            assertThat((double) z[l]).isCloseTo(expected, Offset.offset(1e-6));
        }
    }

    @Test
    void encodeSample_spreadsRoundTheMeanAsThePosteriorSays() {
        float[][] same = new float[4000][];
        java.util.Arrays.fill(same, DATA.row(0));
        Posterior posterior = TRAINED.posterior(new float[][] {DATA.row(0)});
        float[][] draws = TRAINED.encodeSample(same, 9);
        for (int j = 0; j < 5; j++) {
            double sigma = Math.exp(0.5 * posterior.logVariance()[0][j]);
            double sum = 0;
            double squares = 0;
            for (float[] draw : draws) {
                double standard = (draw[j] - posterior.mean()[0][j]) / sigma;
                sum += standard;
                squares += standard * standard;
            }
            assertThat(sum / 4000).isCloseTo(0, Offset.offset(0.08));
            assertThat(squares / 4000).isCloseTo(1, Offset.offset(0.12));
        }
        assertThat(TRAINED.encodeSample(same, 9)).isDeepEqualTo(draws);
        assertThat(TRAINED.encodeSample(same, 10)[0]).isNotEqualTo(draws[0]);
    }

    @Test
    void severalThreads_getTheSameResultsFromOneModel() throws Exception {
        float[][] rows = TestParts.rows(DATA, 600);
        float[][] expected = TRAINED.reconstruct(rows);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<float[][]>> results = new ArrayList<>();
            for (int t = 0; t < 16; t++) {
                results.add(pool.submit(() -> TRAINED.reconstruct(rows)));
            }
            for (Future<float[][]> result : results) {
                assertThat(result.get()).isDeepEqualTo(expected);
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void evaluate_agreesWithItsPartsAndCountsUnits() {
        Evaluation evaluation = TRAINED.evaluate(DATA);
        assertThat(evaluation.size()).isEqualTo(600);
        assertThat(evaluation.unitDivergence().stream().mapToDouble(d -> d).sum())
                .isCloseTo(evaluation.terms().divergence(), Offset.offset(1e-4));
        assertThat(evaluation.constant()).isCloseTo(12 * Math.log(Math.PI), Offset.offset(1e-12));
        assertThat(evaluation.unitMeanVariance()).hasSize(5).allMatch(v -> v >= 0);
        assertThat(TRAINED.evaluate(DATA)).isEqualTo(evaluation);
    }

    @Test
    void generate_drawsFromTheMeanGammaOfTheTrainingData() {
        float[] gamma = TRAINED.state().meanGamma();
        float[][] codes = TRAINED.sampleCodes(5000, 4);
        for (int j = 0; j < 5; j++) {
            double squares = 0;
            for (float[] code : codes) {
                squares += code[j] * code[j] / 5000;
            }
            assertThat(squares / gamma[j]).isCloseTo(1, Offset.offset(0.1));
        }
        assertThat(TRAINED.generate(3, 4)).hasDimensions(3, 12);
        assertThat(TRAINED.generate(0, 4)).isEmpty();
    }

    @Test
    void untrainedModelWithLearnedVariances_refusesToGenerate() {
        Vae untrained = Vae.untrained(definition().build());
        assertThatThrownBy(() -> untrained.generate(1, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("train it first");
        assertThat(Vae.untrained(definition().prior(Prior.standardNormal()).build())
                        .generate(2, 1))
                .hasDimensions(2, 12);
    }

    @Test
    void customPrior_generatesByItsOwnRule() {
        Vae custom = Vae.untrained(
                definition().prior(Prior.custom(new TestParts.LogCoshPrior())).build());
        assertThat(custom.generate(2, 1)).hasDimensions(2, 12);
    }

    @Test
    void inputOfTheWrongShapeOrNaN_isRefusedWithTheRow() {
        assertThatThrownBy(() -> TRAINED.encode(new float[][] {new float[12], new float[11]}))
                .hasMessage("frames must have 12 values per row, row 1 has 11");
        float[] bad = new float[12];
        bad[3] = Float.NaN;
        assertThatThrownBy(() -> TRAINED.encode(new float[][] {bad}))
                .hasMessageStartingWith("the data must be finite: row 0, column ");
        assertThatThrownBy(() -> TRAINED.decode(new float[][] {new float[4]}))
                .hasMessage("codes must have 5 values per row, row 0 has 4");
    }

    @Test
    void stateOfAnotherModel_isRefused() {
        assertThatThrownBy(() -> Vae.of(definition().hidden(9).build(), TRAINED.state()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parameters, the state holds");
    }
}
