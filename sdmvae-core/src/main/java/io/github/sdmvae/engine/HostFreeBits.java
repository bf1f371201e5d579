/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

/** Free bits: {@code Σ_j max(δ, batch mean of divergence_j)}; entries below δ have no gradient. */
final class HostFreeBits {
    private HostFreeBits() {}

    static double apply(CodeTensors tensors, double nats) {
        int rows = tensors.divergence().rows();
        int width = tensors.divergence().columns();
        double[] divergence = new double[rows * width];
        double[] gradient = new double[tensors.dHeads().length()];
        tensors.divergence().read(divergence);
        tensors.dHeads().read(gradient);
        double sum = 0;
        for (int j = 0; j < width; j++) {
            double mean = 0;
            for (int e = j; e < divergence.length; e += width) {
                mean += divergence[e] / rows;
            }
            sum += Math.max(nats, mean);
            if (mean < nats) {
                for (int at = j; at < gradient.length; at += width) {
                    gradient[at] = 0;
                }
            }
        }
        tensors.dHeads().write(gradient);
        return sum;
    }
}
