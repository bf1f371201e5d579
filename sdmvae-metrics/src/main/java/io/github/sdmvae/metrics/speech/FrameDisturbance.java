/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/**
 * Compensates gain changes from frame to frame and measures what is left as a difference in loudness. P.862 clause
 * 10.2. Frames must come in order; one use per instance.
 */
final class FrameDisturbance {

    private static final double GAIN_OFFSET = 5000;
    private static final double LEAST_GAIN = 3e-4;
    private static final double MOST_GAIN = 5;
    private static final double DEAD_ZONE = 0.25;
    private static final double ASYMMETRY_EXPONENT = 1.2;
    private static final double LEAST_ASYMMETRY = 3;
    private static final double MOST_ASYMMETRY = 12;
    /** Power ratios beyond which the asymmetry is cut off, so that most bands need no power function. */
    private static final double LEAST_RATIO = Math.pow(LEAST_ASYMMETRY, 1 / ASYMMETRY_EXPONENT);

    private static final double MOST_RATIO = Math.pow(MOST_ASYMMETRY, 1 / ASYMMETRY_EXPONENT);

    private final Hearing hearing;
    private final BarkTable table;
    private final double[] difference;
    private final double totalWidth;
    private double previousGain = 1;
    private double symmetric;
    private double asymmetric;

    FrameDisturbance(PesqGrid grid) {
        hearing = Hearing.of(grid);
        table = BarkTable.of(grid);
        difference = new double[table.bands()];
        double sum = 0;
        for (int b = 1; b < table.bands(); b++) {
            sum += table.width(b);
        }
        totalWidth = sum;
    }

    /**
     * Measures the next frame; scales the degraded spectrum in place.
     *
     * @param smooth whether the gain is smoothed with that of the frame before (not in the very first frame)
     */
    void measure(double[] reference, double[] degraded, boolean smooth) {
        double gain = (hearing.audible(reference, 1) + GAIN_OFFSET) / (hearing.audible(degraded, 1) + GAIN_OFFSET);
        if (smooth) {
            gain = 0.2 * previousGain + 0.8 * gain;
        }
        previousGain = gain;
        double limited = Math.max(LEAST_GAIN, Math.min(gain, MOST_GAIN));
        double squares = 0;
        double sum = 0;
        for (int b = 0; b < degraded.length; b++) {
            degraded[b] *= limited;
        }
        for (int b = 1; b < degraded.length; b++) {
            difference[b] = loudnessDifference(b, reference[b], degraded[b]);
            double weighted = Math.abs(difference[b]) * table.width(b);
            squares += weighted * weighted;
            sum += weighted == 0 ? 0 : weighted * asymmetry(reference[b], degraded[b]);
        }
        symmetric = Math.sqrt(totalWidth * squares);
        asymmetric = sum;
    }

    /** Disturbance of the frame measured last, all differences alike. */
    double symmetric() {
        return symmetric;
    }

    /** Disturbance of the frame measured last, of added components only. */
    double asymmetric() {
        return asymmetric;
    }

    private double loudnessDifference(int band, double reference, double degraded) {
        double referenceLoudness = hearing.loudness(band, reference);
        double degradedLoudness = hearing.loudness(band, degraded);
        double masked = DEAD_ZONE * Math.min(referenceLoudness, degradedLoudness);
        double raw = degradedLoudness - referenceLoudness;
        return raw > masked ? raw - masked : raw < -masked ? raw + masked : 0;
    }

    private static double asymmetry(double reference, double degraded) {
        double ratio = (degraded + 50) / (reference + 50);
        if (ratio < LEAST_RATIO) {
            return 0;
        }
        return ratio > MOST_RATIO ? MOST_ASYMMETRY : Math.pow(ratio, ASYMMETRY_EXPONENT);
    }
}
