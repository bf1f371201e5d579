/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.data.FrameSource;
import java.util.Arrays;
import java.util.List;

/**
 * Frames, and behind them frames of zeros, as recordings have where a programme has padded or gated them.
 *
 * @param frames the others
 * @param percent of their number
 */
record SilentFrames(FrameSource frames, int percent) implements FrameSource {

    @Override
    public int size() {
        return Math.addExact(frames.size(), (int) ((long) frames.size() * percent / 100));
    }

    @Override
    public int width() {
        return frames.width();
    }

    @Override
    public void read(int index, float[] target, int offset) {
        if (index < frames.size()) {
            frames.read(index, target, offset);
        } else {
            Arrays.fill(target, offset, offset + width(), 0);
        }
    }

    @Override
    public List<String> names() {
        return frames.names();
    }

    @Override
    public String description() {
        return frames.description() + ", and " + (size() - frames.size()) + " frames of digital silence";
    }
}
