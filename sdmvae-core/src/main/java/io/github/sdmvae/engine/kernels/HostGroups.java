/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import org.jspecify.annotations.Nullable;

/** What sparse decoding takes beside dense layers, in double precision on plain arrays. */
final class HostGroups {
    private HostGroups() {}

    static void stack(Tensor mask, Tensor weight, Tensor stacked) {
        double[] w = HostLayers.values(mask);
        double[] layer = HostLayers.values(weight);
        double[] v = new double[stacked.length()];
        int width = mask.columns();
        int hidden = weight.columns();
        int at = 0;
        for (int l = 0; l < width; l++) {
            for (int g = 0; g < mask.rows(); g++) {
                for (int i = 0; i < hidden; i++) {
                    v[at++] = w[g * width + l] * layer[l * hidden + i];
                }
            }
        }
        stacked.write(v);
    }

    static void stackBackward(Tensor mask, Tensor weight, Tensor dStacked, Tensor dMask, Tensor dWeight) {
        double[] w = HostLayers.values(mask);
        double[] layer = HostLayers.values(weight);
        double[] dv = HostLayers.values(dStacked);
        double[] dw = new double[w.length];
        double[] dLayer = new double[layer.length];
        int width = mask.columns();
        int hidden = weight.columns();
        int at = 0;
        for (int l = 0; l < width; l++) {
            for (int g = 0; g < mask.rows(); g++) {
                for (int i = 0; i < hidden; i++, at++) {
                    dw[g * width + l] += dv[at] * layer[l * hidden + i];
                    dLayer[l * hidden + i] += dv[at] * w[g * width + l];
                }
            }
        }
        dMask.write(dw);
        dWeight.write(dLayer);
    }

    static void grouped(Tensor x, Tensor weight, Tensor bias, GroupedColumns columns, Tensor output) {
        double[] hidden = HostLayers.values(x);
        double[] w = HostLayers.values(weight);
        double[] b = HostLayers.values(bias);
        double[] out = HostLayers.values(output);
        int width = output.columns();
        int size = weight.rows();
        for (int row = 0; row < x.rows(); row++) {
            for (int c = 0; c < columns.count(); c++) {
                int column = columns.columns()[c];
                int from = row * x.columns() + columns.groups()[c] * size;
                double sum = b[column];
                for (int i = 0; i < size; i++) {
                    sum += hidden[from + i] * w[i * width + column];
                }
                out[row * width + column] = sum;
            }
        }
        output.write(out);
    }

    static void groupedBackward(
            Tensor x, Tensor weight, GroupedColumns columns, Tensor dOutput, @Nullable Tensor dWeight, Tensor dx) {
        double[] hidden = HostLayers.values(x);
        double[] w = HostLayers.values(weight);
        double[] d = HostLayers.values(dOutput);
        double[] dw = new double[w.length];
        double[] dHidden = new double[hidden.length];
        int width = weight.columns();
        int size = weight.rows();
        for (int row = 0; row < x.rows(); row++) {
            for (int c = 0; c < columns.count(); c++) {
                int column = columns.columns()[c];
                int from = row * x.columns() + columns.groups()[c] * size;
                double g = d[row * width + column];
                for (int i = 0; i < size; i++) {
                    dHidden[from + i] += g * w[i * width + column];
                    dw[i * width + column] += g * hidden[from + i];
                }
            }
        }
        dx.write(dHidden);
        if (dWeight != null) {
            putColumns(dw, columns, dWeight);
        }
    }

    /** Writes these columns and leaves the others. */
    private static void putColumns(double[] source, GroupedColumns columns, Tensor target) {
        double[] all = HostLayers.values(target);
        for (int column : columns.columns()) {
            for (int at = column; at < all.length; at += target.columns()) {
                all[at] = source[at];
            }
        }
        target.write(all);
    }
}
