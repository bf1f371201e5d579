/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.AdamStep;

/**
 * One update of Adam in one pass. Gradients are rounded to multiples of 1e-17 and first moments of 1e-30: against
 * ε = 1e-8 this changes nothing, but the gradients of codes that have died out, their squares and their moments would
 * otherwise become denormal numbers and stay so for thousands of steps.
 *
 * <p>Copies of all four arrays pay: the JIT leaves loops that start at a variable index of one array and at zero of
 * another as they are, several times slower.
 */
final class CpuAdam {
    private static final float SMALL_GRADIENT = 1e-10f;
    private static final float SMALL_MOMENT = 1e-23f;
    /** Keeps the decaying second moment normal; its root is nothing beside ε. */
    private static final float LEAST_SQUARE = 1e-30f;

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
        float[] m = scratch.array(2, count);
        float[] v = scratch.array(3, count);
        firstMoment.get(first, m, 0, count);
        secondMoment.get(first, v, 0, count);
        step(p, g, m, v, count);
        firstMoment.put(first, m, 0, count);
        secondMoment.put(first, v, 0, count);
        parameters.put(first, p, 0, count);
    }

    private void step(float[] p, float[] gradients, float[] m, float[] v, int n) {
        float s = scale;
        float b1 = beta1;
        float b2 = beta2;
        float r1 = rest1;
        float r2 = rest2;
        float a = rate;
        float f = rootFactor;
        float e = epsilon;
        for (int i = 0; i < n; i++) {
            float g = FastMath.flush(s * gradients[i], SMALL_GRADIENT);
            float first = FastMath.flush(b1 * m[i] + r1 * g, SMALL_MOMENT);
            float second = b2 * v[i] + r2 * (g * g + LEAST_SQUARE);
            m[i] = first;
            v[i] = second;
            p[i] -= a * first / ((float) Math.sqrt(second) * f + e);
        }
    }
}
