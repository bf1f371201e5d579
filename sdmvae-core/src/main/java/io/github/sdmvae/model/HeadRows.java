/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.prior.CodeShape;

/** A batch's encoder output, taken apart. Not thread-safe. */
final class HeadRows {
    private final CodeShape shape;
    private final float[] values;

    HeadRows(CodeShape shape, Program program) {
        this.shape = shape;
        this.values = new float[program.length(Result.HEADS)];
        readFrom(program);
    }

    /** Takes over a later output of a program of the same shape. */
    void readFrom(Program program) {
        program.read(Result.HEADS, values);
    }

    private int at(int row, int part) {
        return row * shape.headColumns() + part * shape.width();
    }

    /** The deterministic code: μ, for spike and slab {@code q ⊙ μ}. */
    void readCode(int row, float[] target, int offset) {
        System.arraycopy(values, at(row, 0), target, offset, shape.width());
        if (shape.heads() == 3) {
            for (int j = 0; j < shape.width(); j++) {
                target[offset + j] *= slabProbability(row, j);
            }
        }
    }

    void readMean(int row, float[] target) {
        System.arraycopy(values, at(row, 0), target, 0, shape.width());
    }

    void readLogVariance(int row, float[] target) {
        System.arraycopy(values, at(row, 1), target, 0, shape.width());
    }

    void readSlabProbability(int row, float[] target) {
        for (int j = 0; j < target.length; j++) {
            target[j] = slabProbability(row, j);
        }
    }

    private float slabProbability(int row, int entry) {
        return (float) Math.exp(Math.min(0, values[at(row, 2) + entry]));
    }
}
