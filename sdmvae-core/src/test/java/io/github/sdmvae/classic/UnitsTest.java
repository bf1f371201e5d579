/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.data.Frames;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Columns of very different units, and where the floor of variances acts. */
class UnitsTest {
    /** About 1e-6 to 1e6; powers of two, so that other units change no digit. */
    private static final float[] UNITS = {0x1p-20f, 0x1p-7f, 1, 0x1p9f, 0x1p20f};

    private static float[][] rows() {
        return ClassicData.clustered(400, UNITS.length, 3, 5);
    }

    private static float[][] inOtherUnits(float[][] rows) {
        float[][] other = new float[rows.length][UNITS.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < UNITS.length; j++) {
                other[i][j] = rows[i][j] * UNITS[j];
            }
        }
        return other;
    }

    private static double logJacobian() {
        double log = 0;
        for (float unit : UNITS) {
            log += Math.log(unit);
        }
        return log;
    }

    private static float[][] withColumn(float[][] rows, float value) {
        float[][] wider = new float[rows.length][UNITS.length + 1];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, wider[i], 0, UNITS.length);
            wider[i][UNITS.length] = value;
        }
        return wider;
    }

    private static GaussianMixture mixture(CovarianceType type, float[][] rows) {
        return GaussianMixture.builder().components(3).covariance(type).fit(Frames.of(rows));
    }

    @ParameterizedTest
    @EnumSource(CovarianceType.class)
    void mixture_isTheSameInAllUnits(CovarianceType type) {
        float[][] rows = rows();
        float[][] other = inOtherUnits(rows);
        GaussianMixture plain = mixture(type, rows);
        GaussianMixture scaled = mixture(type, other);
        assertThat(scaled.responsibilities(other)).isDeepEqualTo(plain.responsibilities(rows));
        assertThat(scaled.meanLogLikelihood(Frames.of(other)))
                .isCloseTo(plain.meanLogLikelihood(Frames.of(rows)) - logJacobian(), within(1e-9));
        assertThat(scaled.history().last()).isCloseTo(plain.history().last() - logJacobian(), within(1e-9));
        assertThat(scaled.history().floors()).isEmpty();
        for (int j = 0; j < UNITS.length; j++) {
            double expected = plain.covariance(1)[j][0] * UNITS[j] * UNITS[0];
            assertThat(scaled.covariance(1)[j][0]).isCloseTo(expected, within(1e-12 * Math.abs(expected)));
            assertThat(scaled.means()[2][j]).isCloseTo(plain.means()[2][j] * UNITS[j], within(1e-9 * UNITS[j]));
        }
    }

    @ParameterizedTest
    @EnumSource(CovarianceType.class)
    void mixture_isThatOfItsParametersInAllUnits(CovarianceType type) {
        float[][] other = inOtherUnits(rows());
        GaussianMixture model = mixture(type, other);
        double[][][] covariances = {model.covariance(0), model.covariance(1), model.covariance(2)};
        GaussianMixture given = GaussianMixture.of(model.weights(), model.means(), covariances);
        double[] expected = given.logLikelihood(other);
        assertThat(model.logLikelihood(other)).containsExactly(expected, within(1e-6));
        float[][] drawn = model.sample(4000, 3);
        double[] spread = new double[UNITS.length];
        for (float[] row : drawn) {
            for (int j = 0; j < UNITS.length; j++) {
                spread[j] += Math.abs(row[j]) / UNITS[j] / drawn.length;
            }
        }
        assertThat(Arrays.stream(spread)).allMatch(s -> s > 0.5 && s < 10);
    }

    @ParameterizedTest
    @EnumSource(CovarianceType.class)
    void mixture_saysWhichColumnIsConstant(CovarianceType type) {
        float[][] other = inOtherUnits(rows());
        float[][] wider = withColumn(other, 5);
        GaussianMixture model = mixture(type, wider);
        assertThat(model.history().converged()).isTrue();
        assertThat(model.history().floors())
                .containsExactly(
                        new FloorAction(0, List.of(5)), new FloorAction(1, List.of(5)), new FloorAction(2, List.of(5)));
        double[][] expected = mixture(type, other).responsibilities(other);
        double[][] found = model.responsibilities(wider);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).containsExactly(expected[i], within(1e-6));
        }
        assertThat(model.sample(3, 1)[2][5]).isCloseTo(5, within(1e-6f));
    }

    @Test
    void mixture_saysWhichColumnsFollowFromOneAnother() {
        float[][] rows = rows();
        for (float[] row : rows) {
            row[3] = 1000 * row[1];
        }
        GaussianMixture model = mixture(CovarianceType.FULL, rows);
        assertThat(model.history().floors())
                .hasSize(3)
                .allMatch(floor -> floor.columns().equals(List.of(1, 3)));
        assertThat(mixture(CovarianceType.DIAGONAL, rows).history().floors()).isEmpty();
    }

    @Test
    void mixture_saysWhichComponentIsFlat() {
        float[][] rows = rows();
        for (int i = 0; i < 100; i++) {
            rows[i][2] = 40; // far from the others, all equal there
        }
        GaussianMixture model = mixture(CovarianceType.DIAGONAL, rows);
        int flat = model.predict(rows)[0];
        assertThat(model.history().floors()).containsExactly(new FloorAction(flat, List.of(2)));
    }

    private static ProbabilisticPca.Builder pca(ProbabilisticPca.Method method) {
        return ProbabilisticPca.builder()
                .components(2)
                .method(method)
                .tolerance(1e-12)
                .maxIterations(5000);
    }

    @ParameterizedTest
    @EnumSource(ProbabilisticPca.Method.class)
    void standardisedPca_isTheSameInAllUnits(ProbabilisticPca.Method method) {
        float[][] rows = rows();
        float[][] other = inOtherUnits(rows);
        ProbabilisticPca plain = pca(method).standardised(true).fit(Frames.of(rows));
        ProbabilisticPca scaled = pca(method).standardised(true).fit(Frames.of(other));
        assertThat(scaled.transform(other)).isDeepEqualTo(plain.transform(rows));
        assertThat(scaled.history().last()).isCloseTo(plain.history().last() - logJacobian(), within(1e-9));
        assertThat(scaled.meanLogLikelihood(Frames.of(other)))
                .isCloseTo(scaled.history().last(), within(1e-8));
        assertThat(scaled.noiseVariance()).isEqualTo(plain.noiseVariance());
        float[] back = scaled.inverse(scaled.transform(other))[7];
        float[] expected = plain.inverse(plain.transform(rows))[7];
        for (int j = 0; j < UNITS.length; j++) {
            assertThat(back[j]).isCloseTo(expected[j] * UNITS[j], within(1e-5f * UNITS[j]));
            assertThat(scaled.noiseVariances()[j]).isEqualTo(plain.noiseVariances()[j] * UNITS[j] * UNITS[j]);
        }
    }

    @Test
    void standardisedPca_isPcaOfStandardisedRows() {
        float[][] rows = rows();
        double[] mean = new double[UNITS.length];
        double[] square = new double[UNITS.length];
        for (float[] row : rows) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += row[j] / (double) rows.length;
                square[j] += (double) row[j] * row[j] / rows.length;
            }
        }
        float[][] standard = new float[rows.length][UNITS.length];
        double logVolume = 0;
        for (int j = 0; j < mean.length; j++) {
            double deviation = Math.sqrt(square[j] - mean[j] * mean[j]);
            logVolume += Math.log(deviation);
            for (int i = 0; i < rows.length; i++) {
                standard[i][j] = (float) ((rows[i][j] - mean[j]) / deviation);
            }
        }
        ProbabilisticPca.Builder builder = pca(ProbabilisticPca.Method.CLOSED_FORM);
        ProbabilisticPca expected = builder.fit(Frames.of(standard));
        ProbabilisticPca found = builder.standardised(true).fit(Frames.of(rows));
        assertThat(found.noiseVariance()).isCloseTo(expected.noiseVariance(), within(1e-6));
        assertThat(found.history().last()).isCloseTo(expected.history().last() - logVolume, within(1e-6));
        assertThat(found.transform(rows)[3]).containsExactly(expected.transform(standard)[3], within(1e-4f));
    }

    @ParameterizedTest
    @EnumSource(ProbabilisticPca.Method.class)
    void pca_isNotDrownedByALargeColumn(ProbabilisticPca.Method method) {
        float[][] rows = ClassicData.normal(500, 6, 3);
        for (float[] row : rows) {
            row[4] *= 1e5f;
        }
        ProbabilisticPca model = pca(method).components(1).fit(Frames.of(rows));
        // A millionth of the average variance would be 1700.
        assertThat(model.noiseVariance()).isCloseTo(1, within(0.1));
        assertThat(model.history().floors()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ProbabilisticPca.Method.class)
    void pca_saysWhereTheFloorActs(ProbabilisticPca.Method method) {
        float[][] rows = ClassicData.normal(200, 5, 3);
        for (float[] row : rows) {
            row[2] = row[0] - row[1];
            row[4] = 7;
        }
        for (boolean standardised : new boolean[] {false, true}) {
            ProbabilisticPca model =
                    pca(method).components(3).standardised(standardised).fit(Frames.of(rows));
            assertThat(model.history().floors()).containsExactly(new FloorAction(0, List.of(0, 1, 2, 4)));
            assertThat(model.inverse(model.transform(rows))[9][4]).isCloseTo(7, within(1e-2f));
        }
    }
}
