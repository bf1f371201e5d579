/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.data.Frames;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KMeansTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void inertia_isTheExhaustiveOptimumOnATinySet(long seed) {
        float[][] rows = ClassicData.normal(9, 2, seed);
        KMeans model = KMeans.builder()
                .clusters(3)
                .restarts(50)
                .tolerance(0)
                .seed(seed)
                .fit(Frames.of(rows));
        assertThat(model.inertia(Frames.of(rows))).isCloseTo(leastInertia(rows, 3), within(1e-9));
        assertThat(model.history().last()).isCloseTo(model.inertia(Frames.of(rows)), within(1e-12));
    }

    /** Over all assignments. */
    private static double leastInertia(float[][] rows, int clusters) {
        double least = Double.POSITIVE_INFINITY;
        int[] assignment = new int[rows.length];
        for (int code = 0; code < Math.pow(clusters, rows.length); code++) {
            for (int i = 0, rest = code; i < rows.length; i++, rest /= clusters) {
                assignment[i] = rest % clusters;
            }
            least = Math.min(least, inertia(rows, assignment, clusters));
        }
        return least;
    }

    private static double inertia(float[][] rows, int[] assignment, int clusters) {
        double inertia = 0;
        for (int c = 0; c < clusters; c++) {
            for (int j = 0; j < rows[0].length; j++) {
                double sum = 0;
                double squares = 0;
                int count = 0;
                for (int i = 0; i < rows.length; i++) {
                    if (assignment[i] == c) {
                        sum += rows[i][j];
                        squares += (double) rows[i][j] * rows[i][j];
                        count++;
                    }
                }
                inertia += count == 0 ? 0 : squares - sum * sum / count;
            }
        }
        return inertia;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void inertia_neverRises(long seed) {
        Frames data = Frames.of(ClassicData.clustered(300, 4, 6, seed));
        KMeans model = KMeans.builder().clusters(12).tolerance(0).seed(seed).fit(data);
        List<Double> inertia = model.history().objectives();
        for (int t = 1; t < inertia.size(); t++) {
            assertThat(inertia.get(t)).isLessThanOrEqualTo(inertia.get(t - 1) * (1 + 1e-12));
        }
        assertThat(model.history().converged()).isTrue();
    }

    @Test
    void centroids_areRecovered() {
        double[][] truth = {{0, 0}, {10, 0}, {0, 10}, {10, 10}};
        float[][] rows = ClassicData.normal(2000, 2, 5);
        for (int i = 0; i < rows.length; i++) {
            rows[i][0] += (float) truth[i % 4][0];
            rows[i][1] += (float) truth[i % 4][1];
        }
        KMeans model = KMeans.builder().clusters(4).fit(Frames.of(rows));
        int[] clusters = model.predict(rows);
        for (int t = 0; t < 4; t++) {
            // The mean of 500 standard normal rows: standard error 0.045.
            double[] centroid = model.centroids()[clusters[t]];
            assertThat(centroid[0]).isCloseTo(truth[t][0], within(0.2));
            assertThat(centroid[1]).isCloseTo(truth[t][1], within(0.2));
        }
    }

    @Test
    void emptyClusters_takeTheFarthestRows() {
        Frames data = Frames.of(new float[][] {{0}, {1}, {10}, {11}, {30}});
        double[][] farAway = {{0}, {1000}, {-1000}};
        KMeansFit fit = new KMeansFit(new Rows(data), new KMeansOptions(3, 100, 0, 1, 1), farAway);
        List<IterationReport> reports = new ArrayList<>();
        FitListener listener = new FitListener() {
            @Override
            public void onIteration(IterationReport report) {
                reports.add(report);
            }
        };
        assertThat(fit.run(new Progress(List.of(listener), 0, 100))).isTrue();
        // The farthest rows, 30 and 11, get the empty clusters; then the groups are found.
        assertThat(reports.get(1).repairs()).isEqualTo(2);
        assertThat(reports.get(0).objective()).isEqualTo(1 + 100 + 121 + 900);
        assertThat(fit.centroids()).isDeepEqualTo(new double[][] {{0.5}, {30}, {10.5}});
        assertThat(reports.get(reports.size() - 1).objective()).isEqualTo(1);
    }

    @Test
    void clustersAsManyAsDistinctRows_leaveNoInertia() {
        Frames data = Frames.of(new float[][] {{1, 2}, {1, 2}, {3, 4}, {3, 4}, {5, 6}});
        KMeans model = KMeans.builder().clusters(3).fit(data);
        assertThat(model.inertia(data)).isZero();
    }

    @Test
    void fit_isTheSameForTheSameSeed() {
        Frames data = Frames.of(ClassicData.clustered(200, 3, 5, 1));
        KMeans.Builder builder = KMeans.builder().clusters(5).restarts(2).seed(9);
        assertThat(builder.fit(data).centroids())
                .isDeepEqualTo(builder.fit(data).centroids());
        assertThat(builder.fit(data).centroids())
                .isNotEqualTo(builder.seed(10).fit(data).centroids());
    }

    @Test
    void listener_isToldOfEveryStartAndIteration() {
        List<String> told = new ArrayList<>();
        Frames data = Frames.of(new float[][] {{0}, {1}});
        KMeans.builder().clusters(2).restarts(2).listener(new Teller(told)).fit(data);
        assertThat(told)
                .containsExactly(
                        "start 0 of 300",
                        "0.0: 0.0",
                        "0.1: 0.0",
                        "start 1 of 300",
                        "1.0: 0.0",
                        "1.1: 0.0",
                        "end FitHistory[objectives=[0.0, 0.0], converged=true, floors=[]]");
    }

    private record Teller(List<String> told) implements FitListener {
        @Override
        public void onStart(int restart, int maxIterations) {
            told.add("start " + restart + " of " + maxIterations);
        }

        @Override
        public void onIteration(IterationReport report) {
            told.add(report.restart() + "." + report.iteration() + ": " + report.objective());
        }

        @Override
        public void onEnd(FitHistory history) {
            told.add("end " + history);
        }
    }

    @Test
    void fit_refusesWhatItCannotDo() {
        Frames two = Frames.of(new float[][] {{1, 2}, {1, 2}, {3, 4}, {3, 4}});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KMeans.builder().clusters(5).fit(two))
                .withMessage("K-means needs at least as many rows as clusters, got 4 rows for 5 clusters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KMeans.builder().clusters(3).fit(two))
                .withMessage("the data has only 2 distinct rows, too few for 3 clusters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KMeans.builder().clusters(0).fit(two))
                .withMessage("clusters must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KMeans.builder().tolerance(Double.NaN).fit(two))
                .withMessage("tolerance must be finite and at least 0, got NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KMeans.builder().clusters(2).fit(ClassicData.withNan()))
                .withMessage("values must be finite, row 7 column 1 is NaN");
    }

    @Test
    void model_refusesRowsOfAnotherWidth() {
        KMeans model = KMeans.of(new double[][] {{0, 0}, {1, 1}});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.predict(new float[][] {{0, 0}, {1, 2, 3}}))
                .withMessage("rows must have 2 values, row 1 has 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KMeans.of(new double[][] {{0, 0}, {1}}))
                .withMessage("centroids, row 1 must have 2 values, got 1");
        assertThat(model).hasToString("K-means of 2 clusters on rows of 2");
    }
}
