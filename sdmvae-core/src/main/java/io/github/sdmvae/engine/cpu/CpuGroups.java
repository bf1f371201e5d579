/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.GroupedColumns;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What sparse decoding takes beside dense layers: masked first layers and output columns by group. */
final class CpuGroups {
    private final CpuTeam team;

    CpuGroups(CpuTeam team) {
        this.team = team;
    }

    private static float[] values(CpuTensor tensor) {
        float[] values = new float[tensor.length()];
        tensor.get(0, values, 0, values.length);
        return values;
    }

    /** Each latent entry is a part. */
    void stack(CpuTensor mask, CpuTensor weight, CpuTensor stacked) {
        float[] w = values(mask);
        float[] layer = values(weight);
        int width = mask.columns();
        int hidden = weight.columns();
        int row = stacked.columns();
        team.run(width, l -> {
            float[] v = CpuScratch.own().array(0, row);
            for (int g = 0; g < mask.rows(); g++) {
                float factor = w[g * width + l];
                for (int i = 0; i < hidden; i++) {
                    v[g * hidden + i] = factor * layer[l * hidden + i];
                }
            }
            stacked.put(l * row, v, 0, row);
        });
    }

    void stackBackward(CpuTensor mask, CpuTensor weight, CpuTensor dStacked, CpuTensor dMask, CpuTensor dWeight) {
        float[] w = values(mask);
        float[] layer = values(weight);
        float[] dw = new float[w.length];
        float[] dLayer = new float[layer.length];
        int width = mask.columns();
        int hidden = weight.columns();
        int row = dStacked.columns();
        team.run(width, l -> {
            float[] dv = CpuScratch.own().array(0, row);
            dStacked.get(l * row, dv, 0, row);
            for (int g = 0; g < mask.rows(); g++) {
                float factor = w[g * width + l];
                for (int i = 0; i < hidden; i++) {
                    dLayer[l * hidden + i] += factor * dv[g * hidden + i];
                }
                dw[g * width + l] = dot(dv, g * hidden, layer, l * hidden, hidden);
            }
        });
        dMask.put(0, dw, 0, dw.length);
        dWeight.put(0, dLayer, 0, dLayer.length);
    }

    /** Four chains, so that additions overlap. */
    private static float dot(float[] a, int firstA, float[] b, int firstB, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += a[firstA + i] * b[firstB + i];
            s1 += a[firstA + i + 1] * b[firstB + i + 1];
            s2 += a[firstA + i + 2] * b[firstB + i + 2];
            s3 += a[firstA + i + 3] * b[firstB + i + 3];
        }
        for (; i < n; i++) {
            s0 += a[firstA + i] * b[firstB + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** A row of weights for each of the columns. */
    private static float[] columnsOf(CpuTensor weight, GroupedColumns columns) {
        float[] all = values(weight);
        int size = weight.rows();
        float[] rows = new float[columns.count() * size];
        for (int c = 0; c < columns.count(); c++) {
            for (int i = 0; i < size; i++) {
                rows[c * size + i] = all[i * weight.columns() + columns.columns()[c]];
            }
        }
        return rows;
    }

    void grouped(CpuTensor x, CpuTensor weight, CpuTensor bias, GroupedColumns columns, CpuTensor output) {
        float[] w = columnsOf(weight, columns);
        float[] b = values(bias);
        int size = weight.rows();
        int width = output.columns();
        CpuRows rows = new CpuRows(x.rows(), x.columns());
        team.run(rows.parts(), p -> {
            float[] units = CpuScratch.own().array(0, x.columns());
            float[] out = CpuScratch.own().array(1, width);
            for (int row = rows.first(p); row < rows.first(p + 1); row++) {
                x.get(row * x.columns(), units, 0, x.columns());
                output.get(row * width, out, 0, width);
                for (int c = 0; c < columns.count(); c++) {
                    int column = columns.columns()[c];
                    out[column] = b[column] + dot(units, columns.groups()[c] * size, w, c * size, size);
                }
                output.put(row * width, out, 0, width);
            }
        });
    }

    void groupedBackward(
            CpuTensor x,
            CpuTensor weight,
            GroupedColumns columns,
            CpuTensor dOutput,
            @Nullable CpuTensor dWeight,
            CpuTensor dx) {
        float[] w = columnsOf(weight, columns);
        CpuRows rows = new CpuRows(x.rows(), x.columns());
        float[][] sums = new float[rows.parts()][w.length];
        team.run(rows.parts(), p -> backward(x, columns, dOutput, dx, rows, p, w, sums[p]));
        if (dWeight != null) {
            for (int p = 1; p < sums.length; p++) {
                for (int i = 0; i < w.length; i++) {
                    sums[0][i] += sums[p][i];
                }
            }
            putColumns(sums[0], columns, dWeight);
        }
    }

    private static void backward(
            CpuTensor x,
            GroupedColumns columns,
            CpuTensor dOutput,
            CpuTensor dx,
            CpuRows rows,
            int part,
            float[] w,
            float[] sums) {
        int size = w.length / columns.count();
        int length = x.columns();
        int width = dOutput.columns();
        float[] units = CpuScratch.own().array(0, length);
        float[] d = CpuScratch.own().array(1, width);
        float[] dUnits = CpuScratch.own().array(2, length);
        for (int row = rows.first(part); row < rows.first(part + 1); row++) {
            x.get(row * length, units, 0, length);
            dOutput.get(row * width, d, 0, width);
            Arrays.fill(dUnits, 0, length, 0);
            for (int c = 0; c < columns.count(); c++) {
                int from = columns.groups()[c] * size;
                float g = d[columns.columns()[c]];
                addScaled(dUnits, from, w, c * size, g, size);
                addScaled(sums, c * size, units, from, g, size);
            }
            dx.put(row * length, dUnits, 0, length);
        }
    }

    private static void addScaled(float[] sums, int to, float[] values, int from, float factor, int n) {
        for (int i = 0; i < n; i++) {
            sums[to + i] += factor * values[from + i];
        }
    }

    /** Writes these columns and leaves the others. */
    private static void putColumns(float[] rows, GroupedColumns columns, CpuTensor target) {
        float[] all = values(target);
        int size = target.rows();
        for (int c = 0; c < columns.count(); c++) {
            for (int i = 0; i < size; i++) {
                all[i * target.columns() + columns.columns()[c]] = rows[c * size + i];
            }
        }
        target.put(0, all, 0, all.length);
    }
}
