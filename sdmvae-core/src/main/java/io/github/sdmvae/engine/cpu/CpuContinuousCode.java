/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.CodeStep;
import io.github.sdmvae.prior.CodePass;

/** The code kernels of posteriors with location μ and scale σ, whatever the prior: one pass over the rows each way. */
class CpuContinuousCode implements CodeStep {
    final CpuTeam team;
    final CpuCodePass pass;
    final CpuRows rows;
    private final CpuRows.Stretch sampler;

    CpuContinuousCode(CpuTeam team, CpuCodePass pass, CpuRows.Stretch sampler) {
        this.team = team;
        this.pass = pass;
        this.rows = pass.partition();
        this.sampler = sampler;
    }

    /** The divergence from draws. */
    static CodeStep drawn(CpuTeam team, CpuCodePass pass, CpuDensity density) {
        return new CpuContinuousCode(team, pass, (row, n) -> pass.sample(density, row, n));
    }

    /** The divergence integrated. */
    static CodeStep integrated(CpuTeam team, CpuCodePass pass, CpuClosedForm form) {
        return new CpuContinuousCode(team, pass, (row, n) -> pass.sample(form, row, n));
    }

    @Override
    public double[] moments(int totalRows) {
        throw new UnsupportedOperationException("this prior has no variances that could be shared");
    }

    @Override
    public void share(double[] moments, int totalRows) {
        throw new UnsupportedOperationException("this prior has no variances that could be shared");
    }

    @Override
    public final void sample(CodePass values) {
        pass.scale((float) values.gradientScale());
        team.run(rows.parts(), p -> rows.each(p, sampler));
    }

    @Override
    public final void backward() {
        team.run(rows.parts(), p -> rows.each(p, pass::backward));
    }

    @Override
    public final double divergenceOf(int draw) {
        return pass.divergenceOf(draw);
    }

    @Override
    public final void weigh(double scale, double[] weights) {
        float factor = (float) scale;
        team.run(rows.parts(), p -> rows.each(p, (row, n) -> pass.weigh(factor, weights, row, n)));
    }
}
