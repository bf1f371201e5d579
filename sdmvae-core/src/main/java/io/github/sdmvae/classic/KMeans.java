/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import io.github.sdmvae.data.FrameSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * K-means: every row belongs to the nearest of k centroids, and every centroid is the mean of its rows. Fitted by
 * Lloyd's iterations (Lloyd 1982) from a k-means++ start (Arthur and Vassilvitskii 2007), the best of several starts.
 *
 * <p>The inertia (sum of squared distances to the nearest centroid) never rises. A cluster that loses all its rows takes
 * the row that lies farthest from its centroid, which lowers the inertia; {@link IterationReport#repairs} counts these.
 *
 * <pre>{@code
 * KMeans model = KMeans.builder().clusters(10).seed(3).fit(data);
 * int[] clusters = model.predict(rows);
 * }</pre>
 *
 * <p>The same data, settings and seed give the same model to the last bit, whatever the processor and the number of
 * threads. An iteration takes rows × k × width operations; the rows are read from the source anew in each, some hundred at
 * a time, and compared by matrix products of the standard engine in single precision. Where their rounding could matter,
 * double precision decides; of data that lies far from the origin compared with its spread that is everywhere, which is
 * slow.
 *
 * <p><b>Thread rule:</b> immutable; any number of threads may use one model at once. A fit runs in the caller's thread,
 * helped by those of the engine.
 */
public final class KMeans {
    private final double[][] centroids;
    private final FitHistory history;

    private KMeans(double[][] centroids, FitHistory history) {
        this.centroids = centroids;
        this.history = history;
    }

    /**
     * Starts the settings of a fit.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A model of given centroids, copied.
     *
     * @param centroids k × width, at least one, finite
     * @return the model
     * @throws IllegalArgumentException if the matrix is empty or ragged, or a value is not finite
     */
    public static KMeans of(double[][] centroids) {
        int width = centroids.length == 0 ? 0 : centroids[0].length;
        return new KMeans(Checks.copyOfMatrix("centroids", centroids, width), FitHistory.none());
    }

    /**
     * The number of clusters k.
     *
     * @return at least 1
     */
    public int clusters() {
        return centroids.length;
    }

    /**
     * The number of values per row.
     *
     * @return at least 1
     */
    public int width() {
        return centroids[0].length;
    }

    /**
     * The centroids.
     *
     * @return k × width, a copy
     */
    public double[][] centroids() {
        return Checks.copy(centroids);
    }

    /**
     * How the model was fitted.
     *
     * @return the inertia at the start and after every update
     */
    public FitHistory history() {
        return history;
    }

    /**
     * The cluster of each row: the nearest centroid, the first of equally near ones.
     *
     * @param rows count × width, finite
     * @return count cluster numbers, 0 to k − 1
     * @throws IllegalArgumentException if a row has another length or a value is not finite
     */
    public int[] predict(float[][] rows) {
        int[] clusters = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            clusters[i] = KMeansFit.nearest(Rows.widen(rows[i], i, width()), centroids);
        }
        return clusters;
    }

    /**
     * The sum over rows of the squared distance to the nearest centroid.
     *
     * @param data at least one row of the model's width
     * @return at least 0, in squared units of the data
     * @throws IllegalArgumentException if the data is empty or of another width, or a value is not finite
     */
    public double inertia(FrameSource data) {
        double[] sum = new double[1];
        Rows.of(data, width())
                .forEach(row -> sum[0] += Rows.squaredDistance(row, centroids[KMeansFit.nearest(row, centroids)]));
        return sum[0];
    }

    @Override
    public String toString() {
        return "K-means of " + clusters() + " clusters on rows of " + width();
    }

    /** Collects the settings of a {@link KMeans} fit. Not thread-safe. */
    public static final class Builder {
        private int clusters = 8;
        private int maxIterations = 300;
        private double tolerance = 1e-6;
        private int restarts = 5;
        private long seed = 1;
        private final List<FitListener> listeners = new ArrayList<>();

        private Builder() {}

        /**
         * The number of clusters k. Default: 8.
         *
         * @param clusters at least 1, at most the number of distinct rows
         * @return this builder
         */
        public Builder clusters(int clusters) {
            this.clusters = clusters;
            return this;
        }

        /**
         * Updates at most, per start. Default: 300.
         *
         * @param maxIterations at least 1
         * @return this builder
         */
        public Builder maxIterations(int maxIterations) {
            this.maxIterations = maxIterations;
            return this;
        }

        /**
         * A start ends when an update lowers the inertia by no more than this share of it, or no row changes its
         * cluster. Default: 1e-6.
         *
         * @param tolerance finite and at least 0
         * @return this builder
         */
        public Builder tolerance(double tolerance) {
            this.tolerance = tolerance;
            return this;
        }

        /**
         * How many starts to make; the one of least inertia is kept. Default: 5.
         *
         * @param restarts at least 1
         * @return this builder
         */
        public Builder restarts(int restarts) {
            this.restarts = restarts;
            return this;
        }

        /**
         * The seed of the starts. Default: 1.
         *
         * @param seed any number
         * @return this builder
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Adds a listener.
         *
         * @param listener told the inertia of every iteration
         * @return this builder
         */
        public Builder listener(FitListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Fits a model; the builder may be used on.
         *
         * @param data at least as many distinct rows as clusters, finite
         * @return the model
         * @throws IllegalArgumentException if a setting is out of range, the data has too few rows or too few distinct
         *     ones, or a value is not finite
         */
        public KMeans fit(FrameSource data) {
            KMeansOptions options = new KMeansOptions(clusters, maxIterations, tolerance, restarts, seed);
            Checks.requireRows("K-means", data, clusters, "clusters");
            Rows rows = new Rows(data);
            KMeans best = fitOnce(rows, options, 0);
            for (int restart = 1; restart < restarts; restart++) {
                KMeans next = fitOnce(rows, options, restart);
                best = next.history.last() < best.history.last() ? next : best;
            }
            FitHistory kept = best.history;
            listeners.forEach(listener -> listener.onEnd(kept));
            return best;
        }

        private KMeans fitOnce(Rows rows, KMeansOptions options, int restart) {
            KMeansFit fit = KMeansFit.plusPlus(rows, options, restart);
            Progress progress = new Progress(listeners, restart, maxIterations);
            boolean converged = fit.run(progress);
            return new KMeans(fit.centroids(), progress.history(converged, List.of()));
        }
    }
}
