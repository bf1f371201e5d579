/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

/**
 * The sums of the rows of each cluster, kept up to date as rows come and go. Every sum is kept with what rounding took from
 * it (Knuth's two-sum), so that it does not matter what has come and gone before. Not thread-safe.
 */
final class ClusterSums {
    private final double[][] sums;
    private final double[][] lost;
    private final int[] members;

    ClusterSums(int clusters, int width) {
        sums = new double[clusters][width];
        lost = new double[clusters][width];
        members = new int[clusters];
    }

    int members(int cluster) {
        return members[cluster];
    }

    boolean hasEmpty() {
        for (int count : members) {
            if (count == 0) {
                return true;
            }
        }
        return false;
    }

    /** Moves a row between clusters; from a cluster below 0 it comes new. */
    void move(float[] rows, int offset, int from, int to) {
        if (from >= 0) {
            add(rows, offset, -1, sums[from], lost[from]);
            members[from]--;
        }
        add(rows, offset, 1, sums[to], lost[to]);
        members[to]++;
    }

    private static void add(float[] rows, int offset, double sign, double[] sum, double[] lost) {
        for (int j = 0; j < sum.length; j++) {
            double value = sign * rows[offset + j];
            double before = sum[j];
            double after = before + value;
            double part = after - before;
            lost[j] += (before - (after - part)) + (value - part);
            sum[j] = after;
        }
    }

    /** The means of the clusters that have rows. */
    void means(double[][] centroids) {
        for (int c = 0; c < centroids.length; c++) {
            for (int j = 0; j < centroids[c].length && members[c] > 0; j++) {
                centroids[c][j] = (sums[c][j] + lost[c][j]) / members[c];
            }
        }
    }

    /** What clusters explain of the sum of squares: {@code Σ_c 2 c·S_c − n_c ‖c‖²}. */
    double explained(double[][] centroids) {
        double explained = 0;
        for (int c = 0; c < centroids.length; c++) {
            double product = Matrices.dot(centroids[c], sums[c]) + Matrices.dot(centroids[c], lost[c]);
            explained += 2 * product - members[c] * Matrices.squaredNorm(centroids[c]);
        }
        return explained;
    }
}
