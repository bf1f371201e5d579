/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import io.github.sdmvae.engine.CodeShape;
import io.github.sdmvae.engine.Tensor;

/** The encoder's output copied to the host, taken apart. Not thread-safe. */
public final class HeadRows {
    private final Tensor heads;
    private final CodeShape shape;
    private final float[] values;

    HeadRows(Tensor heads, CodeShape shape) {
        this.heads = heads;
        this.shape = shape;
        this.values = new float[heads.length()];
    }

    void read() {
        heads.read(values, 0);
    }

    private int at(int row, int part) {
        return row * shape.headColumns() + part * shape.width();
    }

    /**
     * The deterministic code: μ, for spike and slab {@code q ⊙ μ}.
     *
     * @param row data point
     * @param target receives k values
     * @param offset where the first goes
     */
    public void readCode(int row, float[] target, int offset) {
        System.arraycopy(values, at(row, 0), target, offset, shape.width());
        if (shape.heads() == 3) {
            for (int j = 0; j < shape.width(); j++) {
                target[offset + j] *= slabProbability(row, j);
            }
        }
    }

    /**
     * Copies μ.
     *
     * @param row data point
     * @param target receives k values
     */
    public void readMean(int row, float[] target) {
        System.arraycopy(values, at(row, 0), target, 0, shape.width());
    }

    /**
     * Copies λ.
     *
     * @param row data point
     * @param target receives k values
     */
    public void readLogVariance(int row, float[] target) {
        System.arraycopy(values, at(row, 1), target, 0, shape.width());
    }

    /**
     * Copies q.
     *
     * @param row data point
     * @param target receives k values
     */
    public void readSlabProbability(int row, float[] target) {
        for (int j = 0; j < target.length; j++) {
            target[j] = slabProbability(row, j);
        }
    }

    private float slabProbability(int row, int entry) {
        return (float) Math.exp(Math.min(0, values[at(row, 2) + entry]));
    }
}
