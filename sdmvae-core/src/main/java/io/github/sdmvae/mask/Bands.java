/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.mask;

import java.util.ArrayList;
import java.util.List;

/** Features in bands that share a row of a mask: for each feature the number of its band, from 0. */
public final class Bands {
    private Bands() {}

    /**
     * Neighbouring features in bands of equal width.
     *
     * @param features n
     * @param bands 1 to n
     * @return n numbers of bands
     */
    public static List<Integer> equal(int features, int bands) {
        if (bands < 1 || bands > features) {
            throw new IllegalArgumentException("bands must be in 1.." + features + ", got " + bands);
        }
        List<Integer> rows = new ArrayList<>();
        for (int j = 0; j < features; j++) {
            rows.add((int) ((long) j * bands / features));
        }
        return rows;
    }

    /**
     * The bins of a spectrum in bands of equal width on the Bark scale (Traunmüller 1990). Where a band is narrower than the
     * distance of two bins it holds none and is left out.
     *
     * @param bins from 0 Hz to half the sample rate, at least 2
     * @param sampleRate in Hz, above 0
     * @param bands at most, at least 1
     * @return the number of each bin's band
     */
    public static List<Integer> bark(int bins, double sampleRate, int bands) {
        if (bins < 2 || !(sampleRate > 0) || bands < 1) {
            throw new IllegalArgumentException("bins must be at least 2, sampleRate above 0 and bands at least 1, got "
                    + bins + ", " + sampleRate + ", " + bands);
        }
        double width = (bark(sampleRate / 2) - bark(0)) / bands;
        List<Integer> rows = new ArrayList<>();
        int last = 0;
        int row = 0;
        for (int j = 0; j < bins; j++) {
            double distance = bark(j * sampleRate / 2 / (bins - 1)) - bark(0);
            int band = Math.min(bands - 1, (int) (distance / width));
            row += band > last ? 1 : 0;
            last = band;
            rows.add(row);
        }
        return rows;
    }

    private static double bark(double hertz) {
        return 26.81 * hertz / (1960 + hertz) - 0.53;
    }
}
