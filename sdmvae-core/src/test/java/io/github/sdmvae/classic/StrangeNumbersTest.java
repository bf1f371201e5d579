/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Frames;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Zeros, constants, denormal and huge numbers, few rows and columns: each model works or says what is wrong. */
class StrangeNumbersTest {

    private static float[][] times(float factor) {
        float[][] rows = ClassicData.normal(40, 3, 2);
        for (float[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= factor;
            }
        }
        return rows;
    }

    private static float[][] mixed() {
        float[][] rows = ClassicData.normal(40, 3, 2);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {rows[i][0] * 1e-40f, rows[i][1], rows[i][2] * 1e30f};
        }
        return rows;
    }

    static Stream<Arguments> usable() {
        float[][] halfSilent = ClassicData.normal(40, 3, 2);
        Arrays.fill(halfSilent, 0, 20, new float[3]);
        float[][] oneValue = ClassicData.normal(40, 3, 2);
        for (float[] row : oneValue) {
            row[1] = -4.5f;
        }
        return Stream.of(
                Arguments.of("half zeros", halfSilent),
                Arguments.of("a constant column", oneValue),
                Arguments.of("denormals", times(1e-41f)),
                Arguments.of("1e30", times(1e30f)),
                Arguments.of("columns of 1e-40, 1 and 1e30", mixed()),
                Arguments.of("up to the largest", times(5e37f)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("usable")
    void kMeans(String name, float[][] rows) {
        KMeans model = KMeans.builder().clusters(3).fit(Frames.of(rows));
        assertThat(model.history().last()).isFinite().isPositive();
        assertThat(model.inertia(Frames.of(rows))).isFinite();
        assertThat(model.predict(rows)).contains(0, 1, 2);
        finite(model.centroids());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("usable")
    void mixture(String name, float[][] rows) {
        for (CovarianceType type : CovarianceType.values()) {
            GaussianMixture model =
                    GaussianMixture.builder().components(2).covariance(type).fit(Frames.of(rows));
            assertThat(model.history().last()).isFinite();
            assertThat(Arrays.stream(model.logLikelihood(rows))).allMatch(Double::isFinite);
            finite(model.means());
            finite(model.covariance(0));
            finite(model.responsibilities(rows));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("usable")
    void pca(String name, float[][] rows) {
        for (ProbabilisticPca.Method method : ProbabilisticPca.Method.values()) {
            for (boolean standardised : new boolean[] {false, true}) {
                ProbabilisticPca model = ProbabilisticPca.builder()
                        .components(2)
                        .method(method)
                        .standardised(standardised)
                        .fit(Frames.of(rows));
                assertThat(model.history().last()).isFinite();
                assertThat(Arrays.stream(model.logLikelihood(rows))).allMatch(Double::isFinite);
                assertThat(model.noiseVariance()).isFinite().isPositive();
                finite(model.loadings());
            }
        }
    }

    private static void finite(double[][] values) {
        for (double[] row : values) {
            assertThat(Arrays.stream(row)).allMatch(Double::isFinite);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 1, 1e-42f, 1e30f})
    void equalRows(float value) {
        Frames equal = Frames.of(new float[][] {{value, value}, {value, value}, {value, value}});
        assertThat(KMeans.builder().clusters(1).fit(equal).inertia(equal)).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KMeans.builder().clusters(2).fit(equal))
                .withMessage("the data has only 1 distinct rows, too few for 2 clusters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.builder().components(1).fit(equal))
                .withMessage("the data has no variance: all 3 rows are equal");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProbabilisticPca.builder().components(1).fit(equal))
                .withMessage("the data has no variance: all 3 rows are equal");
    }

    @Test
    void oneRow() {
        Frames row = Frames.of(new float[][] {{1, 2}});
        assertThat(KMeans.builder().clusters(1).fit(row).centroids()).isDeepEqualTo(new double[][] {{1, 2}});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.builder().components(1).fit(row))
                .withMessage("the data has no variance: all 1 rows are equal");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProbabilisticPca.builder().components(1).fit(row))
                .withMessage("probabilistic PCA needs more rows and more columns than components,"
                        + " got 1 rows of 2 for 1 components");
    }

    @Test
    void oneColumn() {
        Frames column = Frames.of(ClassicData.normal(30, 1, 4));
        assertThat(KMeans.builder().clusters(3).fit(column).history().last()).isPositive();
        GaussianMixture mixture = GaussianMixture.builder().components(2).fit(column);
        assertThat(mixture.history().last()).isFinite();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProbabilisticPca.builder().components(1).fit(column))
                .withMessageContaining("got 30 rows of 1 for 1 components");
    }

    @Test
    void moreClustersThanDistinctRows() {
        Frames repeated = Frames.of(new float[][] {{1, 0}, {0, 1}, {1, 0}, {0, 1}, {1, 0}});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KMeans.builder().clusters(3).fit(repeated))
                .withMessage("the data has only 2 distinct rows, too few for 3 clusters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.builder().components(3).fit(repeated))
                .withMessage("the data has only 2 distinct rows, too few for 3 clusters");
        GaussianMixture two = GaussianMixture.builder().components(2).fit(repeated);
        assertThat(two.history().floors()).hasSize(2);
    }

    /** A source of the user's own that breaks the rule of finite values. */
    private record Broken(float value) implements FrameSource {
        @Override
        public int size() {
            return 700; // more than one chunk of K-means
        }

        @Override
        public int width() {
            return 2;
        }

        @Override
        public void read(int index, float[] target, int offset) {
            target[offset] = index;
            target[offset + 1] = index == 650 ? value : -index;
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void notFinite_isNamed(float value) {
        String message = "values must be finite, row 650 column 1 is " + value;
        FrameSource broken = new Broken(value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KMeans.builder().clusters(2).fit(broken))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.builder().components(2).fit(broken))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KMeans.of(new double[][] {{0, 0}}).inertia(broken))
                .withMessage(message);
    }

    @ParameterizedTest
    @EnumSource(ProbabilisticPca.Method.class)
    void notFinite_isNamedByPca(ProbabilisticPca.Method method) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ProbabilisticPca.builder().components(1).method(method).fit(new Broken(Float.NaN)))
                .withMessage("values must be finite, row 650 column 1 is NaN");
    }
}
