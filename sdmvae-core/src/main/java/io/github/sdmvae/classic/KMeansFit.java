/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import java.util.Arrays;

/**
 * One start of K-means: k-means++, then Lloyd's iterations. Rows are read and compared with all centroids many at a time.
 */
final class KMeansFit {
    private static final int KEY = 101;
    private static final int CHUNK = NearestCentroids.CHUNK;
    /** Of the sum of squares: an inertia below is summed row by row, as a difference would have too few digits. */
    private static final double SMALL_INERTIA = 1e-2;

    private final Rows rows;
    private final KMeansOptions options;
    private final double[][] centroids;
    private final int[] cluster;
    private final double[] distance;
    private final double[] norm;
    private final ClusterSums sums;
    private final float[] chunk;
    private double sumOfSquares;

    /** Starts at given centroids, which become the fit's own. */
    KMeansFit(Rows rows, KMeansOptions options, double[][] start) {
        this.rows = rows;
        this.options = options;
        this.centroids = start;
        this.cluster = new int[rows.size()];
        this.distance = new double[rows.size()];
        this.norm = new double[rows.size()];
        this.sums = new ClusterSums(start.length, rows.width());
        this.chunk = new float[CHUNK * rows.width()];
        Arrays.fill(cluster, -1);
        measure();
    }

    static KMeansFit plusPlus(Rows rows, KMeansOptions options, int restart) {
        KMeansFit fit = new KMeansFit(rows, options, new double[options.clusters()][rows.width()]);
        fit.start(CounterNoise.key(options.seed(), Purpose.WEIGHTS, KEY, restart));
        return fit;
    }

    double[][] centroids() {
        return centroids;
    }

    int cluster(int index) {
        return cluster[index];
    }

    /** The lengths of the rows; refuses values that are not finite. */
    private void measure() {
        double[] zero = new double[rows.width()];
        for (int from = 0; from < norm.length; from += CHUNK) {
            int count = read(from);
            for (int i = 0; i < count; i++) {
                double square = Rows.squaredDistance(chunk, i * zero.length, zero);
                if (!Double.isFinite(square)) {
                    rows.requireFinite(chunk, from, count);
                }
                norm[from + i] = Math.sqrt(square);
                sumOfSquares += square;
            }
        }
    }

    private int read(int from) {
        int count = Math.min(CHUNK, norm.length - from);
        rows.readChunk(from, count, chunk);
        return count;
    }

    /** k-means++: every next centroid is a row drawn with probability proportional to its squared distance. */
    private void start(long key) {
        NearestCentroids last = new NearestCentroids(1, rows.width());
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        readCentroid((int) (CounterNoise.uniform(key, 0) * rows.size()), centroids[0]);
        for (int c = 1; c < centroids.length; c++) {
            double total = shrinkDistances(last, centroids[c - 1]);
            if (!(total > 0)) {
                throw new IllegalArgumentException(
                        "the data has only " + c + " distinct rows, too few for " + centroids.length + " clusters");
            }
            readCentroid(draw(CounterNoise.uniform(key, c) * total), centroids[c]);
        }
    }

    private void readCentroid(int index, double[] target) {
        rows.readChunk(index, 1, chunk);
        for (int j = 0; j < target.length; j++) {
            target[j] = chunk[j];
        }
    }

    private double shrinkDistances(NearestCentroids last, double[] centroid) {
        last.use(new double[][] {centroid});
        double total = 0;
        for (int from = 0; from < distance.length; from += CHUNK) {
            int count = read(from);
            last.multiply(chunk);
            for (int i = 0; i < count; i++) {
                int row = from + i;
                if (last.mayBeBelow(distance[row], i, norm[row], 0)) {
                    double found = Rows.squaredDistance(chunk, i * centroid.length, centroid);
                    distance[row] = Math.min(distance[row], found);
                }
                total += distance[row];
            }
        }
        return total;
    }

    private int draw(double target) {
        double sum = 0;
        int chosen = 0;
        for (int i = 0; i < distance.length && sum <= target; i++) {
            if (distance[i] > 0) {
                chosen = i;
                sum += distance[i];
            }
        }
        return chosen;
    }

    /** Returns whether the fit ended before its last allowed iteration. */
    boolean run(Progress progress) {
        NearestCentroids nearest = new NearestCentroids(centroids.length, rows.width());
        int repairs = 0;
        while (true) {
            int changed = assign(nearest);
            double inertia = inertia();
            progress.report(inertia, repairs);
            boolean settled =
                    changed == 0 || (progress.iteration() > 0 && -progress.gain() <= options.tolerance() * inertia);
            if (settled && !sums.hasEmpty()) {
                return true;
            }
            if (progress.iteration() == options.maxIterations()) {
                return false;
            }
            repairs = sums.hasEmpty() ? fillEmpty() : 0;
            sums.means(centroids);
        }
    }

    private int assign(NearestCentroids nearest) {
        nearest.use(centroids);
        int changed = 0;
        for (int from = 0; from < cluster.length; from += CHUNK) {
            int count = read(from);
            nearest.multiply(chunk);
            for (int i = 0; i < count; i++) {
                int found = nearest.nearest(chunk, i, norm[from + i]);
                if (found != cluster[from + i]) {
                    sums.move(chunk, i * rows.width(), cluster[from + i], found);
                    cluster[from + i] = found;
                    changed++;
                }
            }
        }
        return changed;
    }

    private double inertia() {
        double inertia = sumOfSquares - sums.explained(centroids);
        boolean digits = inertia > SMALL_INERTIA * sumOfSquares;
        return digits && !sums.hasEmpty() ? inertia : measureDistances();
    }

    /** Every row's own distance. */
    private double measureDistances() {
        double sum = 0;
        for (int from = 0; from < distance.length; from += CHUNK) {
            int count = read(from);
            for (int i = 0; i < count; i++) {
                distance[from + i] = Rows.squaredDistance(chunk, i * rows.width(), centroids[cluster[from + i]]);
                sum += distance[from + i];
            }
        }
        return sum;
    }

    static int nearest(double[] row, double[][] centroids) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < centroids.length; c++) {
            double distance = Rows.squaredDistance(row, centroids[c]);
            if (distance < least) {
                least = distance;
                nearest = c;
            }
        }
        return nearest;
    }

    /** Gives every empty cluster the row farthest from its centroid: the inertia falls. Distances have been measured. */
    private int fillEmpty() {
        int filled = 0;
        for (int c = 0; c < centroids.length; c++) {
            if (sums.members(c) == 0) {
                int farthest = farthest();
                rows.readChunk(farthest, 1, chunk);
                sums.move(chunk, 0, cluster[farthest], c);
                cluster[farthest] = c;
                distance[farthest] = 0;
                filled++;
            }
        }
        return filled;
    }

    /** Among the rows that do not have a cluster to themselves. */
    private int farthest() {
        int farthest = -1;
        for (int i = 0; i < distance.length; i++) {
            boolean farther = farthest < 0 || distance[i] > distance[farthest];
            if (sums.members(cluster[i]) > 1 && farther) {
                farthest = i;
            }
        }
        return farthest;
    }
}
