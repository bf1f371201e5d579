/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.prior.CodeArrays;
import io.github.sdmvae.prior.CodeKernel;
import io.github.sdmvae.prior.CodePass;
import io.github.sdmvae.prior.CodeRule;

/** A prior's own rule in double precision, between an engine's arrays: works for every prior on every engine. */
public class HostCodeStep implements CodeStep {
    private final CodeRule rule;
    private final CodeTensors tensors;
    private final CodeArrays arrays;
    private final CodeKernel kernel;

    /**
     * Allocates the arrays on the host.
     *
     * @param rule what to compute
     * @param tensors the engine's arrays
     */
    public HostCodeStep(CodeRule rule, CodeTensors tensors) {
        this.rule = rule;
        this.tensors = tensors;
        this.arrays = new CodeArrays(tensors.shape(), tensors.rows(), tensors.samples());
        this.kernel = rule.prior().kernel(arrays);
    }

    @Override
    public double[] moments(int totalRows) {
        double[] sums = new double[tensors.shape().width()];
        tensors.heads().read(arrays.heads());
        kernel.moments(totalRows, sums);
        return sums;
    }

    @Override
    public void share(double[] moments, int totalRows) {
        tensors.sharedGamma().read(arrays.sharedGamma());
        rule.effectiveGamma().share(moments, arrays.sharedGamma());
        tensors.sharedGamma().write(arrays.sharedGamma());
    }

    @Override
    public void sample(CodePass pass) {
        tensors.heads().read(arrays.heads());
        tensors.noise().read(arrays.noise());
        if (rule.sharesGamma()) {
            tensors.sharedGamma().read(arrays.sharedGamma());
        }
        kernel.sample(rule, pass);
        tensors.code().write(arrays.code());
        tensors.divergence().write(arrays.divergence());
        tensors.dHeads().write(arrays.dHeads());
        if (rule.prior().isGaussian()) {
            tensors.gamma().write(arrays.gamma());
            tensors.hyperprior().write(arrays.hyperprior());
        }
    }

    @Override
    public void backward() {
        tensors.dCode().read(arrays.dCode());
        tensors.dHeads().read(arrays.dHeads());
        kernel.backward();
        tensors.dHeads().write(arrays.dHeads());
    }

    @Override
    public final double divergenceOf(int draw) {
        return kernel.divergenceOf(draw);
    }

    @Override
    public final void weigh(double scale, double[] weights) {
        kernel.weigh(scale, weights);
        tensors.dHeads().write(arrays.dHeads());
    }
}
