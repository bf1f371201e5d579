/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.data.Frames;
import java.util.List;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilisticPcaTest {
    private static final double[][] LOADINGS = {{2, 0}, {0, 1}, {1, -1}, {0.5, 0.5}, {-1, 0}};
    private static final double[] MEAN = {1, -2, 3, 0, 10};
    private static final double NOISE = 0.09;

    private static ProbabilisticPca truth() {
        return ProbabilisticPca.of(LOADINGS, MEAN, NOISE);
    }

    @Test
    void transform_isTheExactFormula() {
        RealMatrix a = MatrixUtils.createRealMatrix(LOADINGS);
        RealMatrix m = a.transpose()
                .multiply(a)
                .add(MatrixUtils.createRealIdentityMatrix(2).scalarMultiply(NOISE));
        RealMatrix inverse = new LUDecomposition(m).getSolver().getInverse();
        float[] row = {0.3f, 1, -2, 4, 9};
        double[] centred = new double[5];
        for (int j = 0; j < 5; j++) {
            centred[j] = row[j] - MEAN[j];
        }
        double[] expected = inverse.multiply(a.transpose()).operate(centred);
        float[] found = truth().transform(new float[][] {row})[0];
        for (int c = 0; c < 2; c++) {
            assertThat((double) found[c]).isCloseTo(expected[c], within(1e-6));
            for (int k = 0; k < 2; k++) {
                assertThat(truth().posteriorCovariance()[c][k])
                        .isCloseTo(NOISE * inverse.getEntry(c, k), within(1e-14));
            }
        }
    }

    @Test
    void inverse_isLoadingsTimesCodePlusMean() {
        float[] row = truth().inverse(new float[][] {{2, -1}})[0];
        assertThat(row).containsExactly(new float[] {5, -3, 6, 0.5f, 8}, within(1e-6f));
    }

    @Test
    void logLikelihood_isTheDirectDensity() {
        RealMatrix a = MatrixUtils.createRealMatrix(LOADINGS);
        RealMatrix c = a.multiply(a.transpose())
                .add(MatrixUtils.createRealIdentityMatrix(5).scalarMultiply(NOISE));
        MultivariateNormalDistribution direct = new MultivariateNormalDistribution(MEAN, c.getData());
        float[][] rows = truth().sample(20, 2);
        double[] found = truth().logLikelihood(rows);
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            double[] x = {rows[i][0], rows[i][1], rows[i][2], rows[i][3], rows[i][4]};
            double expected = Math.log(direct.density(x));
            assertThat(found[i]).isCloseTo(expected, within(1e-8));
            sum += expected / rows.length;
        }
        assertThat(truth().meanLogLikelihood(Frames.of(rows))).isCloseTo(sum, within(1e-8));
    }

    @Test
    void parameters_areRecovered() {
        Frames data = Frames.of(truth().sample(20_000, 5));
        ProbabilisticPca model = ProbabilisticPca.builder().components(2).fit(data);
        assertThat(model.noiseVariance()).isCloseTo(NOISE, within(0.003)); // standard error 0.0005
        double[][] expected = outer(LOADINGS);
        double[][] found = outer(model.loadings());
        for (int i = 0; i < 5; i++) {
            assertThat(model.mean()[i]).isCloseTo(MEAN[i], within(0.06)); // standard error at most 0.015
            for (int j = 0; j < 5; j++) {
                assertThat(found[i][j]).isCloseTo(expected[i][j], within(0.16)); // standard error at most 0.04
            }
        }
        assertThat(model.history().last()).isGreaterThan(truth().meanLogLikelihood(data));
        assertThat(model.meanLogLikelihood(data)).isCloseTo(model.history().last(), within(1e-9));
    }

    private static double[][] outer(double[][] a) {
        RealMatrix matrix = MatrixUtils.createRealMatrix(a);
        return matrix.multiply(matrix.transpose()).getData();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void closedFormAndEm_meet(long seed) {
        float[][] rows = ClassicData.clustered(150, 6, 4, seed);
        Frames data = Frames.of(rows);
        ProbabilisticPca.Builder builder = ProbabilisticPca.builder().components(2);
        ProbabilisticPca closed = builder.fit(data);
        ProbabilisticPca em = builder.method(ProbabilisticPca.Method.EM)
                .tolerance(1e-15)
                .maxIterations(20_000)
                .seed(seed)
                .fit(data);
        assertThat(em.history().last()).isCloseTo(closed.history().last(), within(1e-9));
        assertThat(em.meanLogLikelihood(data)).isCloseTo(em.history().last(), within(1e-9));
        assertThat(em.noiseVariance()).isCloseTo(closed.noiseVariance(), within(1e-6 * closed.noiseVariance()));
        float[][] expected = closed.transform(rows);
        float[][] found = em.transform(rows);
        for (int i = 0; i < rows.length; i++) {
            assertThat(found[i]).containsExactly(expected[i], within(1e-3f));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void logLikelihood_neverFalls(long seed) {
        for (double floor : new double[] {1e-6, 0.3}) {
            List<Double> objectives = ProbabilisticPca.builder()
                    .components(3)
                    .method(ProbabilisticPca.Method.EM)
                    .varianceFloor(floor)
                    .seed(seed)
                    .fit(Frames.of(ClassicData.clustered(60, 7, 3, seed)))
                    .history()
                    .objectives();
            assertThat(objectives).hasSizeGreaterThan(2);
            for (int t = 1; t < objectives.size(); t++) {
                assertThat(objectives.get(t)).isGreaterThanOrEqualTo(objectives.get(t - 1) - 1e-10);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.3})
    void closedFormAndEm_meetAtTheFloor(double floor) {
        float[][] rows = ClassicData.clustered(80, 2, 1, 3);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {rows[i][0], rows[i][1], rows[i][0] + rows[i][1], 7};
        }
        Frames data = Frames.of(rows);
        ProbabilisticPca.Builder builder =
                ProbabilisticPca.builder().components(2).varianceFloor(floor);
        ProbabilisticPca closed = builder.fit(data);
        ProbabilisticPca em = builder.method(ProbabilisticPca.Method.EM)
                .tolerance(1e-13)
                .maxIterations(20_000)
                .fit(data);
        assertThat(em.noiseVariance()).isEqualTo(closed.noiseVariance());
        assertThat(em.history().last()).isCloseTo(closed.history().last(), within(1e-6));
        float[][] back = closed.inverse(closed.transform(rows));
        assertThat(back[5][3]).isCloseTo(7, within(1e-3f));
    }

    @Test
    void loadings_areOrthogonalAndOrdered() {
        ProbabilisticPca model =
                ProbabilisticPca.builder().components(3).fit(Frames.of(ClassicData.clustered(90, 6, 3, 1)));
        RealMatrix a = MatrixUtils.createRealMatrix(model.loadings());
        double[][] gram = a.transpose().multiply(a).getData();
        assertThat(gram[0][0]).isGreaterThan(gram[1][1]);
        assertThat(gram[1][1]).isGreaterThan(gram[2][2]);
        assertThat(gram[0][1]).isCloseTo(0, within(1e-10 * gram[0][0]));
        assertThat(gram[1][2]).isCloseTo(0, within(1e-10 * gram[0][0]));
    }

    @Test
    void fit_isTheSameForTheSameSeed() {
        Frames data = Frames.of(ClassicData.clustered(50, 5, 3, 1));
        ProbabilisticPca.Builder builder =
                ProbabilisticPca.builder().components(2).method(ProbabilisticPca.Method.EM);
        assertThat(builder.fit(data).loadings()).isDeepEqualTo(builder.fit(data).loadings());
        assertThat(truth().sample(3, 1)).isDeepEqualTo(truth().sample(3, 1));
    }

    @Test
    void fit_refusesWhatItCannotDo() {
        Frames data = Frames.of(ClassicData.normal(4, 6, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProbabilisticPca.builder().components(4).fit(data))
                .withMessage("probabilistic PCA needs more rows and more columns than components,"
                        + " got 4 rows of 6 for 4 components");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProbabilisticPca.builder().maxIterations(0).fit(data))
                .withMessage("maxIterations must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProbabilisticPca.builder().components(1).fit(ClassicData.withNan()))
                .withMessage("values must be finite, row 7 column 1 is NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProbabilisticPca.of(LOADINGS, MEAN, 0))
                .withMessage("noiseVariance must be finite and above 0, got 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProbabilisticPca.of(LOADINGS, new double[4], 1))
                .withMessage("mean must have 5 values, got 4");
    }
}
