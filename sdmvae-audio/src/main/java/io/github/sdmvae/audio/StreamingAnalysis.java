/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.util.Arrays;
import java.util.Objects;

/**
 * The short-time Fourier transform of a signal that is not all there yet: samples are pushed in, frames come out as soon as
 * their last sample is in. Frame t is that of {@link Stft#forward} with {@link StftConfig.Padding#ZEROS}, for all frames that
 * end before the signal does; under another padding the frames within half a window of the start differ.
 *
 * <p>Leaves no garbage. <b>Thread rule:</b> not thread-safe; one per stream.
 */
public final class StreamingAnalysis {
    private final StftConfig config;
    private final double[] window;
    private final RealFft fft;
    /** The newest samples, the oldest first. */
    private final double[] signal;

    private final double[] frame;
    private final double[] spectrum;
    private int filled;

    private StreamingAnalysis(StftConfig config) {
        this.config = config;
        this.window = config.window().weights();
        this.fft = new RealFft(window.length);
        this.signal = new double[window.length];
        this.frame = new double[window.length];
        this.spectrum = new double[2 * config.bins()];
        reset();
    }

    /**
     * Starts a stream.
     *
     * @param config window and hop; the start is padded with zeros
     * @return the analysis
     */
    public static StreamingAnalysis of(StftConfig config) {
        return new StreamingAnalysis(Objects.requireNonNull(config, "config"));
    }

    /** What is done with a frame. */
    @FunctionalInterface
    public interface FrameTask {
        /**
         * Takes a frame.
         *
         * @param spectrum {@link StftConfig#bins()} complex values, real and imaginary parts in turn; the array is used again
         */
        void take(double[] spectrum);
    }

    /**
     * How it transforms.
     *
     * @return as given
     */
    public StftConfig config() {
        return config;
    }

    /** Forgets all samples, for a new stream. */
    public void reset() {
        Arrays.fill(signal, 0);
        // Half a window of zeros stands before the first sample.
        filled = window.length / 2;
    }

    /**
     * Takes samples and hands on the frames that they complete, in order. Where the task throws, its frame and the samples before
     * the frame's end are taken, those behind it are not.
     *
     * @param samples finite
     * @param offset of the first
     * @param count how many, at least 0
     * @param task told of every frame, in this thread
     * @throws IllegalArgumentException if a sample is not finite; none is taken then
     * @throws IndexOutOfBoundsException if there are not so many samples
     */
    public void push(float[] samples, int offset, int count, FrameTask task) {
        Objects.checkFromIndexSize(offset, count, samples.length);
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(samples[offset + i])) {
                throw new IllegalArgumentException(
                        "samples must be finite, sample " + (offset + i) + " is " + samples[offset + i]);
            }
        }
        int from = offset;
        int left = count;
        while (left > 0) {
            int taken = Math.min(left, signal.length - filled);
            for (int i = 0; i < taken; i++) {
                signal[filled + i] = samples[from + i];
            }
            filled += taken;
            from += taken;
            left -= taken;
            if (filled == signal.length) {
                transform();
                int hop = config.hop();
                System.arraycopy(signal, hop, signal, 0, signal.length - hop);
                filled -= hop;
                task.take(spectrum);
            }
        }
    }

    private void transform() {
        for (int k = 0; k < frame.length; k++) {
            frame[k] = window[k] * signal[k];
        }
        fft.forward(frame, spectrum, 0);
    }
}
