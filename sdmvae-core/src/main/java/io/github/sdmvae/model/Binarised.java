/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.FrameSource;

/**
 * Data cut at 0.5 to zeros and ones: a Bernoulli likelihood gives probabilities to these alone.
 *
 * @param data values in [0, 1]
 */
record Binarised(FrameSource data) implements FrameSource {
    private static final float THRESHOLD = 0.5f;

    @Override
    public int size() {
        return data.size();
    }

    @Override
    public int width() {
        return data.width();
    }

    @Override
    public void read(int index, float[] target, int offset) {
        data.read(index, target, offset);
        for (int j = offset; j < offset + width(); j++) {
            target[j] = target[j] > THRESHOLD ? 1 : 0;
        }
    }
}
