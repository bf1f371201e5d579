/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/**
 * The sizes that depend on the sample rate. "Window" is the 4 ms step of the voice activity detector, "frame" the 32 ms
 * analysis frame of the perceptual model, which advances by half its length.
 *
 * @param rate sample rate in Hz
 * @param window samples in a window of the voice activity detector
 * @param alignment transform length of the fine time alignment
 * @param frame samples in a frame of the perceptual model
 * @param bands number of Bark bands
 * @param powerScale factor from squared spectrum to Bark power
 */
record PesqGrid(int rate, int window, int alignment, int frame, int bands, double powerScale) {

    /** Windows of silence put before and after each signal (300 ms); also the search margin of the alignment. */
    static final int MARGIN_WINDOWS = 75;

    private static final PesqGrid AT_8_KHZ = new PesqGrid(8000, 32, 512, 256, 42, 2.764344e-5);
    private static final PesqGrid AT_16_KHZ = new PesqGrid(16000, 64, 1024, 512, 49, 6.910853e-6);

    /** The grid of a rate that {@link SignalChecks} has accepted. */
    static PesqGrid of(int rate) {
        return rate == 8000 ? AT_8_KHZ : AT_16_KHZ;
    }

    int margin() {
        return MARGIN_WINDOWS * window;
    }

    /** Samples of extra silence after each signal, 320 ms. */
    int padding() {
        return 10 * frame;
    }

    int hop() {
        return frame / 2;
    }

    int alignmentHop() {
        return alignment / 4;
    }

    /** Half width of the triangle that smooths the delay histograms. */
    int spread() {
        return alignment / 64;
    }
}
