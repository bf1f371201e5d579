/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/**
 * The frames of the perceptual model: 0 to stop are computed, start to stop enter the score.
 *
 * @param start first frame after the leading silence of the reference
 * @param stop last frame before its trailing silence, inclusive
 * @param total number of frames that averages over time are divided by
 */
record FrameRange(int start, int stop, int total) {

    /** Five samples whose magnitudes sum up to this are no silence. */
    private static final double LOUD = 500;

    /** Finds the silent ends of a padded reference of length longest + padding. */
    static FrameRange of(double[] reference, int longest, PesqGrid grid) {
        int margin = grid.margin();
        int leading = 0;
        while (silent(reference, margin + leading) && leading < longest / 2) {
            leading++;
        }
        int last = longest - margin + grid.padding() - 5;
        int trailing = 0;
        while (silent(reference, last - trailing) && trailing < longest / 2) {
            trailing++;
        }
        int length = longest - 2 * margin + grid.padding();
        return new FrameRange(leading / grid.hop(), (length - trailing) / grid.hop() - 1, length / grid.hop() - 1);
    }

    private static boolean silent(double[] samples, int from) {
        double sum = 0;
        for (int i = from; i < from + 5; i++) {
            sum += Math.abs(samples[i]);
        }
        return sum < LOUD;
    }
}
