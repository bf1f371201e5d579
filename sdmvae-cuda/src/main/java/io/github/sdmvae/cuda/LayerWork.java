/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.network.Activation;
import org.jspecify.annotations.Nullable;

/** Dense layers: cuBLAS products, and what stands between them. */
final class LayerWork {
    private static final int COLUMNS = 32;
    private static final int ROWS = 8;
    /** Rows that one block sums; more chunks are folded afterwards, in their order. */
    private static final int CHUNK = 128;

    private final Kernels kernels;

    LayerWork(Kernels kernels) {
        this.kernels = kernels;
    }

    /** Values of room that {@link #backward} needs for its sums of columns. */
    static int roomForSums(int rows, int columns) {
        return chunks(rows) * columns;
    }

    private static int chunks(int rows) {
        return (rows + CHUNK - 1) / CHUNK;
    }

    /** As in the texts. */
    static int code(Activation activation) {
        return switch (activation) {
            case IDENTITY -> 0;
            case TANH -> 1;
            case RELU -> 2;
            case SIGMOID -> 3;
        };
    }

    void multiply(Sequence work, CudaTensor a, boolean transposeA, CudaTensor b, boolean transposeB, CudaTensor c) {
        int inner = transposeA ? a.rows() : a.columns();
        work.then(new Lane.Product(
                a.address(), transposeA, b.address(), transposeB, c.address(), c.rows(), c.columns(), inner));
    }

    void forward(Sequence work, CudaTensor x, CudaTensor weight, CudaTensor bias, Activation activation, CudaTensor y) {
        multiply(work, x, false, weight, false, y);
        work.then(kernels.each(
                KernelText.LAYERS,
                "bias_activation",
                y.length(),
                y.address(),
                bias.address(),
                y.length(),
                y.columns(),
                code(activation)));
    }

    /**
     * The way back.
     *
     * @param sums room of {@link #roomForSums} values
     */
    void backward(
            Sequence work,
            CudaTensor x,
            CudaTensor weight,
            CudaTensor y,
            Activation activation,
            CudaTensor dy,
            @Nullable CudaTensor dWeight,
            @Nullable CudaTensor dBias,
            @Nullable CudaTensor dx,
            long sums) {
        int chunks = chunks(y.rows());
        long biases = dBias == null ? sums : dBias.address();
        work.then(kernels.launch(
                KernelText.LAYERS,
                "derive_and_sum",
                new Launch.Shape(
                        (y.columns() + COLUMNS - 1) / COLUMNS, chunks, COLUMNS, ROWS, COLUMNS * ROWS * Float.BYTES),
                y.address(),
                dy.address(),
                chunks == 1 ? biases : sums,
                y.rows(),
                y.columns(),
                code(activation),
                CHUNK));
        if (dBias != null && chunks > 1) {
            work.then(kernels.each(
                    KernelText.LAYERS, "fold_sums", y.columns(), dBias.address(), sums, chunks, y.columns()));
        }
        if (dWeight != null) {
            multiply(work, x, true, dy, false, dWeight);
        }
        if (dx != null) {
            multiply(work, dy, false, weight, true, dx);
        }
    }
}
