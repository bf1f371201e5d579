/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.FrameSource;

/** What a model refuses to be asked about. */
final class InputChecks {
    private InputChecks() {}

    static void data(FrameSource data, ModelDefinition definition) {
        if (data.size() == 0 || data.width() != definition.inputSize()) {
            throw new IllegalArgumentException("data must have at least one row of " + definition.inputSize()
                    + " values, got " + data.size() + " rows of " + data.width());
        }
    }

    /** Lengths alone: values of frames are checked where they are staged. */
    static void frames(float[][] frames, ModelDefinition definition) {
        width("frames", frames, definition.inputSize());
    }

    static void codes(float[][] codes, ModelDefinition definition) {
        width("codes", codes, definition.codeSize());
        for (int i = 0; i < codes.length; i++) {
            for (float value : codes[i]) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("codes must be finite, row " + i + " holds " + value);
                }
            }
        }
    }

    private static void width(String what, float[][] rows, int width) {
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != width) {
                throw new IllegalArgumentException(
                        what + " must have " + width + " values per row, row " + i + " has " + rows[i].length);
            }
        }
    }
}
