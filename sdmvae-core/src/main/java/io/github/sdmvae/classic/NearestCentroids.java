/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.kernels.Tensor;

/**
 * Finds nearest centroids by one matrix product in single precision for many rows, {@code ‖x − c‖² = ‖x‖² − 2 x·c + ‖c‖²},
 * and decides in double precision wherever the rounding of that product could matter. The bound on the rounding holds for
 * any order of summation, so the result is the one that distances in double precision alone would give: it does not depend
 * on processor, matrix library or threads. Not thread-safe.
 */
final class NearestCentroids {
    /** Rows of a product. */
    static final int CHUNK = 512;
    /** Twice the relative rounding of single precision: some slack over the bound. */
    private static final double UNIT = 0x1p-23;
    /** What a product of denormal numbers may lose. */
    private static final double SMALLEST = 1e-37;
    /** Above this, a product could overflow. */
    private static final double LARGEST = 1e36;

    private final int width;
    private final int clusters;
    private final KernelEngine engine = CpuEngine.shared();
    private final Tensor rows;
    private final Tensor matrix;
    private final Tensor products;
    private final float[] rounded;
    private final float[] scores;
    private final double[] squares;
    private final double[] norms;
    private double[][] centroids = {};
    private double largest;

    NearestCentroids(int clusters, int width) {
        this.width = width;
        this.clusters = clusters;
        this.rows = engine.allocate(CHUNK, width);
        this.matrix = engine.allocate(clusters, width);
        this.products = engine.allocate(CHUNK, clusters);
        this.rounded = new float[clusters * width];
        this.scores = new float[CHUNK * clusters];
        this.squares = new double[clusters];
        this.norms = new double[clusters];
    }

    /** Takes centroids over; they may change only until the next call. */
    void use(double[][] current) {
        centroids = current;
        largest = 0;
        for (int c = 0; c < clusters; c++) {
            squares[c] = Rows.squaredNorm(current[c]);
            norms[c] = Math.sqrt(squares[c]);
            largest = Math.max(largest, norms[c]);
            for (int j = 0; j < width; j++) {
                rounded[c * width + j] = (float) current[c][j];
            }
        }
        matrix.write(rounded, 0);
    }

    /** Multiplies the rows of a chunk, CHUNK × width values of which the last may mean nothing. */
    void multiply(float[] chunk) {
        rows.write(chunk, 0);
        engine.multiply(rows, false, matrix, true, products);
        products.read(scores, 0);
    }

    /**
     * The nearest centroid of a row of the chunk, the first of equally near ones.
     *
     * @param index of the row within the chunk
     * @param norm of the row
     */
    int nearest(float[] chunk, int index, double norm) {
        double limit = Double.POSITIVE_INFINITY;
        int best = 0;
        for (int c = 0; c < clusters; c++) {
            double upper = score(index, c) + slack(norm, c);
            if (upper < limit) {
                limit = upper;
                best = c;
            }
        }
        if (!(norm < LARGEST && largest < LARGEST && norm * largest < LARGEST)) {
            return nearestOf(chunk, index, norm, Double.POSITIVE_INFINITY);
        }
        for (int c = 0; c < clusters; c++) {
            if (c != best && score(index, c) - slack(norm, c) <= limit) {
                return nearestOf(chunk, index, norm, limit);
            }
        }
        return best;
    }

    /** Among those whose distance, less its rounding, is within a limit. */
    private int nearestOf(float[] chunk, int index, double norm, double limit) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < clusters; c++) {
            if (limit == Double.POSITIVE_INFINITY || score(index, c) - slack(norm, c) <= limit) {
                double distance = Rows.squaredDistance(chunk, index * width, centroids[c]);
                if (distance < least) {
                    least = distance;
                    nearest = c;
                }
            }
        }
        return nearest;
    }

    /** Whether a squared distance to a centroid may be below a value. */
    boolean mayBeBelow(double value, int index, double norm, int c) {
        boolean sure = norm < LARGEST && largest < LARGEST && norm * largest < LARGEST;
        return !sure || norm * norm + score(index, c) - slack(norm, c) <= value;
    }

    private double score(int index, int c) {
        return squares[c] - 2 * (double) scores[index * clusters + c];
    }

    /** More than the score and the squared norms can be wrong by. */
    private double slack(double norm, int c) {
        return UNIT * (width + 8) * (norm + norms[c]) * norms[c] + width * SMALLEST + 1e-12 * norm * norm;
    }
}
