/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.StateProduct;
import io.github.sdmvae.engine.kernels.Tensor;
import java.util.Arrays;

/**
 * A recurrent layer's product of a frame, {@code C = A W} with few rows in A. OpenBLAS packs W anew for every frame, which costs
 * more than the product itself; here W is laid out once for a sequence, in an array per row, and a few of these stay in the
 * first-level cache for all rows of A.
 */
final class CpuStateProduct implements StateProduct {
    /** With more rows packing pays. */
    static final int MOST_ROWS = 16;

    /** Rows that are transposed at a time: a line of the cache is then written at once. */
    private static final int STRIP = 16;

    private static final int SLOT = 11;

    private final CpuTensor weight;
    private final boolean transposed;
    private final CpuStateKernel kernel;
    private final int inner;
    private final int outer;
    private final float[][] w;
    private final float[][] left;
    private final float[][] sums;

    CpuStateProduct(CpuTensor weight, boolean transposed, int rows, CpuStateKernel kernel) {
        this.weight = weight;
        this.transposed = transposed;
        this.kernel = kernel;
        this.inner = transposed ? weight.columns() : weight.rows();
        this.outer = transposed ? weight.rows() : weight.columns();
        int group = kernel.group();
        // A multiple of the group; what is beyond W and A stays zero.
        int padded = (inner + group - 1) / group * group;
        this.w = new float[padded][outer];
        this.left = new float[rows][padded];
        this.sums = new float[rows][outer];
    }

    @Override
    public void prepare() {
        if (transposed) {
            for (int j = 0; j < outer; j += STRIP) {
                transpose(j, Math.min(STRIP, outer - j));
            }
            return;
        }
        for (int k = 0; k < inner; k++) {
            weight.get(k * outer, w[k], 0, outer);
        }
    }

    /** Some rows of the weight into columns of W. */
    private void transpose(int first, int rows) {
        float[] strip = CpuScratch.own().array(SLOT, rows * inner);
        weight.get(first * inner, strip, 0, rows * inner);
        for (int k = 0; k < inner; k++) {
            float[] row = w[k];
            for (int i = 0; i < rows; i++) {
                row[first + i] = strip[i * inner + k];
            }
        }
    }

    @Override
    public void multiply(Tensor a, Tensor c) {
        int rows = a.rows();
        for (int b = 0; b < rows; b++) {
            ((CpuTensor) a).get(b * inner, left[b], 0, inner);
            Arrays.fill(sums[b], 0);
        }
        for (int k = 0; k < w.length; k += kernel.group()) {
            kernel.add(left, w, k, sums, rows);
        }
        for (int b = 0; b < rows; b++) {
            ((CpuTensor) c).put(b * outer, sums[b], 0, outer);
        }
    }
}
