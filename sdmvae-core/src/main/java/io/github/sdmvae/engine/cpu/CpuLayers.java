/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.network.Activation;
import org.jspecify.annotations.Nullable;

/**
 * Dense layers and the dictionary: products in parts, and one pass over each array for bias, activation and their
 * gradients.
 */
final class CpuLayers {
    private final CpuTeam team;

    CpuLayers(CpuTeam team) {
        this.team = team;
    }

    void dense(CpuTensor x, CpuTensor weight, CpuTensor bias, Activation activation, CpuTensor y) {
        boolean plain = activation == Activation.IDENTITY;
        putBias(bias, y);
        if (CpuProduct.isSmallRow(x, y)) {
            CpuProduct.addRow(x, weight, y);
            if (!plain) {
                finish(y, activation);
            }
            return;
        }
        CpuProduct product = new CpuProduct(x, false, weight, false, y);
        team.run(product.parts(), product::run);
        if (!plain || product.inPieces()) {
            stretches(y, (row, rows) -> finish(product, y, activation, row, rows));
        }
    }

    private void stretches(CpuTensor tensor, CpuRows.Stretch stretch) {
        CpuRows rows = new CpuRows(tensor.rows(), tensor.columns());
        team.run(rows.parts(), p -> rows.each(p, stretch));
    }

    private void putBias(CpuTensor bias, CpuTensor y) {
        int width = y.columns();
        if (y.rows() == 1) {
            // Live use must not leave garbage.
            float[] one = CpuScratch.own().array(0, width);
            bias.get(0, one, 0, width);
            y.put(0, one, 0, width);
            return;
        }
        float[] biases = tiled(bias, new CpuRows(y.rows(), width).step());
        stretches(y, (row, rows) -> y.put(row * width, biases, 0, rows * width));
    }

    /** The bias once per row of a stretch. */
    private static float[] tiled(CpuTensor bias, int rows) {
        int width = bias.length();
        float[] tiled = new float[rows * width];
        bias.get(0, tiled, 0, width);
        for (int i = 1; i < rows; i++) {
            System.arraycopy(tiled, 0, tiled, i * width, width);
        }
        return tiled;
    }

    /** Of one row. */
    private static void finish(CpuTensor y, Activation activation) {
        int count = y.length();
        CpuScratch scratch = CpuScratch.own();
        float[] values = scratch.array(0, count);
        y.get(0, values, 0, count);
        activate(activation, values, scratch.array(1, count), count, scratch);
        y.put(0, values, 0, count);
    }

    private static void finish(CpuProduct product, CpuTensor y, Activation activation, int firstRow, int rows) {
        int width = y.columns();
        int first = firstRow * width;
        int count = rows * width;
        CpuScratch scratch = CpuScratch.own();
        float[] values = scratch.array(0, count);
        float[] spare = scratch.array(1, count);
        y.get(first, values, 0, count);
        product.addUp(first, values, spare, count);
        activate(activation, values, spare, count, scratch);
        y.put(first, values, 0, count);
    }

    private static void add(float[] sums, float[] values, int n) {
        for (int i = 0; i < n; i++) {
            sums[i] += values[i];
        }
    }

    private static void activate(Activation activation, float[] v, float[] spare, int n, CpuScratch scratch) {
        switch (activation) {
            case IDENTITY -> {}
            case TANH -> FastMath.tanh(v, n);
            case RELU -> {
                for (int i = 0; i < n; i++) {
                    v[i] = Math.max(v[i], 0f);
                }
            }
            case SIGMOID -> FastMath.sigmoid(v, spare, n, scratch);
        }
    }

    void backward(
            CpuTensor x,
            CpuTensor weight,
            CpuTensor y,
            Activation activation,
            CpuTensor dy,
            @Nullable CpuTensor dWeight,
            @Nullable CpuTensor dBias,
            @Nullable CpuTensor dx) {
        CpuRows rows = new CpuRows(y.rows(), y.columns());
        float[][] sums = dBias == null ? new float[0][] : new float[rows.parts()][rows.step() * y.columns()];
        if (dBias != null || activation != Activation.IDENTITY) {
            team.run(
                    rows.parts(),
                    p -> rows.each(
                            p,
                            (row, n) -> differentiate(activation, y, dy, row, n, sums.length == 0 ? null : sums[p])));
        }
        // The two products need nothing of each other: their parts run side by side.
        products(
                dWeight == null ? null : new CpuProduct(x, true, dy, false, zeroed(dWeight)),
                dx == null ? null : new CpuProduct(dy, false, weight, true, zeroed(dx)));
        if (dBias != null) {
            for (int p = 1; p < sums.length; p++) {
                add(sums[0], sums[p], sums[0].length);
            }
            dBias.put(0, foldRows(sums[0], y.columns()), 0, y.columns());
        }
    }

    private CpuTensor zeroed(CpuTensor c) {
        zero(c);
        return c;
    }

    private void products(@Nullable CpuProduct first, @Nullable CpuProduct second) {
        int own = first == null ? 0 : first.parts();
        int parts = own + (second == null ? 0 : second.parts());
        if (parts > 0) {
            team.run(parts, p -> {
                if (second != null && p >= own) {
                    second.run(p - own);
                } else if (first != null) {
                    first.run(p);
                }
            });
        }
        addUp(first);
        addUp(second);
    }

    private void zero(CpuTensor c) {
        stretches(c, (row, rows) -> c.zero(row * c.columns(), rows * c.columns()));
    }

    private void addUp(@Nullable CpuProduct product) {
        if (product != null && product.inPieces()) {
            CpuTensor c = product.target();
            stretches(c, (row, rows) -> finish(product, c, Activation.IDENTITY, row, rows));
        }
    }

    /** dy becomes the gradient before the activation; its rows are added to those of the sums, where there are any. */
    private static void differentiate(
            Activation activation, CpuTensor y, CpuTensor dy, int firstRow, int rows, float @Nullable [] sums) {
        int width = y.columns();
        int first = firstRow * width;
        int count = rows * width;
        CpuScratch scratch = CpuScratch.own();
        float[] d = scratch.array(0, count);
        dy.get(first, d, 0, count);
        if (activation != Activation.IDENTITY) {
            float[] values = scratch.array(1, count);
            y.get(first, values, 0, count);
            timesDerivative(activation, values, d, count);
            dy.put(first, d, 0, count);
        }
        if (sums != null) {
            add(sums, d, count);
        }
    }

    /** The sum of the rows of a small matrix. */
    private static float[] foldRows(float[] matrix, int width) {
        float[] sum = new float[width];
        float[] row = new float[width];
        for (int at = 0; at < matrix.length; at += width) {
            System.arraycopy(matrix, at, row, 0, width);
            add(sum, row, width);
        }
        return sum;
    }

    private static void timesDerivative(Activation activation, float[] y, float[] d, int n) {
        switch (activation) {
            case IDENTITY -> {}
            case TANH -> {
                for (int i = 0; i < n; i++) {
                    d[i] *= 1 - y[i] * y[i];
                }
            }
            case RELU -> {
                for (int i = 0; i < n; i++) {
                    d[i] = y[i] > 0 ? d[i] : 0;
                }
            }
            case SIGMOID -> {
                for (int i = 0; i < n; i++) {
                    d[i] *= y[i] * (1 - y[i]);
                }
            }
        }
    }

    void multiply(CpuTensor a, boolean transposeA, CpuTensor b, boolean transposeB, CpuTensor c) {
        zero(c);
        CpuProduct product = new CpuProduct(a, transposeA, b, transposeB, c);
        team.run(product.parts(), product::run);
        addUp(product);
    }
}
