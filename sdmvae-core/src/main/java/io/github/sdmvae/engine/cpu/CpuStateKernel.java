/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

/**
 * The innermost loops of {@link CpuStateProduct}: some rows of W, weighted, are added to the sums of rows of A. The JIT turns
 * loops over one index of several arrays into vector instructions if it can unroll them, which limits how many arrays there can
 * be. A row's sums are the same whatever rows stand beside it.
 */
enum CpuStateKernel {
    /** Two rows of A share what is loaded of three rows of W: a third faster, where the processor has the instruction. */
    FUSED(3) {
        @Override
        void add(float[][] a, float[][] w, int k, float[][] sums, int rows) {
            int b = 0;
            for (; b + 1 < rows; b += 2) {
                addFused(a[b], a[b + 1], k, w[k], w[k + 1], w[k + 2], sums[b], sums[b + 1]);
            }
            if (b < rows) {
                addFused(a[b], k, w[k], w[k + 1], w[k + 2], sums[b]);
            }
        }
    },
    /** One row of A and four rows of W. */
    PLAIN(4) {
        @Override
        void add(float[][] a, float[][] w, int k, float[][] sums, int rows) {
            for (int b = 0; b < rows; b++) {
                addPlain(a[b], k, w[k], w[k + 1], w[k + 2], w[k + 3], sums[b]);
            }
        }
    };

    private final int group;

    CpuStateKernel(int group) {
        this.group = group;
    }

    /** The faster one here. */
    static CpuStateKernel best() {
        return FusedMultiplyAdd.isFast() ? FUSED : PLAIN;
    }

    /** Rows of W at a time. */
    int group() {
        return group;
    }

    /**
     * Adds a group of rows of W to all sums.
     *
     * @param a row by row
     * @param w row by row
     * @param k the first row of the group in W, the first column in A
     * @param sums row by row
     * @param rows of A and of the sums
     */
    abstract void add(float[][] a, float[][] w, int k, float[][] sums, int rows);

    /**
     * Factors stand in another order for the second row: the JIT gathers operations into vectors by what they share, and would
     * take one row's for the other's.
     */
    private static void addFused(
            float[] a, float[] b, int k, float[] w0, float[] w1, float[] w2, float[] sumA, float[] sumB) {
        float a0 = a[k];
        float a1 = a[k + 1];
        float a2 = a[k + 2];
        float b0 = b[k];
        float b1 = b[k + 1];
        float b2 = b[k + 2];
        for (int j = 0; j < sumA.length; j++) {
            float x0 = w0[j];
            float x1 = w1[j];
            float x2 = w2[j];
            sumA[j] = Math.fma(a2, x2, Math.fma(a1, x1, Math.fma(a0, x0, sumA[j])));
            sumB[j] = Math.fma(x2, b2, Math.fma(x1, b1, Math.fma(x0, b0, sumB[j])));
        }
    }

    private static void addFused(float[] a, int k, float[] w0, float[] w1, float[] w2, float[] sum) {
        float a0 = a[k];
        float a1 = a[k + 1];
        float a2 = a[k + 2];
        for (int j = 0; j < sum.length; j++) {
            sum[j] = Math.fma(a2, w2[j], Math.fma(a1, w1[j], Math.fma(a0, w0[j], sum[j])));
        }
    }

    private static void addPlain(float[] a, int k, float[] w0, float[] w1, float[] w2, float[] w3, float[] sum) {
        float a0 = a[k];
        float a1 = a[k + 1];
        float a2 = a[k + 2];
        float a3 = a[k + 3];
        for (int j = 0; j < sum.length; j++) {
            sum[j] += a0 * w0[j] + a1 * w1[j] + a2 * w2[j] + a3 * w3[j];
        }
    }
}
