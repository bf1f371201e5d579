/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.objective.Prior;

/** Autoencoders: a = μ, and a penalty on |a| in place of a divergence. */
final class HostPoint implements HostCode {
    private final CodeTensors tensors;
    private final double[] mean;
    private final double[] dMean;
    private final double[] penalty;
    private final double[] dCode;

    HostPoint(CodeTensors tensors) {
        this.tensors = tensors;
        int entries = tensors.divergence().length();
        mean = new double[entries];
        dMean = new double[entries];
        penalty = new double[entries];
        dCode = new double[entries];
    }

    @Override
    public void sample(CodeRule rule, double gradientScale, boolean training) {
        double weight = ((Prior.None) rule.prior()).penalty();
        tensors.heads().read(mean);
        for (int e = 0; e < mean.length; e++) {
            penalty[e] = weight * Math.abs(mean[e]);
            dMean[e] = gradientScale * weight * Math.signum(mean[e]);
        }
        tensors.code().write(mean);
        tensors.divergence().write(penalty);
        tensors.dHeads().write(dMean);
    }

    @Override
    public void backward() {
        tensors.dCode().read(dCode);
        tensors.dHeads().read(dMean);
        for (int e = 0; e < dMean.length; e++) {
            dMean[e] += dCode[e];
        }
        tensors.dHeads().write(dMean);
    }
}
