/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.prior.CodeShape;
import io.github.sdmvae.transform.DataTransform;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes one row at a time into arrays of the caller's, for loops that must not leave garbage. Results are those
 * of {@link Vae#encode} and {@link Vae#decode} for a single row.
 *
 * <p><b>Thread rule:</b> not thread-safe; each thread takes one of its own from {@link Vae#frameCoder}.
 */
public final class FrameCoder {
    private final int inputSize;
    private final int codeSize;
    private final @Nullable DataTransform transform;
    private final Program program;
    private final HeadRows heads;
    private final float[] row;

    FrameCoder(ModelDefinition definition, CodeShape shape, Program program) {
        this.inputSize = definition.inputSize();
        this.codeSize = definition.codeSize();
        this.transform = definition.dataTransform();
        this.program = program;
        this.heads = new HeadRows(shape, program);
        this.row = new float[inputSize];
    }

    /**
     * Codes a row by the mean.
     *
     * @param frame n values within the likelihood's domain; not changed
     * @param code receives k values
     * @throws IllegalArgumentException if a length differs, or a value is not finite or outside the likelihood's domain
     */
    public void encode(float[] frame, float[] code) {
        requireLength("frame", frame, inputSize);
        requireLength("code", code, codeSize);
        System.arraycopy(frame, 0, row, 0, inputSize);
        if (transform != null) {
            transform.apply(row, 0);
        }
        program.stage(row, 0);
        program.encode();
        heads.readFrom(program);
        heads.readCode(0, code, 0);
    }

    /**
     * Decodes a code: the mean of p(x|z).
     *
     * @param code k finite values; not changed
     * @param frame receives n values
     * @throws IllegalArgumentException if a length differs or a value is not finite
     */
    public void decode(float[] code, float[] frame) {
        requireLength("code", code, codeSize);
        requireLength("frame", frame, inputSize);
        for (float value : code) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("codes must be finite, got " + value);
            }
        }
        program.stageCodes(code);
        program.decode();
        program.read(Result.MEAN, frame);
        if (transform != null) {
            transform.undo(frame, 0);
        }
    }

    private static void requireLength(String what, float[] values, int length) {
        if (values.length != length) {
            throw new IllegalArgumentException(what + " must have " + length + " values, got " + values.length);
        }
    }
}
