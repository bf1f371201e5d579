/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.mask;

/** Rows of a mask as {@code |w_j| / Σ|w_j|}; a row of zeros stays one. */
final class RowShares {
    private RowShares() {}

    static double[] of(double[] mask, int width) {
        double[] shares = new double[mask.length];
        for (int first = 0; first < mask.length; first += width) {
            double sum = rowSum(mask, first, width);
            for (int at = first; at < first + width; at++) {
                shares[at] = sum > 0 ? Math.abs(mask[at]) / sum : 0;
            }
        }
        return shares;
    }

    private static double rowSum(double[] mask, int first, int width) {
        double sum = 0;
        for (int at = first; at < first + width; at++) {
            sum += Math.abs(mask[at]);
        }
        return sum;
    }

    /** Replaces the gradient with respect to the shares by that with respect to the mask. */
    static void backward(double[] mask, int width, double[] gradient) {
        for (int first = 0; first < mask.length; first += width) {
            double sum = rowSum(mask, first, width);
            double inner = 0;
            for (int at = first; at < first + width; at++) {
                inner += sum > 0 ? gradient[at] * Math.abs(mask[at]) / sum : 0;
            }
            for (int at = first; at < first + width; at++) {
                gradient[at] = sum > 0 ? Math.signum(mask[at]) * (gradient[at] - inner) / sum : 0;
            }
        }
    }
}
