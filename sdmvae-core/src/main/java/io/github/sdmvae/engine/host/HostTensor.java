/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.host;

import io.github.sdmvae.engine.kernels.Tensor;
import java.util.Objects;

/** A matrix as an array of doubles, or a stretch of one. */
final class HostTensor implements Tensor {
    private final int rows;
    private final int columns;
    private final boolean rounded;
    private final double[] values;
    private final int first;

    HostTensor(int rows, int columns, boolean rounded) {
        this(rows, columns, rounded, new double[Math.multiplyExact(rows, columns)], 0);
    }

    private HostTensor(int rows, int columns, boolean rounded, double[] values, int first) {
        this.rows = rows;
        this.columns = columns;
        this.rounded = rounded;
        this.values = values;
        this.first = first;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void write(float[] source, int offset) {
        for (int i = 0; i < length(); i++) {
            values[first + i] = source[offset + i];
        }
    }

    @Override
    public void write(double[] source) {
        for (int i = 0; i < length(); i++) {
            values[first + i] = rounded ? (float) source[i] : source[i];
        }
    }

    @Override
    public void read(float[] target, int offset) {
        for (int i = 0; i < length(); i++) {
            target[offset + i] = (float) values[first + i];
        }
    }

    @Override
    public void read(double[] target) {
        System.arraycopy(values, first, target, 0, length());
    }

    @Override
    public Tensor view(int start, int viewRows, int viewColumns) {
        Objects.checkFromIndexSize(start, viewRows * viewColumns, length());
        return new HostTensor(viewRows, viewColumns, rounded, values, first + start);
    }
}
