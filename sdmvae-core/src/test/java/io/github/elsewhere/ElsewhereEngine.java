/* SPDX-License-Identifier: Apache-2.0 */
package io.github.elsewhere;

import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.network.Activation;

/**
 * An engine written outside the library with nothing but its public parts: memory of its own, a kernel of its own for dense
 * layers, and for everything else what every engine has.
 */
public final class ElsewhereEngine extends KernelEngine {
    private int layers;

    @Override
    public String name() {
        return "elsewhere";
    }

    @Override
    public Precision precision() {
        return Precision.FLOAT32;
    }

    @Override
    public Tensor allocate(int rows, int columns) {
        return new Columns(rows, columns);
    }

    /** How often the engine's own kernel ran. */
    public int layers() {
        return layers;
    }

    @Override
    public void dense(Tensor x, Tensor weight, Tensor bias, Activation activation, Tensor y) {
        layers++;
        double[] in = values(x);
        double[] w = values(weight);
        double[] b = values(bias);
        double[] out = new double[y.length()];
        for (int i = 0; i < y.rows(); i++) {
            for (int j = 0; j < y.columns(); j++) {
                double sum = b[j];
                for (int l = 0; l < x.columns(); l++) {
                    sum += in[i * x.columns() + l] * w[l * y.columns() + j];
                }
                out[i * y.columns() + j] = activation.apply(sum);
            }
        }
        y.write(out);
    }

    private static double[] values(Tensor tensor) {
        double[] values = new double[tensor.length()];
        tensor.read(values);
        return values;
    }

    /** Values lie from back to front, so that nobody outside can have looked at the memory directly. */
    private static final class Columns implements Tensor {
        private final int rows;
        private final int columns;
        private final float[] backwards;
        private final int first;

        Columns(int rows, int columns) {
            this(rows, columns, new float[rows * columns], 0);
        }

        private Columns(int rows, int columns, float[] backwards, int first) {
            this.rows = rows;
            this.columns = columns;
            this.backwards = backwards;
            this.first = first;
        }

        private int at(int index) {
            return backwards.length - 1 - first - index;
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
                backwards[at(i)] = source[offset + i];
            }
        }

        @Override
        public void write(double[] source) {
            for (int i = 0; i < length(); i++) {
                backwards[at(i)] = (float) source[i];
            }
        }

        @Override
        public void read(float[] target, int offset) {
            for (int i = 0; i < length(); i++) {
                target[offset + i] = backwards[at(i)];
            }
        }

        @Override
        public void read(double[] target) {
            for (int i = 0; i < length(); i++) {
                target[i] = backwards[at(i)];
            }
        }

        @Override
        public Tensor view(int start, int viewRows, int viewColumns) {
            return new Columns(viewRows, viewColumns, backwards, first + start);
        }
    }
}
