/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.transform;

import io.github.sdmvae.data.FrameSource;

/**
 * Rows of a source as a model sees them.
 *
 * @param source of the rows
 * @param transform of each
 */
record TransformedFrames(FrameSource source, DataTransform transform) implements FrameSource {
    @Override
    public int size() {
        return source.size();
    }

    @Override
    public int width() {
        return source.width();
    }

    @Override
    public void read(int index, float[] target, int offset) {
        source.read(index, target, offset);
        apply(index, target, offset);
    }

    @Override
    public void read(int[] rows, int first, int count, float[] target, int offset) {
        source.read(rows, first, count, target, offset);
        for (int i = 0; i < count; i++) {
            apply(rows[first + i], target, offset + i * width());
        }
    }

    /** A value that was no number before stays one, for the check of the likelihood's domain to name. */
    private void apply(int row, float[] target, int offset) {
        transform.apply(target, offset);
        for (int j = 0; j < width(); j++) {
            if (Float.isInfinite(target[offset + j])) {
                throw new IllegalArgumentException("row " + row + " column " + j + " of " + source.description()
                        + " is too large for the model's data transform");
            }
        }
    }

    @Override
    public String description() {
        return source.description();
    }
}
