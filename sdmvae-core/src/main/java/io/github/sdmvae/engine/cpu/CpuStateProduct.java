/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.StateProduct;
import io.github.sdmvae.engine.kernels.Tensor;
import java.util.Arrays;

/**
 * A recurrent layer's product of a frame, {@code C = A W} with few rows in A. OpenBLAS packs W anew for every frame, which costs
 * more than the product itself; here W is laid out once for a sequence, in an array per row, as the JIT turns loops over one index
 * of several arrays into vector instructions, and four of these stay in the first-level cache for all rows of A.
 */
final class CpuStateProduct implements StateProduct {
    /** With more rows packing pays. */
    static final int MOST_ROWS = 16;

    private static final int GROUP = 4;
    private static final int SLOT = 11;

    private final CpuTensor weight;
    private final boolean transposed;
    private final int inner;
    private final int outer;
    private final float[][] w;
    private final float[][] sums;

    CpuStateProduct(CpuTensor weight, boolean transposed, int rows) {
        this.weight = weight;
        this.transposed = transposed;
        this.inner = transposed ? weight.columns() : weight.rows();
        this.outer = transposed ? weight.rows() : weight.columns();
        // A multiple of the group; what is beyond W stays zero.
        this.w = new float[(inner + GROUP - 1) / GROUP * GROUP][outer];
        this.sums = new float[rows][outer];
    }

    @Override
    public void prepare() {
        if (!transposed) {
            for (int k = 0; k < inner; k++) {
                weight.get(k * outer, w[k], 0, outer);
            }
            return;
        }
        float[] row = CpuScratch.own().array(SLOT, inner);
        for (int j = 0; j < outer; j++) {
            weight.get(j * inner, row, 0, inner);
            for (int k = 0; k < inner; k++) {
                w[k][j] = row[k];
            }
        }
    }

    @Override
    public void multiply(Tensor a, Tensor c) {
        int rows = a.rows();
        float[] left = CpuScratch.own().array(SLOT, rows * inner + GROUP);
        ((CpuTensor) a).get(0, left, 0, rows * inner);
        // Beyond the last row, where the last group may look: it meets zeros of W, but a zero times a NaN is none.
        Arrays.fill(left, rows * inner, rows * inner + GROUP, 0);
        for (int b = 0; b < rows; b++) {
            Arrays.fill(sums[b], 0);
        }
        for (int k = 0; k < w.length; k += GROUP) {
            for (int b = 0; b < rows; b++) {
                int at = b * inner + k;
                add(left[at], w[k], left[at + 1], w[k + 1], left[at + 2], w[k + 2], left[at + 3], w[k + 3], sums[b]);
            }
        }
        for (int b = 0; b < rows; b++) {
            ((CpuTensor) c).put(b * outer, sums[b], 0, outer);
        }
    }

    /** Four rows of W, weighted: with more of them the loop is too long for the JIT to unroll. */
    private static void add(
            float a0, float[] w0, float a1, float[] w1, float a2, float[] w2, float a3, float[] w3, float[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += a0 * w0[j] + a1 * w1[j] + a2 * w2[j] + a3 * w3[j];
        }
    }
}
