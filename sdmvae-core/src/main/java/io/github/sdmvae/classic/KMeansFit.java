/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import java.util.Arrays;

/** One start of K-means: k-means++, then Lloyd's iterations. */
final class KMeansFit {
    private static final int KEY = 101;

    private final Rows rows;
    private final KMeansOptions options;
    private final double[][] centroids;
    private final int[] cluster;
    private final double[] distance;
    private final int[] members;
    private final double[] row;

    /** Starts at given centroids, which become the fit's own. */
    KMeansFit(Rows rows, KMeansOptions options, double[][] start) {
        this.rows = rows;
        this.options = options;
        this.centroids = start;
        this.cluster = new int[rows.size()];
        this.distance = new double[rows.size()];
        this.members = new int[start.length];
        this.row = new double[rows.width()];
        Arrays.fill(cluster, -1);
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

    /** k-means++: every next centroid is a row drawn with probability proportional to its squared distance. */
    private void start(long key) {
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        rows.read((int) (CounterNoise.uniform(key, 0) * rows.size()), centroids[0]);
        for (int c = 1; c < centroids.length; c++) {
            double total = shrinkDistances(centroids[c - 1]);
            if (!(total > 0)) {
                throw new IllegalArgumentException(
                        "the data has only " + c + " distinct rows, too few for " + centroids.length + " clusters");
            }
            rows.read(draw(CounterNoise.uniform(key, c) * total), centroids[c]);
        }
    }

    private double shrinkDistances(double[] centroid) {
        double total = 0;
        for (int i = 0; i < distance.length; i++) {
            rows.read(i, row);
            distance[i] = Math.min(distance[i], Rows.squaredDistance(row, centroid));
            total += distance[i];
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
        int repairs = 0;
        while (true) {
            int changed = assign();
            double inertia = Arrays.stream(distance).sum();
            progress.report(inertia, repairs);
            boolean settled =
                    changed == 0 || (progress.iteration() > 0 && -progress.gain() <= options.tolerance() * inertia);
            if (settled && Arrays.stream(members).allMatch(count -> count > 0)) {
                return true;
            }
            if (progress.iteration() == options.maxIterations()) {
                return false;
            }
            repairs = fillEmpty();
            moveCentroids();
        }
    }

    private int assign() {
        int changed = 0;
        Arrays.fill(members, 0);
        for (int i = 0; i < cluster.length; i++) {
            rows.read(i, row);
            int nearest = nearest(row, centroids);
            distance[i] = Rows.squaredDistance(row, centroids[nearest]);
            changed += nearest == cluster[i] ? 0 : 1;
            cluster[i] = nearest;
            members[nearest]++;
        }
        return changed;
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

    /** Gives every empty cluster the row farthest from its centroid: the inertia falls. */
    private int fillEmpty() {
        int filled = 0;
        for (int c = 0; c < members.length; c++) {
            if (members[c] == 0) {
                int farthest = farthest();
                members[cluster[farthest]]--;
                members[c] = 1;
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
            if (members[cluster[i]] > 1 && farther) {
                farthest = i;
            }
        }
        return farthest;
    }

    private void moveCentroids() {
        for (double[] centroid : centroids) {
            Arrays.fill(centroid, 0);
        }
        for (int i = 0; i < cluster.length; i++) {
            rows.read(i, row);
            Rows.addScaled(centroids[cluster[i]], row, 1);
        }
        for (int c = 0; c < centroids.length; c++) {
            for (int j = 0; j < row.length; j++) {
                centroids[c][j] /= members[c];
            }
        }
    }
}
