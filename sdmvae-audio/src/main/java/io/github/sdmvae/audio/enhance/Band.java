/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.engine.MixtureProgram;

/**
 * The frequencies that a recording has. One of a lower rate than the model's, or one that was coded with less bandwidth, has
 * nothing above some frequency: a prior of speech contradicts that in every frame, and a fit would rather give up the voice.
 * Frequencies outside the band say nothing of the codes.
 *
 * @param bins F of the model
 * @param used the first so many are within the band
 */
record Band(int bins, int used) {
    /** Against the loudest power anywhere: nothing at all. */
    private static final double NOTHING = 1e-8;
    /** Against the loudest power anywhere: the slope of the filter that cut the band. */
    private static final double LITTLE = 1e-5;
    /** Bins with nothing in them that make a band: a 32nd of all. */
    private static final int SHARE = 32;
    /** The ends of a recording are cut, which leaks into all frequencies. */
    private static final int ENDS = 4;

    private static final int BLOCK = 256;

    /** All frequencies. */
    static Band whole(int bins) {
        return new Band(bins, bins);
    }

    /** Looks at a recording; what is too short to tell has all frequencies. */
    static Band of(MixturePower power) {
        int bins = power.bins();
        float[] most = most(power);
        float loudest = 0;
        for (float value : most) {
            loudest = Math.max(loudest, value);
        }
        int something = above(most, NOTHING * loudest);
        boolean cut = loudest > 0 && bins - something >= Math.max(1, bins / SHARE);
        return new Band(bins, cut ? above(most, LITTLE * loudest) : bins);
    }

    private static float[] most(MixturePower power) {
        int bins = power.bins();
        float[] most = new float[bins];
        float[] rows = new float[BLOCK * bins];
        int end = power.frames() - ENDS;
        for (int first = ENDS; first < end; first += BLOCK) {
            int count = Math.min(BLOCK, end - first);
            power.read(first, count, rows);
            for (int t = 0; t < count; t++) {
                for (int f = 0; f < bins; f++) {
                    most[f] = Math.max(most[f], rows[t * bins + f]);
                }
            }
        }
        return most;
    }

    /** One more than the last bin above a limit. */
    private static int above(float[] values, double limit) {
        int end = values.length;
        while (end > 0 && values[end - 1] <= limit) {
            end--;
        }
        return end;
    }

    boolean isWhole() {
        return used == bins;
    }

    /** A program that hears nothing of frequencies outside the band. */
    MixtureProgram compile(MixtureSetup setup, int rows, int noiseRank) {
        return isWhole()
                ? setup.compile(rows, noiseRank)
                : new BandProgram(setup.compile(rows, noiseRank + 1), this, noiseRank);
    }
}
