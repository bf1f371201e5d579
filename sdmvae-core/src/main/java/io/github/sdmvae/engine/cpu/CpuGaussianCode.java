/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.CodeStep;
import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.prior.CodePass;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.SharedGamma;

/** The code kernels of Gaussian priors: one pass over the rows. */
final class CpuGaussianCode implements CodeStep {
    private final CpuTeam team;
    private final CodeRule rule;
    private final CpuGamma gamma;
    private final CpuTensor shared;
    private final CpuCodePass pass;
    private final CpuRows rows;

    CpuGaussianCode(CpuTeam team, CodeRule rule, CpuGamma gamma, CodeTensors tensors) {
        this.team = team;
        this.rule = rule;
        this.gamma = gamma;
        this.shared = (CpuTensor) tensors.sharedGamma();
        this.pass = new CpuCodePass(tensors);
        this.rows = pass.partition();
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

    @Override
    public void sample(CodePass values) {
        pass.scale((float) values.gradientScale());
        team.run(rows.parts(), p -> rows.each(p, (row, n) -> pass.sample(gamma, rule.sampled(), row, n)));
    }

    @Override
    public void backward() {
        team.run(rows.parts(), p -> rows.each(p, pass::backward));
    }

    @Override
    public double divergenceOf(int draw) {
        throw new IllegalStateException("importance weights are computed on the host");
    }

    @Override
    public void weigh(double scale, double[] weights) {
        throw new IllegalStateException("importance weights are computed on the host");
    }
}
