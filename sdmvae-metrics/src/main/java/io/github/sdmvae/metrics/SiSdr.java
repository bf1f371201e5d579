/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

import io.github.sdmvae.metrics.MetricException.Reason;

/**
 * Scale-invariant signal-to-distortion ratio in dB, means not removed: {@link #strict} for judging sound, {@link #of} for
 * comparing with published figures.
 *
 * <p>With {@code a = ⟨r,s⟩/⟨r,r⟩}, target {@code e = a·r} and rest {@code q = s − e}:
 * {@code SI-SDR = 10·log10(⟨e,e⟩/⟨q,q⟩)}. Higher is better. Gain and polarity of the estimate s do not matter; the roles
 * of the two signals do. Where the two forms have a value for signals of ordinary level (energy ⟨r,r⟩ and ⟨q,q⟩ above
 * 1e-6, say), they agree within 1e-8 dB.
 *
 * <p>Source: J. Le Roux et al., "SDR – half-baked or well done?", ICASSP 2019, equation 5. Methods are safe for use by
 * several threads.
 */
public final class SiSdr {

    /**
     * Bound of {@link #strict} on both sides, 10·log10(2⁵²) = 156.54 dB: beyond it the rest is rounding. Signals that
     * are equal up to gain and polarity give this value, orthogonal ones its negative.
     */
    public static final double LIMIT_DECIBELS = 10 * Math.log10(0x1p52);

    private static final double EPSILON = Math.ulp(1.0);

    private SiSdr() {}

    /**
     * SI-SDR without the guards of the evaluation code in use: free of scale, and refused where it says nothing.
     *
     * <p>Multiplying either signal by any factor changes nothing, up to rounding (by a power of two: not a bit).
     *
     * @param reference clean signal, at least one sample, any scale, not silent
     * @param estimate signal to be judged, as many samples, not silent
     * @return the ratio in dB, between −{@link #LIMIT_DECIBELS} and {@link #LIMIT_DECIBELS}
     * @throws MetricException if the lengths differ, the signals are empty, a sample is not finite, or all samples of a
     *     signal are zero
     */
    public static double strict(double[] reference, double[] estimate) {
        if (reference.length != estimate.length) {
            throw new MetricException(
                    Reason.DIFFERENT_LENGTHS,
                    "SI-SDR needs signals of the same length, got " + reference.length + " and " + estimate.length
                            + " samples");
        }
        requireSamples(reference.length);
        double[] r = scaled(reference, peak("SI-SDR reference", reference), Reason.NO_SPEECH);
        double[] s = scaled(estimate, peak("SI-SDR estimate", estimate), Reason.SILENT_DEGRADED);
        double gain = dot(r, s, r.length) / dot(r, r, r.length);
        double target = 0;
        double rest = 0;
        for (int i = 0; i < r.length; i++) {
            double projected = gain * r[i];
            double error = s[i] - projected;
            target += projected * projected;
            rest += error * error;
        }
        double decibels = 10 * Math.log10(target / rest);
        return Math.max(-LIMIT_DECIBELS, Math.min(LIMIT_DECIBELS, decibels));
    }

    /**
     * SI-SDR as the evaluation code of the SDM-VAE and DVAE papers computes it, to the digit: for comparison with
     * published figures.
     *
     * <p>Both signals are cut to the shorter length, and with {@code ε = 2⁻⁵²} three guards are added:
     * {@code a = (ε + ⟨r,s⟩)/(⟨r,r⟩ + ε)}, {@code SI-SDR = 10·log10((ε + ⟨e,e⟩)/(ε + ⟨q,q⟩))}. So half a file scores as
     * a whole one; identical signals give 160 to 190 dB depending on their energy, a silent estimate gives 0 dB, a
     * silent reference about −170 dB; and where the energy of a signal or of the rest comes near ε (samples around
     * 1e-10), the figure depends on the scale. {@link #strict} refuses or avoids all of this.
     *
     * @param reference clean signal, at least one sample, any scale
     * @param estimate signal to be judged, at least one sample; the longer signal is cut
     * @return the ratio in dB, finite
     * @throws MetricException if a signal is empty or, in the compared part, not finite
     */
    public static double of(double[] reference, double[] estimate) {
        int length = Math.min(reference.length, estimate.length);
        requireSamples(length);
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

    private static void requireSamples(int length) {
        if (length == 0) {
            throw new MetricException(Reason.TOO_SHORT, "SI-SDR needs at least one sample, got none");
        }
    }

    private static double peak(String name, double[] signal) {
        double peak = 0;
        for (int i = 0; i < signal.length; i++) {
            if (!Double.isFinite(signal[i])) {
                throw new MetricException(
                        Reason.NOT_FINITE, name + " must be finite, sample " + i + " is " + signal[i]);
            }
            peak = Math.max(peak, Math.abs(signal[i]));
        }
        return peak;
    }

    /** To a peak in [1, 2) by a power of two, which rounds nothing: energies neither vanish nor overflow. */
    private static double[] scaled(double[] signal, double peak, Reason silence) {
        if (peak == 0) {
            String which = silence == Reason.NO_SPEECH ? "reference" : "estimate";
            throw new MetricException(silence, "SI-SDR is undefined, the " + which + " is silent");
        }
        int exponent = -Math.getExponent(Math.max(peak, Double.MIN_NORMAL));
        double[] scaled = new double[signal.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = Math.scalb(signal[i], exponent);
        }
        return scaled;
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
            throw new MetricException(Reason.NOT_FINITE, "SI-SDR needs finite samples whose energy is finite too");
        }
        return decibels;
    }
}
