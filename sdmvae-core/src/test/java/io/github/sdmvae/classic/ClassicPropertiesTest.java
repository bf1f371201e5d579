/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.data.Frames;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What holds for any data. (These models have no files, so there is nothing to save and load.) */
class ClassicPropertiesTest {

    /** Clustered rows, in units of any size, some rows repeated, perhaps far from the origin. */
    @Provide
    Arbitrary<float[][]> data() {
        return Combinators.combine(
                        Arbitraries.integers().between(8, 60),
                        Arbitraries.integers().between(2, 6),
                        Arbitraries.integers().between(-12, 12),
                        Arbitraries.of(0f, 1f, 1000f),
                        Arbitraries.longs())
                .as(ClassicPropertiesTest::rows);
    }

    private static float[][] rows(int count, int width, int decade, float offset, long seed) {
        float unit = (float) Math.pow(10, decade);
        float[][] rows = ClassicData.clustered(count, width, 3, seed);
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < width; j++) {
                rows[i][j] = (rows[i][j] + offset) * unit;
            }
            if (i > 4 && random.nextInt(5) == 0) {
                rows[i] = rows[random.nextInt(4)].clone();
            }
        }
        return rows;
    }

    @Property(tries = 100, seed = "7")
    void kMeans_inertiaNeverRises(
            @ForAll("data") float[][] rows, @ForAll @IntRange(min = 1, max = 4) int k, @ForAll long seed) {
        KMeans model =
                KMeans.builder().clusters(k).restarts(1).tolerance(0).seed(seed).fit(Frames.of(rows));
        List<Double> inertia = model.history().objectives();
        for (int t = 1; t < inertia.size(); t++) {
            assertThat(inertia.get(t)).isLessThanOrEqualTo(inertia.get(t - 1) * (1 + 1e-11));
        }
        double found = model.inertia(Frames.of(rows));
        assertThat(model.history().last()).isCloseTo(found, within(1e-10 * found));
    }

    @Property(tries = 100, seed = "7")
    void kMeans_findsTheNearestCentroid(@ForAll("data") float[][] rows, @ForAll @LongRange(min = 1) long seed) {
        Rows source = new Rows(Frames.of(rows));
        KMeansFit fit = KMeansFit.plusPlus(source, new KMeansOptions(3, 1, 0, 1, seed), 0);
        double[][] start = Checks.copy(fit.centroids());
        fit.run(Progress.silent());
        NearestCentroids nearest = new NearestCentroids(3, source.width());
        nearest.use(start);
        float[] chunk = new float[NearestCentroids.CHUNK * source.width()];
        source.readChunk(0, rows.length, chunk);
        nearest.multiply(chunk);
        for (int i = 0; i < rows.length; i++) {
            double[] distances = new double[3];
            for (int c = 0; c < 3; c++) {
                distances[c] = Rows.squaredDistance(chunk, i * source.width(), start[c]);
            }
            double norm = Math.sqrt(Rows.squaredDistance(chunk, i * source.width(), new double[source.width()]));
            double least = Arrays.stream(distances).min().orElseThrow();
            assertThat(distances[nearest.nearest(chunk, i, norm)]).isEqualTo(least);
        }
    }

    @Property(tries = 60, seed = "7")
    void mixture_likelihoodNeverFalls(
            @ForAll("data") float[][] rows,
            @ForAll @IntRange(min = 1, max = 3) int components,
            @ForAll CovarianceType type,
            @ForAll long seed) {
        GaussianMixture model = GaussianMixture.builder()
                .components(components)
                .covariance(type)
                .maxIterations(40)
                .seed(seed)
                .fit(Frames.of(rows));
        List<Double> likelihood = model.history().objectives();
        for (int t = 1; t < likelihood.size(); t++) {
            double slack = 1e-7 * (1 + Math.abs(likelihood.get(t)));
            assertThat(likelihood.get(t)).isGreaterThanOrEqualTo(likelihood.get(t - 1) - slack);
        }
        for (double[] row : model.responsibilities(rows)) {
            assertThat(Arrays.stream(row).sum()).isCloseTo(1, within(1e-12));
        }
    }

    /** Without a floor, the model has the variance of the data: in all, and along each of its own directions. */
    @Property(tries = 100, seed = "7")
    void pca_covarianceIsThatOfTheData(@ForAll("data") float[][] rows, @ForAll boolean standardised) {
        ProbabilisticPca model = ProbabilisticPca.builder()
                .components(1)
                .standardised(standardised)
                .fit(Frames.of(rows));
        if (!model.history().floors().isEmpty()) {
            return;
        }
        Rows source = new Rows(Frames.of(rows));
        double[] mean = source.mean();
        ColumnScale scale = ColumnScale.standard(mean, source.variances(mean));
        FullGaussian.FullMoments moments = new FullGaussian.FullMoments(mean);
        source.forEach(row -> moments.add(1, row));
        double[][] data = moments.covariance();
        double modelTrace = 0;
        double dataTrace = 0;
        double along = 0;
        double length = 0;
        for (int i = 0; i < mean.length; i++) {
            double unit = standardised ? scale.deviation()[i] : 1;
            double a = model.loadings()[i][0] / unit;
            modelTrace += a * a + model.noiseVariance();
            dataTrace += data[i][i] / unit / unit;
            length += a * a;
            for (int j = 0; j < mean.length; j++) {
                double other = standardised ? scale.deviation()[j] : 1;
                along += a * data[i][j] / unit / other * model.loadings()[j][0] / other;
            }
        }
        assertThat(modelTrace).isCloseTo(dataTrace, within(1e-8 * dataTrace));
        double variance = length + model.noiseVariance();
        assertThat(along / length).isCloseTo(variance, within(1e-6 * variance));
    }
}
