/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.util.Arrays;

/**
 * Weighted overlap-add in single precision. After frame t no other reaches the first hop of its samples: they are divided by
 * the sum of the squared windows over them and written.
 */
final class SingleOverlap {
    private final StftConfig config;
    private final double[] window;
    private final int hop;
    /** Weights of a frame that comes as many times too large as it has samples. */
    private final float[] weights;
    /** Frames that reach a sample, at most. */
    private final int reach;

    private final float[] inside;

    SingleOverlap(StftConfig config) {
        this.config = config;
        window = config.window().shared();
        hop = config.hop();
        weights = new float[window.length];
        for (int i = 0; i < window.length; i++) {
            weights[i] = (float) (window[i] / window.length);
        }
        reach = (window.length + hop - 1) / hop;
        inside = shares(reach - 1, reach);
    }

    /** One over the sum of the squared weights at the first samples of a frame, with only so many frames; infinite for none. */
    private float[] shares(int frame, int frames) {
        float[] shares = new float[hop];
        for (int i = 0; i < hop; i++) {
            double sum = 0;
            int at = i;
            for (int t = frame; t >= 0 && at < window.length; t--) {
                sum += t < frames ? window[at] * window[at] : 0;
                at += hop;
            }
            shares[i] = (float) (1 / sum);
        }
        return shares;
    }

    Sum sum(int frames, int length) {
        return new Sum(frames, length);
    }

    /** The signal while it comes to be; for one thread. */
    final class Sum {
        private final int frames;
        private final float[] signal;
        private final float[] frame = new float[window.length];
        private final float[] running = new float[window.length];
        private int next;

        private Sum(int frames, int length) {
            this.frames = frames;
            this.signal = new float[length];
        }

        /** Adds the next frames, which stand one after the other. */
        void add(float[] some, int count) {
            for (int t = 0; t < count; t++) {
                System.arraycopy(some, t * frame.length, frame, 0, frame.length);
                addTo(running, frame, weights);
                write();
            }
        }

        /** The signal after the last frame. */
        float[] end() {
            while (next * (long) hop - frame.length / 2 < signal.length) {
                write();
            }
            return signal;
        }

        private void write() {
            float[] shares = next >= reach - 1 && next < frames ? inside : shares(next, frames);
            int start = next * hop - frame.length / 2;
            int from = Math.max(0, -start);
            int to = Math.min(hop, signal.length - start);
            for (int i = from; i < to && shares != inside; i++) {
                requireWeight(shares[i], start + i);
            }
            multiply(shares, running);
            if (from < to) {
                System.arraycopy(running, from, signal, start + from, to - from);
            }
            System.arraycopy(running, hop, running, 0, running.length - hop);
            Arrays.fill(running, running.length - hop, running.length, 0);
            next++;
        }

        private void requireWeight(float share, int sample) {
            if (!Float.isFinite(share)) {
                throw new IllegalArgumentException("a signal of " + signal.length + " samples is too short for "
                        + config + ": sample " + sample + " has no weight; choose a smaller hop");
            }
        }
    }

    private static void addTo(float[] sum, float[] frame, float[] weights) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weights[i] * frame[i];
        }
    }

    private static void multiply(float[] shares, float[] values) {
        for (int i = 0; i < shares.length; i++) {
            values[i] *= shares[i];
        }
    }
}
