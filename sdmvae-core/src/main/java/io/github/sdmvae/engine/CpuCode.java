/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.objective.GammaUpdate;

/** The code kernels for built-in priors and γ updates: one pass over the rows. */
final class CpuCode {
    private static final float[] NONE = {};

    private final CpuTeam team;

    CpuCode(CpuTeam team) {
        this.team = team;
    }

    void sample(CodeRule rule, CodeTensors tensors, double gradientScale, boolean training) {
        CpuCodePass pass = new CpuCodePass(tensors, (float) gradientScale);
        CpuRows rows = pass.partition();
        GammaUpdate update = rule.effectiveGamma();
        float[] shared = update instanceof GammaUpdate.Shared s ? sharedGamma(s, pass, rows, training) : NONE;
        team.run(rows.parts(), p -> rows.each(p, (row, n) -> pass.sample(rule, shared, row, n)));
    }

    private float[] sharedGamma(GammaUpdate.Shared rule, CpuCodePass pass, CpuRows rows, boolean training) {
        int width = pass.width();
        float[] state = new float[width + 1];
        pass.shared().get(0, state, 0, width + 1);
        if (training) {
            double[][] moments = new double[rows.parts()][width];
            team.run(rows.parts(), p -> rows.each(p, (row, n) -> pass.addMoments(row, n, moments[p])));
            for (int j = 0; j < width; j++) {
                double sum = 0;
                for (double[] part : moments) {
                    sum += part[j];
                }
                state[j] = (float) (rule.decay() * state[j] + (1 - rule.decay()) * sum / pass.rows());
            }
            state[width] = (float) (rule.decay() * state[width] + (1 - rule.decay()));
            pass.shared().put(0, state, 0, width + 1);
        }
        float[] gamma = new float[width];
        for (int j = 0; j < width; j++) {
            // Before any training batch there is no mean yet: the prior is then N(0, 1).
            gamma[j] = state[width] > 0 ? state[j] / state[width] : 1;
        }
        return gamma;
    }

    void backward(CodeTensors tensors) {
        CpuCodePass pass = new CpuCodePass(tensors, 0);
        CpuRows rows = pass.partition();
        team.run(rows.parts(), p -> rows.each(p, pass::backward));
    }
}
