/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

/**
 * One update of Adam in one pass. Gradients below 1e-15 and moments below 1e-30 count as zero: against ε = 1e-8 they
 * change nothing, but of codes that have died out they would decay into denormal numbers and stay there for thousands of
 * steps.
 */
final class CpuAdam {
    private static final float SMALLEST_GRADIENT = 1e-15f;
    private static final float SMALLEST_MOMENT = 1e-30f;

    private final CpuTensor parameters;
    private final CpuTensor gradient;
    private final CpuTensor firstMoment;
    private final CpuTensor secondMoment;
    private final float scale;
    private final float beta1;
    private final float beta2;
    private final float rest1;
    private final float rest2;
    private final float rate;
    private final float rootFactor;
    private final float epsilon;

    CpuAdam(AdamStep step, CpuTensor parameters, CpuTensor gradient, CpuTensor firstMoment, CpuTensor secondMoment) {
        this.parameters = parameters;
        this.gradient = gradient;
        this.firstMoment = firstMoment;
        this.secondMoment = secondMoment;
        scale = (float) step.gradientScale();
        beta1 = (float) step.beta1();
        beta2 = (float) step.beta2();
        rest1 = (float) (1 - step.beta1());
        rest2 = (float) (1 - step.beta2());
        rate = (float) (step.rate() / step.firstCorrection());
        rootFactor = (float) (1 / Math.sqrt(step.secondCorrection()));
        epsilon = (float) step.epsilon();
    }

    void update(int first, int count) {
        CpuScratch scratch = CpuScratch.own();
        float[] p = scratch.array(0, count);
        float[] g = scratch.array(1, count);
        parameters.get(first, p, 0, count);
        gradient.get(first, g, 0, count);
        float[] m = firstMoment.heap();
        float[] v = secondMoment.heap();
        if (m != null && v != null) {
            moments(m, v, g, first, count);
            step(p, m, v, first, count);
        } else {
            m = scratch.array(2, count);
            v = scratch.array(3, count);
            firstMoment.get(first, m, 0, count);
            secondMoment.get(first, v, 0, count);
            moments(m, v, g, 0, count);
            step(p, m, v, 0, count);
            firstMoment.put(first, m, 0, count);
            secondMoment.put(first, v, 0, count);
        }
        parameters.put(first, p, 0, count);
    }

    private void moments(float[] m, float[] v, float[] gradients, int at, int n) {
        float s = scale;
        float b1 = beta1;
        float b2 = beta2;
        float r1 = rest1;
        float r2 = rest2;
        for (int i = 0; i < n; i++) {
            float g = FastMath.flush(s * gradients[i], SMALLEST_GRADIENT);
            m[at + i] = FastMath.flush(b1 * m[at + i] + r1 * g, SMALLEST_MOMENT);
            v[at + i] = FastMath.flush(b2 * v[at + i] + r2 * (g * g), SMALLEST_MOMENT);
        }
    }

    private void step(float[] p, float[] m, float[] v, int at, int n) {
        float a = rate;
        float f = rootFactor;
        float e = epsilon;
        for (int i = 0; i < n; i++) {
            p[i] -= a * m[at + i] / ((float) Math.sqrt(v[at + i]) * f + e);
        }
    }
}
