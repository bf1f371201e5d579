/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.SpikeAndSlab;

/** The code kernels of spike and slab with a fixed prior, fused. */
final class CpuSlab extends CpuSlabCode {
    private final float alpha;

    CpuSlab(CpuTeam team, CodeRule rule, CodeTensors t) {
        super(team, t);
        this.alpha = (float) ((SpikeAndSlab) rule.prior()).alpha();
    }

    @Override
    void sample(float scale) {
        team.run(parts.parts(), p -> parts.each(p, (row, n) -> sample(scale, row, n)));
    }

    private void sample(float scale, int firstRow, int n) {
        int count = n * width;
        CpuScratch s = CpuScratch.own();
        posterior(firstRow, n, s);
        drawAll(firstRow, n, s);
        spike(s, count);
        diverge(alpha, scale, s, count);
        divergence.put(firstRow * width, s.array(TERMS, count), 0, count);
        putTogether(dHeads, firstRow, n, s, D_MEAN, D_LOG_VARIANCE, D_LOG_SLAB);
    }

    private static void diverge(float alpha, float scale, CpuScratch s, int count) {
        float[] mean = s.array(MEAN, count);
        float[] logVariance = s.array(LOG_VARIANCE, count);
        float[] spread = s.array(SPREAD, count);
        float[] slab = s.array(SLAB, count);
        float[] spike = s.array(SPIKE, count);
        float[] logSlab = s.array(LOG_SLAB, count);
        float[] logSpike = s.array(LOG_SPIKE, count);
        float[] terms = s.array(TERMS, count);
        float[] dMean = s.array(D_MEAN, count);
        float[] dLogVariance = s.array(D_LOG_VARIANCE, count);
        float[] dLogSlab = s.array(D_LOG_SLAB, count);
        float logAlpha = (float) Math.log(alpha);
        float logRest = (float) Math.log1p(-alpha);
        for (int e = 0; e < count; e++) {
            float variance = spread[e] * spread[e];
            float q = Math.max(CLAMP, Math.min(1 - CLAMP, slab[e]));
            float rest = Math.max(CLAMP, Math.min(1 - CLAMP, spike[e]));
            float gaussian = 0.5f * (variance + mean[e] * mean[e] - logVariance[e] - 1);
            float toSlab = Math.max(LOWEST, Math.min(HIGHEST, logSlab[e])) - logAlpha;
            float toSpike = logSpike[e] - logRest;
            terms[e] = q * (gaussian + toSlab) + rest * toSpike;
            dMean[e] = scale * q * mean[e];
            dLogVariance[e] = scale * q * 0.5f * (variance - 1);
            boolean inside = slab[e] > CLAMP && spike[e] > CLAMP;
            dLogSlab[e] = inside ? scale * (gaussian + toSlab - toSpike) * slab[e] : 0;
        }
    }
}
