/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/** Audible power and loudness of Bark spectra. P.862 clause 10.2; immutable, shared by all runs. */
final class Hearing {

    private static final double LOUDNESS_SCALE = 0.1866055;
    private static final double STEVENS_EXPONENT = 0.23;

    private static final Hearing AT_8_KHZ = new Hearing(BarkTable.of(PesqGrid.of(8000)));
    private static final Hearing AT_16_KHZ = new Hearing(BarkTable.of(PesqGrid.of(16000)));

    private final double[] thresholds;
    private final double[] exponents;
    private final double[] factors;

    private Hearing(BarkTable table) {
        int bands = table.bands();
        thresholds = new double[bands];
        exponents = new double[bands];
        factors = new double[bands];
        for (int b = 0; b < bands; b++) {
            double centre = table.centre(b);
            // Below 4 Bark loudness grows faster with power.
            double low = centre >= 4 ? 1 : Math.min(2, 6 / (centre + 2));
            thresholds[b] = table.threshold(b);
            exponents[b] = STEVENS_EXPONENT * Math.pow(low, 0.15);
            factors[b] = LOUDNESS_SCALE * Math.pow(thresholds[b] / 0.5, exponents[b]);
        }
    }

    static Hearing of(PesqGrid grid) {
        return grid.rate() == 8000 ? AT_8_KHZ : AT_16_KHZ;
    }

    /** Sum of the powers above a multiple of the hearing threshold; the lowest band is left out. */
    double audible(double[] spectrum, double multiple) {
        double sum = 0;
        for (int b = 1; b < spectrum.length; b++) {
            if (spectrum[b] > multiple * thresholds[b]) {
                sum += spectrum[b];
            }
        }
        return sum;
    }

    double threshold(int band) {
        return thresholds[band];
    }

    /** Zwicker loudness of a power in a band, in sone per Bark. */
    double loudness(int band, double power) {
        double threshold = thresholds[band];
        return power <= threshold ? 0 : factors[band] * (Math.pow(0.5 + 0.5 * power / threshold, exponents[band]) - 1);
    }
}
