/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

/**
 * Scale-invariant signal-to-distortion ratio in dB, means not removed, both signals cut to the shorter length.
 *
 * <p>With {@code ε = 2⁻⁵²}, {@code a = (ε + ⟨r,s⟩)/(⟨r,r⟩ + ε)}, target {@code e = a·r} and rest {@code q = s − e}:
 * {@code SI-SDR = 10·log10((ε + ⟨e,e⟩)/(ε + ⟨q,q⟩))}. Higher is better. The ε keeps the value finite: identical signals
 * give about 160 to 190 dB depending on their energy, a silent estimate 0 dB, a silent reference about minus that.
 * Gain and polarity of the estimate do not matter; the roles of the two signals do.
 *
 * <p>Source: J. Le Roux et al., "SDR – half-baked or well done?", ICASSP 2019, with the ε of the SDM-VAE and DVAE
 * evaluation code. Methods are safe for use by several threads.
 */
public final class SiSdr {

    private static final double EPSILON = Math.ulp(1.0);

    private SiSdr() {}

    /**
     * SI-SDR of an estimate.
     *
     * @param reference clean signal, at least one sample, any scale
     * @param estimate signal to be judged, at least one sample; the longer signal is cut
     * @return the ratio in dB, finite
     * @throws MetricException if a signal is empty or, in the compared part, not finite
     */
    public static double of(double[] reference, double[] estimate) {
        int length = Math.min(reference.length, estimate.length);
        if (length == 0) {
            throw new MetricException(MetricException.Reason.TOO_SHORT, "SI-SDR needs at least one sample, got none");
        }
        double dot = dot(reference, estimate, length);
        double gain = (EPSILON + dot) / (dot(reference, reference, length) + EPSILON);
        double target = 0;
        double rest = 0;
        for (int i = 0; i < length; i++) {
            double projected = gain * reference[i];
            double error = estimate[i] - projected;
            target += projected * projected;
            rest += error * error;
        }
        return finite(10 * Math.log10((EPSILON + target) / (EPSILON + rest)));
    }

    private static double dot(double[] a, double[] b, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double finite(double decibels) {
        if (!Double.isFinite(decibels)) {
            throw new MetricException(
                    MetricException.Reason.NOT_FINITE, "SI-SDR needs finite samples whose energy is finite too");
        }
        return decibels;
    }
}
