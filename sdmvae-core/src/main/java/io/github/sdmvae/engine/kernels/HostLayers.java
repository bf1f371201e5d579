/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.network.Activation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Dense layers, products and Adam on the host, in double precision between an engine's arrays: slow and plain. */
final class HostLayers {
    private HostLayers() {}

    static double[] values(Tensor tensor) {
        double[] values = new double[tensor.length()];
        tensor.read(values);
        return values;
    }

    static void dense(Tensor x, Tensor weight, Tensor bias, Activation activation, Tensor y) {
        int width = y.columns();
        double[] out = product(x, false, weight, false, y);
        double[] b = values(bias);
        for (int at = 0; at < out.length; at++) {
            out[at] = activation.apply(out[at] + b[at % width]);
        }
        y.write(out);
    }

    static void backward(
            Tensor x,
            Tensor weight,
            Tensor y,
            Activation activation,
            Tensor dy,
            @Nullable Tensor dWeight,
            @Nullable Tensor dBias,
            @Nullable Tensor dx) {
        double[] d = values(dy);
        double[] out = values(y);
        for (int at = 0; at < d.length; at++) {
            d[at] *= activation.derivative(out[at]);
        }
        dy.write(d);
        if (dWeight != null) {
            multiply(x, true, dy, false, dWeight);
        }
        if (dBias != null) {
            dBias.write(columnSums(d, dy.columns()));
        }
        if (dx != null) {
            multiply(dy, false, weight, true, dx);
        }
    }

    private static double[] columnSums(double[] matrix, int columns) {
        double[] sums = new double[columns];
        for (int at = 0; at < matrix.length; at++) {
            sums[at % columns] += matrix[at];
        }
        return sums;
    }

    static void multiply(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor c) {
        c.write(product(a, transposeA, b, transposeB, c));
    }

    /** Row by row of C, so that the inner loop runs along rows where B is not transposed. */
    private static double[] product(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor c) {
        double[] left = values(a);
        double[] right = values(b);
        int inner = transposeA ? a.rows() : a.columns();
        int columns = c.columns();
        double[] product = new double[c.length()];
        for (int i = 0; i < c.rows(); i++) {
            for (int l = 0; l < inner; l++) {
                double factor = left[transposeA ? l * a.columns() + i : i * a.columns() + l];
                for (int j = 0; j < columns; j++) {
                    product[i * columns + j] += factor * right[transposeB ? j * b.columns() + l : l * b.columns() + j];
                }
            }
        }
        return product;
    }

    static void adam(AdamStep step, Tensor parameters, Tensor gradient, Tensor firstMoment, Tensor secondMoment) {
        double[] p = values(parameters);
        double[] g = values(gradient);
        double[] m = values(firstMoment);
        double[] v = values(secondMoment);
        for (int i = 0; i < p.length; i++) {
            double scaled = step.gradientScale() * g[i];
            m[i] = step.beta1() * m[i] + (1 - step.beta1()) * scaled;
            v[i] = step.beta2() * v[i] + (1 - step.beta2()) * scaled * scaled;
            double root = Math.sqrt(v[i] / step.secondCorrection());
            p[i] -= step.rate() * m[i] / step.firstCorrection() / (root + step.epsilon());
        }
        firstMoment.write(m);
        secondMoment.write(v);
        parameters.write(p);
    }

    static void add(Tensor x, Tensor sum) {
        double[] values = values(x);
        double[] sums = values(sum);
        for (int i = 0; i < sums.length; i++) {
            sums[i] += values[i];
        }
        sum.write(sums);
    }

    static void addScaled(Tensor x, double factor, Tensor sum) {
        double[] values = values(x);
        double[] sums = values(sum);
        for (int i = 0; i < sums.length; i++) {
            sums[i] += factor * values[i];
        }
        sum.write(sums);
    }

    static void scale(Tensor x, double factor) {
        double[] values = values(x);
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        x.write(values);
    }

    static void scaleRows(Tensor x, double[] factors) {
        double[] values = values(x);
        for (int i = 0; i < values.length; i++) {
            values[i] *= factors[i / x.columns()];
        }
        x.write(values);
    }

    static void sumParts(Tensor parts, double factor, Tensor sum) {
        double[] values = values(parts);
        double[] sums = new double[sum.length()];
        int width = sum.columns();
        for (int i = 0; i < sums.length; i++) {
            int first = i / width * parts.columns() + i % width;
            for (int at = 0; at < parts.columns(); at += width) {
                sums[i] += factor * values[first + at];
            }
        }
        sum.write(sums);
    }

    static void sumPartsBackward(Tensor dSum, double factor, Tensor dParts) {
        double[] values = values(dSum);
        double[] spread = new double[dParts.length()];
        int width = dSum.columns();
        for (int i = 0; i < values.length; i++) {
            int first = i / width * dParts.columns() + i % width;
            for (int at = 0; at < dParts.columns(); at += width) {
                spread[first + at] = factor * values[i];
            }
        }
        dParts.write(spread);
    }

    static void join(Tensor left, Tensor right, Tensor joined) {
        double[] all = new double[joined.length()];
        place(values(left), left.columns(), all, joined.columns(), 0);
        place(values(right), right.columns(), all, joined.columns(), left.columns());
        joined.write(all);
    }

    private static void place(double[] part, int width, double[] all, int columns, int first) {
        for (int i = 0; i < part.length / width; i++) {
            System.arraycopy(part, i * width, all, i * columns + first, width);
        }
    }

    static void split(Tensor joined, Tensor left, Tensor right) {
        double[] all = values(joined);
        left.write(taken(all, joined.columns(), 0, left.columns()));
        right.write(taken(all, joined.columns(), left.columns(), right.columns()));
    }

    private static double[] taken(double[] all, int columns, int first, int width) {
        double[] part = new double[all.length / columns * width];
        for (int i = 0; i < part.length / width; i++) {
            System.arraycopy(all, i * columns + first, part, i * width, width);
        }
        return part;
    }

    static void clear(Tensor tensor, int[] rows) {
        double[] values = values(tensor);
        for (int row : rows) {
            Arrays.fill(values, row * tensor.columns(), (row + 1) * tensor.columns(), 0);
        }
        tensor.write(values);
    }
}
