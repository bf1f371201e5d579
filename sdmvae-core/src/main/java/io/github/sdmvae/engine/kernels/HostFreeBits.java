/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.Exchange;

/** Free bits: {@code Σ_j max(δ, batch mean of divergence_j)}; entries below δ have no gradient. */
final class HostFreeBits {
    private HostFreeBits() {}

    /** Changes dHeads; returns the divergence per data point of the whole batch. */
    static double apply(CodeTensors tensors, double nats, int totalRows, Exchange exchange) {
        double[] means = means(tensors, totalRows);
        exchange.statistics(means);
        double[] gradient = new double[tensors.dHeads().length()];
        tensors.dHeads().read(gradient);
        double sum = 0;
        for (int j = 0; j < means.length; j++) {
            sum += Math.max(nats, means[j]);
            if (means[j] < nats) {
                for (int at = j; at < gradient.length; at += means.length) {
                    gradient[at] = 0;
                }
            }
        }
        tensors.dHeads().write(gradient);
        return sum;
    }

    private static double[] means(CodeTensors tensors, int totalRows) {
        int width = tensors.divergence().columns();
        double[] divergence = new double[tensors.divergence().length()];
        tensors.divergence().read(divergence);
        double[] means = new double[width];
        for (int j = 0; j < width; j++) {
            double mean = 0;
            for (int e = j; e < divergence.length; e += width) {
                mean += divergence[e] / totalRows;
            }
            means[j] = mean;
        }
        return means;
    }
}
