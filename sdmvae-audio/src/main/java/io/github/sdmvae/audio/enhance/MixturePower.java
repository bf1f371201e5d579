/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.engine.MixtureProgram;
import java.util.Arrays;

/** The power of a mixture, frame by frame. */
interface MixturePower {
    /** Least power: digital silence. */
    float FLOOR = 1e-10f;

    /** T. */
    int frames();

    /** F. */
    int bins();

    /** Stages frames and how many there are; rows of the program beyond them get a power of 1. */
    void stage(int first, int count, MixtureProgram program);

    /** Reads frames. */
    void read(int first, int count, float[] target);

    /** Of rows that are stored. */
    static MixturePower of(FloatRows rows) {
        return new MixturePower() {
            @Override
            public int frames() {
                return rows.rows();
            }

            @Override
            public int bins() {
                return rows.width();
            }

            @Override
            public void stage(int first, int count, MixtureProgram program) {
                float[] values = new float[program.rows() * rows.width()];
                rows.read(first, count, values);
                program.frames(count);
                Arrays.fill(values, count * rows.width(), values.length, 1);
                program.power(values);
            }

            @Override
            public void read(int first, int count, float[] target) {
                rows.read(first, count, target);
            }
        };
    }
}
