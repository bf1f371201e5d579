/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.transform.DataTransform;
import java.util.Objects;

/** Rows as users give and get them: checked, and carried to and from the units that encoder and likelihood see. */
final class UserRows {
    private UserRows() {}

    /** Data as encoder and likelihood see it. */
    static FrameSource data(FrameSource data, ModelDefinition definition) {
        if (data.size() == 0 || data.width() != definition.inputSize()) {
            throw new IllegalArgumentException("data must have at least one row of " + definition.inputSize()
                    + " values, got " + data.size() + " rows of " + data.width());
        }
        return definition.prepared(data);
    }

    /** Frames as encoder and likelihood see them. Only lengths are checked: values are where they are staged. */
    static float[][] frames(float[][] frames, ModelDefinition definition) {
        width("frames", frames, definition.inputSize());
        DataTransform transform = definition.dataTransform();
        return transform == null ? frames : transformed(frames, transform);
    }

    /** Copies; a value that was no number before stays one, for the check of the likelihood's domain to name. */
    private static float[][] transformed(float[][] frames, DataTransform transform) {
        float[][] rows = new float[frames.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = frames[i].clone();
            transform.apply(rows[i], 0);
            for (int j = 0; j < rows[i].length; j++) {
                if (Float.isInfinite(rows[i][j])) {
                    throw new IllegalArgumentException("row " + i + ", column " + j + " holds " + frames[i][j]
                            + ", too large for the model's data transform");
                }
            }
        }
        return rows;
    }

    /** Means that the model gives, in the units of the frames that it is given; in place. */
    static float[][] means(float[][] means, ModelDefinition definition) {
        DataTransform transform = definition.dataTransform();
        if (transform != null) {
            for (float[] mean : means) {
                transform.undo(mean, 0);
            }
        }
        return means;
    }

    /** Codes, which have the same units on both sides. */
    static float[][] codes(float[][] codes, ModelDefinition definition) {
        width("codes", codes, definition.codeSize());
        for (int i = 0; i < codes.length; i++) {
            for (float value : codes[i]) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("codes must be finite, row " + i + " holds " + value);
                }
            }
        }
        return codes;
    }

    private static void width(String what, float[][] rows, int width) {
        for (int i = 0; i < rows.length; i++) {
            if (Objects.requireNonNull(rows[i], what + ", row " + i).length != width) {
                throw new IllegalArgumentException(
                        what + " must have " + width + " values per row, row " + i + " has " + rows[i].length);
            }
        }
    }
}
