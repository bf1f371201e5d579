/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;

/** The stated errors, over the whole range of each function in steps of a few hundred representable numbers. */
class FastMathTest {
    private static final CpuScratch SCRATCH = CpuScratch.own();
    private static final int BLOCK = 2048;

    private final float[] spare = new float[BLOCK];

    /** A function of the first n values of an array. */
    private interface Kernel {
        void run(float[] x, float[] y, int n);
    }

    private void exp(float[] x, float[] y, int n) {
        FastMath.exp(x, y, spare, n, SCRATCH);
    }

    private void log(float[] x, float[] y, int n) {
        FastMath.log(x, y, spare, n, SCRATCH);
    }

    private void tanh(float[] x, float[] y, int n) {
        System.arraycopy(x, 0, y, 0, n);
        FastMath.tanh(y, n);
    }

    private void sigmoid(float[] x, float[] y, int n) {
        System.arraycopy(x, 0, y, 0, n);
        FastMath.sigmoid(y, spare, n, SCRATCH);
    }

    private void gate(float[] x, float[] y, int n) {
        System.arraycopy(x, 0, y, 0, n);
        FastMath.gate(y, n);
    }

    private void softplus(float[] x, float[] y, int n) {
        FastMath.softplus(x, y, spare, n, SCRATCH);
    }

    private void erf(float[] x, float[] y, int n) {
        System.arraycopy(x, 0, y, 0, n);
        FastMath.erf(y, n);
    }

    private void log1p(float[] x, float[] y, int n) {
        FastMath.log1p(x, y, spare, new float[BLOCK], n, SCRATCH);
    }

    /** The largest of |ours - exact| / allowed(exact). */
    private static double worst(
            Kernel kernel, DoubleUnaryOperator exact, DoubleUnaryOperator allowed, float from, float to) {
        float[] x = new float[BLOCK];
        float[] y = new float[BLOCK];
        double worst = 0;
        float next = from;
        while (next <= to) {
            int n = 0;
            for (; n < BLOCK && next <= to; n++) {
                x[n] = next;
                next += Math.max(401 * Math.ulp(next), 1e-6f * (to - from));
            }
            kernel.run(x, y, n);
            for (int i = 0; i < n; i++) {
                double expected = exact.applyAsDouble(x[i]);
                double error = Math.abs(y[i] - expected) / allowed.applyAsDouble(expected);
                worst = Double.isNaN(error) ? Double.NaN : Math.max(worst, error);
            }
        }
        return worst;
    }

    private static DoubleUnaryOperator relative(double error) {
        return value -> error * Math.abs(value);
    }

    private static float[] at(Kernel kernel, float... x) {
        float[] y = new float[x.length];
        kernel.run(x, y, x.length);
        return y;
    }

    @Test
    void gate_hasTheStatedError() {
        DoubleUnaryOperator exact = v -> 1 / (1 + StrictMath.exp(-v));
        assertThat(worst(this::gate, exact, value -> 5e-7, -100, 100)).isLessThan(1);
        assertThat(at(this::gate, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NaN))
                .satisfies(y -> assertThat(y[0]).isBetween(0f, 5e-7f))
                .satisfies(y -> assertThat(y[1]).isBetween(1 - 5e-7f, 1f))
                .satisfies(y -> assertThat(y[2]).isNaN());
    }

    @Test
    void exp_hasTheStatedError() {
        assertThat(worst(this::exp, StrictMath::exp, relative(2e-7), -87.33f, 88.37f))
                .isLessThan(1);
        assertThat(worst(this::exp, StrictMath::exp, relative(2e-7), -1e-3f, 1e-3f))
                .isLessThan(1);
    }

    @Test
    void exp_isLimitedBeyondItsRange() {
        float[] y = at(this::exp, Float.NEGATIVE_INFINITY, -1e30f, -88, 89, 1e30f, Float.POSITIVE_INFINITY);
        assertThat(y).doesNotContain(Float.NaN);
        for (int i = 0; i < 3; i++) {
            assertThat(y[i]).isBetween(Float.MIN_NORMAL, 1.3e-38f);
            assertThat(y[i + 3]).isBetween(2.3e38f, 2.5e38f);
        }
        assertThat(at(this::exp, Float.NaN, 0f, -0f, Float.MIN_VALUE)).containsExactly(Float.NaN, 1, 1, 1);
    }

    @Test
    void erf_hasTheStatedError() {
        assertThat(worst(this::erf, Erf::erf, relative(1e-6), -7, 7)).isLessThan(1);
        assertThat(worst(this::erf, Erf::erf, relative(1e-6), 1e-20f, 1e-3f)).isLessThan(1);
        assertThat(at(this::erf, Float.NEGATIVE_INFINITY, -4, 0, 4, Float.POSITIVE_INFINITY, Float.NaN))
                .containsExactly(-1, -1, 0, 1, 1, Float.NaN);
    }

