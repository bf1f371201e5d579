/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.mask;

/**
 * The regulariser of a dimension selector for a batch of B rows,
 *
 * <pre>
 * R = 1/B Σ_i H(p_i) - H(1/B Σ_i p_i),   p_i = d_i / Σ_j d_ij,   H(p) = -Σ p log p,  0 log 0 = 0
 * </pre>
 *
 * which is minus the Jensen-Shannon divergence of the shares. A row that is all zeros has no shares and no part in R's
 * gradient. Allocated once; not thread-safe.
 */
public final class ShareEntropy {
    private final int rows;
    private final int width;
    private final double[] shares;
    private final double[] sums;
    private double entropies;

    /**
     * Room for a batch.
     *
     * @param rows B, of this worker
     * @param width k
     */
    public ShareEntropy(int rows, int width) {
        this.rows = rows;
        this.width = width;
        this.shares = new double[rows * width];
        this.sums = new double[rows];
    }

    /**
     * Takes a batch in.
     *
     * @param d rows × k, at least 0
     * @return the sum of the rows' shares, to be added up over the workers and divided by B
     */
    public double[] take(double[] d) {
        double[] total = new double[width];
        entropies = 0;
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int j = 0; j < width; j++) {
                sum += d[i * width + j];
            }
            sums[i] = sum;
            for (int j = 0; j < width; j++) {
                double p = sum > 0 ? d[i * width + j] / sum : 0;
                shares[i * width + j] = p;
                total[j] += p;
                entropies += entropy(p);
            }
        }
        return total;
    }

    private static double entropy(double p) {
        return p > 0 ? -p * Math.log(p) : 0;
    }

    /**
     * The rows' shares.
     *
     * @return rows × k, as of the last batch; not to be changed
     */
    public double[] shares() {
        return shares;
    }

    /**
     * R, with the first mean over this worker's rows.
     *
     * @param mean k, the mean of the shares over the whole batch
     * @return nats, at most 0 for one worker
     */
    public double value(double[] mean) {
        double value = entropies / rows;
        for (double m : mean) {
            value -= entropy(m);
        }
        return value;
    }

    /**
     * The gradient of R with respect to d.
     *
     * @param mean k, the mean of the shares over the whole batch
     * @param totalRows B of all workers
     * @param gradient receives rows × k
     */
    public void gradient(double[] mean, int totalRows, double[] gradient) {
        for (int i = 0; i < rows; i++) {
            double inner = 0;
            for (int j = 0; j < width; j++) {
                double byShare = (log(mean[j]) - log(shares[i * width + j])) / totalRows;
                gradient[i * width + j] = byShare;
                inner += shares[i * width + j] * byShare;
            }
            for (int j = 0; j < width; j++) {
                double g = gradient[i * width + j];
                gradient[i * width + j] = sums[i] > 0 ? (g - inner) / sums[i] : 0;
            }
        }
    }

    /** Finite at 0: there the slope is steep but the share does not move. */
    private static double log(double p) {
        return Math.log(Math.max(p, Double.MIN_NORMAL));
    }
}
