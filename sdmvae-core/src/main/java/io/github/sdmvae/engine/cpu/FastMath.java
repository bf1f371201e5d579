/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

/**
 * Elementary functions in single precision over the first values of arrays, written so that the JIT of a plain JDK 17
 * turns their loops into vector instructions: float arithmetic, minima, maxima and shifts, no branches, and bodies short
 * enough to be unrolled. Where bits are needed they are taken through {@link CpuScratch#toBits}. NaN gives NaN. The
 * polynomials are minimax fits of our own; the errors stated hold over the whole range and are tested against
 * {@link StrictMath}.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // the nearest float is meant
final class FastMath {
    /** Adding it rounds to the nearest integer, which then stands in the low bits. */
    private static final float ROUND = 0x1.8p23f;

    private static final int ROUND_BITS = 0x4b400000;
    /** Bits of 1. */
    private static final int ONE_BITS = 0x3f800000;

    /** e^x is a normal number between these two. */
    static final float EXP_LOWEST = -87.33f;

    static final float EXP_HIGHEST = 88.37f;

    private static final float LOG2_E = 1.44269504f;
    /** ln 2 in two parts; products of the first with integers below 2^9 are exact. */
    private static final float LN2_HIGH = 0.693145752f;

    private static final float LN2_LOW = 1.42860677e-6f;
    private static final float TANH_LIMIT = 9.02f;
    private static final float ERF_LIMIT = 3.92f;
    /** Bits of √½: mantissas are taken between √½ and √2. */
    private static final int ROOT_HALF_BITS = 0x3f3504f3;

    private FastMath() {}

    /**
     * e^x. Relative error below 2e-7 for x from -87.33 to 88.37; beyond, the value at the limit, which is neither zero
     * nor denormal nor infinite.
     *
     * @param x read
     * @param y receives the result; may be x
     * @param spare overwritten, neither x nor y
     * @param n how many
     * @param scratch the thread's own
     */
    static void exp(float[] x, float[] y, float[] spare, int n, CpuScratch scratch) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(EXP_LOWEST, Math.min(EXP_HIGHEST, x[i]));
        }
        expWithin(y, y, spare, n, scratch);
    }

    /**
     * e^x for x from {@link #EXP_LOWEST} to {@link #EXP_HIGHEST} and for NaN; anything for other x. Parameters as for
     * {@link #exp}.
     *
     * <p>e^x = 2^q · e^h with q whole and |h| ≤ ½ ln 2. Adding {@link #ROUND} leaves q in the low bits, where a shift makes
     * an exponent of it.
     */
    static void expWithin(float[] x, float[] y, float[] spare, int n, CpuScratch scratch) {
        for (int i = 0; i < n; i++) {
            float v = x[i];
            float rounded = v * LOG2_E + ROUND;
            float q = rounded - ROUND;
            float h = v - q * LN2_HIGH - q * LN2_LOW;
            float p = 1.38131611e-3f;
            p = p * h + 8.36941041e-3f;
            p = p * h + 4.16684560e-2f;
            p = p * h + 0.166665152f;
            p = p * h + 0.49999994f;
            spare[i] = rounded;
            y[i] = 1 + (h + h * h * p);
        }
        int[] bits = scratch.bits(0, n);
        scratch.toBits(spare, bits, n);
        for (int i = 0; i < n; i++) {
            bits[i] = (bits[i] << 23) + ONE_BITS;
        }
        scratch.fromBits(bits, spare, n);
        for (int i = 0; i < n; i++) {
            y[i] *= spare[i];
        }
    }

    /**
     * tanh x. Relative error below 1e-6; never beyond ±1.
     *
     * @param x overwritten with the result
     * @param n how many
     */
    static void tanh(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = tanh(x[i]);
        }
    }

    private static float tanh(float x) {
        float v = Math.max(-TANH_LIMIT, Math.min(TANH_LIMIT, x));
        float u = v * v;
        float top = 1.3318974e-8f;
        top = top * u + 2.05833406e-5f;
        top = top * u + 3.49402996e-3f;
        top = top * u + 0.133797141f;
        top = top * u + 1f;
        float bottom = 7.7619773e-7f;
        bottom = bottom * u + 3.28308533e-4f;
        bottom = bottom * u + 2.58710557e-2f;
        bottom = bottom * u + 0.467130293f;
        bottom = bottom * u + 1f;
        return v * top / bottom;
    }

    /**
     * The error function. Relative error below 1e-6; never beyond ±1.
     *
     * @param x overwritten with the result
     * @param n how many
     */
    static void erf(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            float v = Math.max(-ERF_LIMIT, Math.min(ERF_LIMIT, x[i]));
            float u = v * v;
            float top = 2.0501202e-6f;
            top = top * u + 2.84881447e-4f;
            top = top * u + 3.76551179e-3f;
            top = top * u + 5.2748397e-2f;
            top = top * u + 0.190403864f;
            top = top * u + 1.12837911f;
            float bottom = 3.80919955e-5f;
            bottom = bottom * u + 1.16251223e-3f;
            bottom = bottom * u + 1.49690034e-2f;
            bottom = bottom * u + 0.114108048f;
            bottom = bottom * u + 0.502073765f;
            bottom = bottom * u + 1f;
            x[i] = Math.max(-1f, Math.min(1f, v * top / bottom));
        }
    }

    /**
     * 1/(1 + e^-x) for gates, as ½ + ½ tanh(x/2): half the time of {@link #sigmoid}, but only the absolute error is small, below
     * 5e-7.
     *
     * @param x overwritten with the result
     * @param n how many
     */
    static void gate(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = 0.5f + 0.5f * tanh(0.5f * x[i]);
        }
    }

    /**
     * 1/(1 + e^-x). Relative error below 5e-7 down to x = -87; below, at least 1e-38.
     *
     * @param x overwritten with the result
     * @param spare overwritten
     * @param n how many
     * @param scratch the thread's own
     */
    static void sigmoid(float[] x, float[] spare, int n, CpuScratch scratch) {
        for (int i = 0; i < n; i++) {
            x[i] = -Math.max(x[i], EXP_LOWEST);
        }
        exp(x, x, spare, n, scratch);
        for (int i = 0; i < n; i++) {
            x[i] = 1 / (1 + x[i]);
        }
    }

    /**
     * log(1 + e^x), without overflow. Relative error below 5e-7 down to x = -87; below, at least 1e-38.
     *
     * @param x read
     * @param y receives the result; another array
     * @param spare overwritten
     * @param n how many
     * @param scratch the thread's own
     */
    static void softplus(float[] x, float[] y, float[] spare, int n, CpuScratch scratch) {
        for (int i = 0; i < n; i++) {
            y[i] = -Math.abs(x[i]);
        }
        exp(y, y, spare, n, scratch);
        for (int i = 0; i < n; i++) {
            float t = y[i];
            float s = t / (2 + t);
            float u = s * s;
            float r = 0.140156372f;
            r = r * u + 0.139989317f;
            r = r * u + 0.20010885f;
            r = r * u + 0.33333206f;
            y[i] = Math.max(x[i], 0f) + 2 * (s + s * u * r);
        }
    }

    /**
     * log x for x above zero. Absolute error below 1e-7 + 1e-7·|log x|; denormal numbers, zero and what is negative
     * count as the smallest normal number, infinity as the largest number (minus infinity gives NaN).
     *
     * @param x read
     * @param y receives the result; another array
     * @param spare overwritten
     * @param n how many
     * @param scratch the thread's own
     */
    static void log(float[] x, float[] y, float[] spare, int n, CpuScratch scratch) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(Float.MIN_NORMAL, Math.min(Float.MAX_VALUE, x[i]));
        }
        int[] mantissas = scratch.bits(0, n);
        int[] exponents = scratch.bits(1, n);
        scratch.toBits(y, mantissas, n);
        for (int i = 0; i < n; i++) {
            int exponent = (mantissas[i] - ROOT_HALF_BITS) >> 23;
            exponents[i] = exponent + ROUND_BITS;
            mantissas[i] -= exponent << 23;
        }
        scratch.fromBits(exponents, spare, n);
        scratch.fromBits(mantissas, y, n);
        for (int i = 0; i < n; i++) {
            float exponent = spare[i] - ROUND;
            float f = y[i] - 1;
            float s = f / (2 + f);
            float u = s * s;
            float r = 0.14948733f;
            r = r * u + 0.19988327f;
            r = r * u + 0.33333391f;
            // The bits have lost a NaN; zero times it brings it back.
            float invalid = Math.min(Float.MAX_VALUE, x[i]) * 0;
            y[i] = exponent * LN2_LOW + 2 * (s + s * u * r) + exponent * LN2_HIGH + invalid;
        }
    }

    /**
     * log(1 + x) for x from 0 on. Relative error below 5e-7, however small x is: what 1 + x loses of x is put back.
     *
     * @param x read
     * @param y receives the result; another array
     * @param spare overwritten
     * @param sum overwritten
     * @param n how many
     * @param scratch the thread's own
     */
    static void log1p(float[] x, float[] y, float[] spare, float[] sum, int n, CpuScratch scratch) {
        for (int i = 0; i < n; i++) {
            sum[i] = 1 + x[i];
        }
        log(sum, y, spare, n, scratch);
        for (int i = 0; i < n; i++) {
            y[i] += (x[i] - (sum[i] - 1)) / sum[i];
        }
    }

    /**
     * x, but rounded to multiples of 1e-7·limit where it is smaller than the limit: nothing denormal is left, which would
     * slow arithmetic down manyfold on some processors. Two additions, unlike a comparison, are vectorised.
     *
     * @param x any
     * @param limit a power of ten well above the smallest normal number, 1e-38
     */
    static float flush(float x, float limit) {
        return x + limit - limit;
    }

    /** 1 where x is above zero, 0 elsewhere: a factor in place of a condition, which is not vectorised. */
    static float above(float x) {
        return Math.max(0f, Math.min(1f, x * 3e38f));
    }

    /** The sum of a stretch, in eight chains so that additions overlap; the order is fixed. */
    static float sum(float[] values, int first, int count) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int end = first + count;
        int i = first;
        for (; i + 7 < end; i += 8) {
            s0 += values[i];
            s1 += values[i + 1];
            s2 += values[i + 2];
            s3 += values[i + 3];
            s4 += values[i + 4];
            s5 += values[i + 5];
            s6 += values[i + 6];
            s7 += values[i + 7];
        }
        for (; i < end; i++) {
            s0 += values[i];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }
}
