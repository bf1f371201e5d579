/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.io.IOException;

/** The samples of a clip, block by block. */
final class ClipSource implements SampleSource {
    private final double[] samples;
    private int next;
    private boolean closed;

    ClipSource(AudioClip clip) {
        this.samples = clip.samples();
    }

    @Override
    public boolean read(float[] block) throws IOException {
        if (closed) {
            throw new IOException("the source is closed");
        }
        if (next >= samples.length) {
            return false;
        }
        for (int i = 0; i < block.length; i++) {
            block[i] = next < samples.length ? (float) samples[next] : 0;
            next++;
        }
        return true;
    }

    @Override
    public void close() {
        closed = true;
    }
}
