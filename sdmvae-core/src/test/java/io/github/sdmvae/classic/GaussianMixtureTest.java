/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianMixtureTest {
    private static final double[] WEIGHTS = {0.5, 0.3, 0.2};
    private static final double[][] MEANS = {{0, 0}, {6, -1}, {-2, 7}};
    private static final double[][][] COVARIANCES = {
        {{1, 0.6}, {0.6, 2}}, {{0.5, -0.3}, {-0.3, 0.4}}, {{3, 0}, {0, 0.2}}
    };

    private static GaussianMixture truth() {
        return GaussianMixture.of(WEIGHTS, MEANS, COVARIANCES);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void logLikelihood_neverFalls(long seed) {
        Random random = new Random(seed);
        int width = 1 + random.nextInt(5);
        Frames data = Frames.of(ClassicData.clustered(20 + random.nextInt(200), width, 4, seed));
        for (CovarianceType type : CovarianceType.values()) {
            for (double floor : new double[] {1e-6, 0.2}) {
                GaussianMixture.Builder builder = GaussianMixture.builder()
                        .components(1 + random.nextInt(8))
                        .covariance(type)
                        .varianceFloor(floor)
                        .tolerance(1e-7)
                        .seed(seed);
                assertRises(builder.fit(data).history().objectives());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CovarianceType.class)
    void logLikelihood_neverFallsWhereTheFloorActs(CovarianceType type) {
        // Rows on a line, some of them repeated: without a floor the likelihood has no bound.
        float[][] rows = ClassicData.normal(60, 3, 4);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i < 20 ? new float[] {5, 5, 5} : new float[] {rows[i][0], 2 * rows[i][0], 1};
        }
        List<Integer> repairs = new ArrayList<>();
        GaussianMixture model = GaussianMixture.builder()
                .components(3)
                .covariance(type)
                .listener(new FitListener() {
                    @Override
                    public void onIteration(IterationReport report) {
                        repairs.add(report.repairs());
                    }
                })
                .fit(Frames.of(rows));
        assertRises(model.history().objectives());
        assertThat(repairs).allMatch(count -> count > 0);
        assertThat(model.logLikelihood(rows)).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY);
    }

    private static void assertRises(List<Double> objectives) {
        for (int t = 1; t < objectives.size(); t++) {
            double slack = 1e-10 * (1 + Math.abs(objectives.get(t)));
            assertThat(objectives.get(t)).isGreaterThanOrEqualTo(objectives.get(t - 1) - slack);
        }
    }

    @Test
    void logLikelihood_isTheDirectSum() {
        float[][] rows = truth().sample(50, 3);
        double[] found = truth().logLikelihood(rows);
        double[][] responsibilities = truth().responsibilities(rows);
        for (int i = 0; i < rows.length; i++) {
            double[] joint = new double[3];
            for (int c = 0; c < 3; c++) {
                joint[c] = WEIGHTS[c]
                        * new MultivariateNormalDistribution(MEANS[c], COVARIANCES[c])
                                .density(new double[] {rows[i][0], rows[i][1]});
            }
            double sum = Arrays.stream(joint).sum();
            assertThat(found[i]).isCloseTo(Math.log(sum), within(1e-9));
            for (int c = 0; c < 3; c++) {
                assertThat(responsibilities[i][c]).isCloseTo(joint[c] / sum, within(1e-9));
            }
        }
        double mean = Arrays.stream(found).average().orElseThrow();
        assertThat(truth().meanLogLikelihood(Frames.of(rows))).isCloseTo(mean, within(1e-12));
    }

    @Test
    void logLikelihood_staysFiniteFarAway() {
        float[][] far = {{1e6f, -1e6f}};
        assertThat(truth().logLikelihood(far)[0]).isFinite().isLessThan(-1e10);
        assertThat(Arrays.stream(truth().responsibilities(far)[0]).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void parameters_areRecovered() {
        Frames data = Frames.of(truth().sample(20_000, 8));
        GaussianMixture model = GaussianMixture.builder()
                .components(3)
                .tolerance(1e-8)
                .restarts(2)
                .fit(data);
        // Over 4000 rows per component: standard errors below 0.03 for means, 0.07 for covariances.
        for (int t = 0; t < 3; t++) {
            int c = model.predict(new float[][] {{(float) MEANS[t][0], (float) MEANS[t][1]}})[0];
            assertThat(model.weights()[c]).isCloseTo(WEIGHTS[t], within(0.015));
            for (int i = 0; i < 2; i++) {
                assertThat(model.means()[c][i]).isCloseTo(MEANS[t][i], within(0.1));
                for (int j = 0; j < 2; j++) {
                    assertThat(model.covariance(c)[i][j]).isCloseTo(COVARIANCES[t][i][j], within(0.2));
                }
            }
        }
        assertThat(model.history().last()).isGreaterThan(truth().meanLogLikelihood(data));
        assertThat(model.meanLogLikelihood(data)).isCloseTo(model.history().last(), within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(CovarianceType.class)
    void oneComponent_isMeanAndCovarianceOfTheData(CovarianceType type) {
        float[][] rows = ClassicData.clustered(100, 3, 2, 6);
        for (float[] row : rows) {
            row[0] += 1000; // far from the origin: nothing may cancel
        }
        GaussianMixture model =
                GaussianMixture.builder().components(1).covariance(type).fit(Frames.of(rows));
        for (int i = 0; i < 3; i++) {
            assertThat(model.means()[0][i]).isCloseTo(mean(rows, i), within(1e-9));
            for (int j = 0; j < 3; j++) {
                double expected = i == j || type == CovarianceType.FULL ? covariance(rows, i, j) : 0;
                assertThat(model.covariance(0)[i][j]).isCloseTo(expected, within(1e-9));
            }
        }
    }

    private static double mean(float[][] rows, int i) {
        return Arrays.stream(rows).mapToDouble(row -> row[i]).average().orElseThrow();
    }

    private static double covariance(float[][] rows, int i, int j) {
        double a = mean(rows, i);
        double b = mean(rows, j);
        return Arrays.stream(rows)
                .mapToDouble(row -> (row[i] - a) * (row[j] - b))
                .average()
                .orElseThrow();
    }

    @Test
    void fit_doesNotDependOnTheUnitOfTheData() {
        float[][] rows = ClassicData.clustered(200, 3, 3, 2);
        float[][] tiny = new float[rows.length][3];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < 3; j++) {
                tiny[i][j] = rows[i][j] * 0x1p-60f;
            }
        }
        GaussianMixture.Builder builder = GaussianMixture.builder().components(3);
        GaussianMixture large = builder.fit(Frames.of(rows));
        GaussianMixture small = builder.fit(Frames.of(tiny));
        assertThat(small.predict(tiny)).isEqualTo(large.predict(rows));
        assertThat(small.history().last()).isCloseTo(large.history().last() + 180 * Math.log(2), within(1e-6));
    }

    @Test
    void sample_hasTheMomentsOfTheMixture() {
        float[][] rows = truth().sample(50_000, 4);
        double expected = 0;
        for (int c = 0; c < 3; c++) {
            expected += WEIGHTS[c] * MEANS[c][0];
        }
        // Standard error 0.014.
        assertThat(mean(rows, 0)).isCloseTo(expected, within(0.06));
        double[][] responsibilities = truth().responsibilities(rows);
        double share =
                Arrays.stream(responsibilities).mapToDouble(r -> r[1]).average().orElseThrow();
        assertThat(share).isCloseTo(WEIGHTS[1], within(0.01));
        assertThat(truth().sample(10, 4)).isDeepEqualTo(Arrays.copyOf(rows, 10));
        assertThat(truth().sample(10, 5)).isNotEqualTo(Arrays.copyOf(rows, 10));
    }

    @Test
    void sample_isDecodedByAnAutoencoder() {
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(9)
                .hidden(6)
                .latentSize(3)
                .likelihood(Likelihood.gaussian(1))
                .build();
        Vae vae = Vae.untrained(definition);
        float[][] rows = ClassicData.normal(40, 9, 1);
        GaussianMixture mixture = GaussianMixture.builder().components(2).fit(Frames.of(vae.encode(rows)));
        float[][] generated = vae.decode(mixture.sample(5, 1));
        assertThat(generated).hasDimensions(5, 9);
    }

    @ParameterizedTest
    @EnumSource(CovarianceType.class)
    void fit_isTheSameForTheSameSeed(CovarianceType type) {
        Frames data = Frames.of(ClassicData.clustered(150, 3, 4, 1));
        GaussianMixture.Builder builder =
                GaussianMixture.builder().components(4).covariance(type).seed(9);
        assertThat(builder.fit(data).means()).isDeepEqualTo(builder.fit(data).means());
        assertThat(builder.fit(data).history()).isEqualTo(builder.fit(data).history());
    }

    @Test
    void fit_refusesWhatItCannotDo() {
        Frames equal = Frames.of(new float[][] {{1, 2}, {1, 2}, {1, 2}});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.builder().components(4).fit(equal))
                .withMessage("a mixture needs at least as many rows as components, got 3 rows for 4 components");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.builder().components(1).fit(equal))
                .withMessage("the data has no variance: all 3 rows are equal");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.builder().varianceFloor(0).fit(equal))
                .withMessage("varianceFloor must be finite and above 0, got 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.builder().components(1).fit(ClassicData.withNan()))
                .withMessage("values must be finite, row 7 column 1 is NaN");
    }

    @Test
    void givenParameters_areChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.of(new double[] {0.5, 0.4, 0.2}, MEANS, COVARIANCES))
                .withMessageStartingWith("weights must have the sum 1, got 1.1");
        double[][][] singular = {COVARIANCES[0], {{1, 1}, {1, 1}}, COVARIANCES[2]};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.of(WEIGHTS, MEANS, singular))
                .withMessageStartingWith("covariance of component 1 must be positive definite");
        double[][][] skew = {COVARIANCES[0], {{1, 0.5}, {0, 1}}, COVARIANCES[2]};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.of(WEIGHTS, MEANS, skew))
                .withMessageStartingWith("covariance of component 1 must be symmetric");
        double[][][] tall = {COVARIANCES[0], {{1, 0}, {0, 1}, {0, 0}}, COVARIANCES[2]};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.of(WEIGHTS, MEANS, tall))
                .withMessage("covariance of component 1 must be 2 × 2, it has 3 rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> truth().sample(-1, 1))
                .withMessage("count must be at least 0, got -1");
    }
}