    @Test
    void log1p_hasTheStatedError() {
        DoubleUnaryOperator exact = StrictMath::log1p;
        assertThat(worst(this::log1p, exact, relative(5e-7), 1e-30f, 1e-4f)).isLessThan(1);
        assertThat(worst(this::log1p, exact, relative(5e-7), 1e-4f, 10)).isLessThan(1);
        assertThat(worst(this::log1p, exact, relative(5e-7), 10, 1e37f)).isLessThan(1);
        assertThat(at(this::log1p, 0f, 1e-30f, 1e-9f, Float.NaN)).containsExactly(0, 1e-30f, 1e-9f, Float.NaN);
    }

    @Test
    void log_hasTheStatedError() {
        DoubleUnaryOperator allowed = value -> 1e-7 + 1e-7 * Math.abs(value);
        assertThat(worst(this::log, StrictMath::log, allowed, Float.MIN_NORMAL, 1e-30f))
                .isLessThan(1);
        assertThat(worst(this::log, StrictMath::log, allowed, 1e-30f, 1)).isLessThan(1);
        assertThat(worst(this::log, StrictMath::log, allowed, 1, 1e4f)).isLessThan(1);
        assertThat(worst(this::log, StrictMath::log, allowed, 1e4f, 3.4e38f)).isLessThan(1);
        for (float x = Float.MIN_NORMAL; x < 1e38f; x *= 1.7f) {
            assertThat((double) at(this::log, x)[0]).isCloseTo(Math.log(x), org.assertj.core.data.Offset.offset(1e-5));
        }
    }

    @Test
    void log_isLimitedBeyondItsRange() {
        float[] y = at(this::log, 0, Float.MIN_VALUE, -1, Float.POSITIVE_INFINITY, Float.NaN);
        assertThat(y[0]).isBetween(-87.4f, -87.3f).isEqualTo(y[1]).isEqualTo(y[2]);
        assertThat(y[3]).isBetween(88.7f, 88.8f);
        assertThat(y[4]).isNaN();
    }

    @Test
    void tanh_hasTheStatedError() {
        assertThat(worst(this::tanh, StrictMath::tanh, relative(1e-6), 1e-30f, 1e-3f))
                .isLessThan(1);
        assertThat(worst(this::tanh, StrictMath::tanh, relative(1e-6), 1e-3f, 20))
                .isLessThan(1);
        assertThat(worst(this::tanh, StrictMath::tanh, relative(1e-6), -20, -1e-3f))
                .isLessThan(1);
    }

    @Test
    void tanh_staysWithinOne() {
        for (float x = 0; x < 12; x += 1e-4f) {
            assertThat(at(this::tanh, x, -x))
                    .satisfies(y -> assertThat(Math.abs(y[0])).isLessThanOrEqualTo(1));
        }
        float[] y = at(this::tanh, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, 0, Float.MIN_VALUE);
        assertThat(y[0]).isBetween(0.99999f, 1f);
        assertThat(y[1]).isEqualTo(-y[0]);
        assertThat(y[2]).isNaN();
        assertThat(y[3]).isZero();
        assertThat(y[4]).isEqualTo(Float.MIN_VALUE);
    }

    @Test
    void sigmoid_hasTheStatedError() {
        assertThat(worst(this::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), relative(5e-7), -87, 100))
                .isLessThan(1);
        float[] y = at(this::sigmoid, Float.NEGATIVE_INFINITY, -100, Float.POSITIVE_INFINITY, Float.NaN);
        assertThat(y[0]).isEqualTo(y[1]).isBetween(Float.MIN_NORMAL, 1.3e-38f);
        assertThat(y[2]).isEqualTo(1);
        assertThat(y[3]).isNaN();
    }

    @Test
    void softplus_hasTheStatedError() {
        DoubleUnaryOperator exact = x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
        assertThat(worst(this::softplus, exact, relative(5e-7), -87, 100)).isLessThan(1);
        float[] y = at(this::softplus, Float.NEGATIVE_INFINITY, -100, 1e30f, Float.POSITIVE_INFINITY, Float.NaN);
        assertThat(y[0]).isEqualTo(y[1]).isBetween(Float.MIN_NORMAL, 1.3e-38f);
        assertThat(y[2]).isEqualTo(1e30f);
        assertThat(y[3]).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(y[4]).isNaN();
    }

    @Test
    void flush_leavesNothingDenormal() {
        for (float x = 1; x > 100 * Float.MIN_VALUE; x *= 0.7f) {
            float flushed = FastMath.flush(x, 1e-23f);
            assertThat(flushed == 0 || flushed >= 1e-31f).as("%s", flushed).isTrue();
            assertThat(Math.abs(flushed - x)).isLessThanOrEqualTo(1e-30f + Math.ulp(x));
            assertThat(FastMath.flush(-x, 1e-23f))
                    .isCloseTo(-x, org.assertj.core.data.Offset.offset(1e-30f + Math.ulp(x)));
        }
        assertThat(FastMath.flush(Float.NaN, 1e-23f)).isNaN();
    }

    @Test
    void sum_addsEveryValueOnce() {
        for (int n = 0; n < 40; n++) {
            float[] values = new float[n + 3];
            java.util.Arrays.fill(values, 100);
            for (int i = 0; i < n; i++) {
                values[i + 2] = i + 1;
            }
            assertThat(FastMath.sum(values, 2, n)).isEqualTo(n * (n + 1) / 2f);
        }
    }
}
