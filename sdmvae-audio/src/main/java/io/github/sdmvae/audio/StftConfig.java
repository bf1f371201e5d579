/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.util.Objects;

/**
 * How an STFT is made. The transform has the length of the window. Frames are centred: the signal is padded by half a
 * window at both ends and frame t is centred on sample t·hop.
 *
 * <p>Every instance can be inverted: windows and hops that leave a sample with too little weight are refused.
 *
 * @param window any length from 2
 * @param hop samples from frame to frame, 1 to the length of the window
 * @param padding what stands beyond the ends of the signal
 */
public record StftConfig(Window window, int hop, Padding padding) {
    /** What stands beyond the ends of a signal. */
    public enum Padding {
        /** The signal mirrored, the sample at the end not repeated; needs more samples than half a window. */
        REFLECT,
        /** Zeros; any signal will do. */
        ZEROS
    }

    /**
     * Checks that the inverse exists: at every sample the squared windows of the frames must add up to more than 10⁻⁶ of
     * the largest such sum.
     *
     * @param window weights of a frame
     * @param hop samples from frame to frame
     * @param padding beyond the ends
     * @throws IllegalArgumentException if the hop is out of range or the signal could not be had back
     */
    public StftConfig {
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(padding, "padding");
        if (hop < 1 || hop > window.length()) {
            throw new IllegalArgumentException(
                    "hop must be between 1 and the window's length of " + window.length() + ", got " + hop);
        }
        Overlap.requireInverse(window, hop);
    }

    /**
     * The front end of the speech models at 16 kHz: sine window of 1024 samples, hop of 256, reflection; 513 bins.
     *
     * @return the configuration
     */
    public static StftConfig speech() {
        return new StftConfig(Window.sine(1024), 256, Padding.REFLECT);
    }

    /**
     * The number of frequencies, from 0 to the Nyquist frequency for even lengths.
     *
     * @return length of the window / 2 + 1, rounded down
     */
    public int bins() {
        return window.length() / 2 + 1;
    }

    /**
     * The number of frames of a signal: 1 + ⌊length/hop⌋, and one more where the last of them would leave the end of the
     * signal to the rim of a window. With overlaps of 75 % and more (sine and Hann windows) there is never one more.
     *
     * @param length samples, at least {@link #shortest()}
     * @return at least 1
     * @throws IllegalArgumentException if the signal is too short for the padding
     */
    public int frames(int length) {
        if (length < shortest()) {
            throw new IllegalArgumentException("a signal must have at least " + shortest() + " samples for a window of "
                    + window.length() + " with padding " + padding + ", got " + length
                    + ": leave it out or use Padding.ZEROS");
        }
        boolean covered = length % hop <= Overlap.coveredRemainder(window, hop);
        return 1 + length / hop + (covered ? 0 : 1);
    }

    /**
     * The length of the shortest signal.
     *
     * @return in samples
     */
    public int shortest() {
        return padding == Padding.REFLECT ? window.length() / 2 + 1 : 1;
    }
}
