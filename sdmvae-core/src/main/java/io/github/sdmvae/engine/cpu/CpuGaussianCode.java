/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.CodeStep;
import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.SharedGamma;

/** The code kernels of Gaussian priors, whose γ may be shared over the data. */
final class CpuGaussianCode extends CpuContinuousCode {
    private final CodeRule rule;
    private final CpuTensor shared;

    private CpuGaussianCode(
            CpuTeam team, CpuCodePass pass, CpuRows.Stretch sampler, CodeRule rule, CodeTensors tensors) {
        super(team, pass, sampler);
        this.rule = rule;
        this.shared = (CpuTensor) tensors.sharedGamma();
    }

    static CodeStep of(CpuTeam team, CodeRule rule, CpuGamma gamma, CodeTensors tensors) {
        CpuCodePass pass = new CpuCodePass(tensors, rule.importance());
        CpuVariances variances = new CpuVariances(gamma, tensors);
        CpuClosedForm form = variances.integrated();
        CpuDensity density = variances.drawn();
        CpuRows.Stretch sampler =
                rule.sampled() ? (row, n) -> pass.sample(density, row, n) : (row, n) -> pass.sample(form, row, n);
        return new CpuGaussianCode(team, pass, sampler, rule, tensors);
    }

    @Override
    public double[] moments(int totalRows) {
        double[][] parts = new double[rows.parts()][pass.width()];
        team.run(rows.parts(), p -> rows.each(p, (row, n) -> pass.addMoments(row, n, parts[p])));
        double[] sums = new double[pass.width()];
        for (int j = 0; j < sums.length; j++) {
            double sum = 0;
            for (double[] part : parts) {
                sum += part[j];
            }
            sums[j] = sum;
        }
        return sums;
    }

    @Override
    public void share(double[] moments, int totalRows) {
        double decay = ((SharedGamma) rule.effectiveGamma()).decay();
        int width = pass.width();
        float[] state = new float[width + 1];
        shared.get(0, state, 0, width + 1);
        for (int j = 0; j < width; j++) {
            state[j] = (float) (decay * state[j] + (1 - decay) * moments[j] / totalRows);
        }
        state[width] = (float) (decay * state[width] + (1 - decay));
        shared.put(0, state, 0, width + 1);
    }
}
