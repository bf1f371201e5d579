/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/** Autoencoders: a = μ, and a penalty on |a| in place of a divergence. */
final class PointKernel implements CodeKernel {
    private final CodeArrays arrays;
    private final double penalty;

    PointKernel(CodeArrays arrays, double penalty) {
        this.arrays = arrays;
        this.penalty = penalty;
    }

    @Override
    public void sample(CodeRule rule, CodePass pass) {
        double[] mean = arrays.heads();
        System.arraycopy(mean, 0, arrays.code(), 0, mean.length);
        for (int e = 0; e < mean.length; e++) {
            arrays.divergence()[e] = penalty * Math.abs(mean[e]);
            arrays.dHeads()[e] = pass.gradientScale() * penalty * Math.signum(mean[e]);
        }
    }

    @Override
    public void backward() {
        double[] dMean = arrays.dHeads();
        for (int e = 0; e < dMean.length; e++) {
            dMean[e] += arrays.dCode()[e];
        }
    }
}
