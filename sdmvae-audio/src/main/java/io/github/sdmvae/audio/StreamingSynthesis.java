/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.util.Arrays;
import java.util.Objects;

/**
 * The inverse of {@link StreamingAnalysis}: frames are added, and with every frame a hop of samples is finished, by weighted
 * overlap-add with the running sum of squared windows. What comes out is what {@link Stft#inverse} gives, half a window later:
 * with frame t the samples from t·hop − N/2 on. Samples before the start of the signal come out as zeros.
 *
 * <p>Leaves no garbage. <b>Thread rule:</b> not thread-safe; one per stream.
 */
public final class StreamingSynthesis {
    private final StftConfig config;
    private final double[] window;
    private final RealFft fft;
    private final double[] frame;
    private final double[] sum;
    private final double[] weight;
    private int before;

    private StreamingSynthesis(StftConfig config) {
        this.config = config;
        this.window = config.window().weights();
        this.fft = new RealFft(window.length);
        this.frame = new double[window.length];
        this.sum = new double[window.length];
        this.weight = new double[window.length];
        reset();
    }

    /**
     * Starts a stream.
     *
     * @param config as the frames were made with
     * @return the synthesis
     */
    public static StreamingSynthesis of(StftConfig config) {
        return new StreamingSynthesis(Objects.requireNonNull(config, "config"));
    }

    /** Forgets all frames, for a new stream. */
    public void reset() {
        Arrays.fill(sum, 0);
        Arrays.fill(weight, 0);
        before = window.length / 2;
    }

    /**
     * Adds the next frame and hands out the samples that no later one changes.
     *
     * @param spectrum {@link StftConfig#bins()} complex values, real and imaginary parts in turn; not changed
     * @param out receives {@link StftConfig#hop()} samples
     * @param offset of the first
     * @throws IllegalArgumentException if the spectrum has another length
     * @throws IndexOutOfBoundsException if there is no room
     */
    public void add(double[] spectrum, float[] out, int offset) {
        if (spectrum.length != 2 * config.bins()) {
            throw new IllegalArgumentException("a spectrum of this transform has " + 2 * config.bins()
                    + " numbers, real and imaginary parts in turn, got " + spectrum.length);
        }
        int hop = config.hop();
        Objects.checkFromIndexSize(offset, hop, out.length);
        fft.inverse(spectrum, 0, frame);
        for (int k = 0; k < window.length; k++) {
            sum[k] += window[k] * frame[k];
            weight[k] += window[k] * window[k];
        }
        for (int i = 0; i < hop; i++) {
            out[offset + i] = before > i ? 0 : (float) (sum[i] / weight[i]);
        }
        before = Math.max(0, before - hop);
        shift(sum, hop);
        shift(weight, hop);
    }

    private static void shift(double[] values, int by) {
        System.arraycopy(values, by, values, 0, values.length - by);
        Arrays.fill(values, values.length - by, values.length, 0);
    }
}
