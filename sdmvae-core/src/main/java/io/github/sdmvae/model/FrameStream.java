/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.Program.Result;

/**
 * A model of time in live use: one frame in, one code or frame out. What comes out is what {@link Vae#encode} and {@link
 * Vae#decode} give for the whole sequence, exactly with {@link Vae#tiled tiles of one frame} and on engines that add up row by
 * row (the plain one), else within rounding. Encoding and decoding have each a state of their own. Not thread-safe.
 */
public final class FrameStream {
    private final ModelDefinition definition;
    private final Program program;

    FrameStream(ModelDefinition definition, Program program) {
        this.definition = definition;
        this.program = program;
    }

    /**
     * Codes the next frame, by the mean.
     *
     * @param frame n values within the likelihood's domain
     * @return k values
     * @throws IllegalArgumentException if the length differs or a value is outside the domain; the state is as before
     */
    public float[] encode(float[] frame) {
        program.stage(UserRows.frames(new float[][] {frame}, definition)[0], 0);
        program.encode();
        return read(Result.CODE, definition.codeSize());
    }

    /**
     * Decodes the next code.
     *
     * @param code k finite values
     * @return the mean of p(x|z), n values
     * @throws IllegalArgumentException if the length differs or a value is not finite; the state is as before
     */
    public float[] decode(float[] code) {
        program.stageCodes(UserRows.codes(new float[][] {code}, definition)[0]);
        program.decode();
        float[] mean = read(Result.MEAN, definition.inputSize());
        return UserRows.means(new float[][] {mean}, definition)[0];
    }

    /**
     * Codes and decodes the next frame.
     *
     * @param frame n values within the likelihood's domain
     * @return n values
     * @throws IllegalArgumentException as for {@link #encode}
     */
    public float[] reconstruct(float[] frame) {
        return decode(encode(frame));
    }

    /** Begins a new sequence. */
    public void restart() {
        program.restart();
    }

    private float[] read(Result result, int length) {
        float[] values = new float[length];
        program.read(result, values);
        return values;
    }
}
