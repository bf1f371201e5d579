/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import io.github.sdmvae.metrics.MetricException;

/**
 * Short-time objective intelligibility, the classic measure (STOI) and the extended one (ESTOI), each under its own name.
 *
 * <p>Both correlate third-octave envelopes of clean and processed speech over 384 ms, at 10 kHz, pauses of the clean
 * speech removed; no unit, 1 for identical signals, near 0 for unrelated ones, at least −1. The signals must be aligned
 * and equally long; their polarity does not matter, nor does their gain while samples stay above 1e-12 or so (see
 * below). The figures that the SDM-VAE paper calls "STOI" are the extended ones.
 *
 * <p>What is refused: rates that are no multiple of 25 Hz, unequal lengths, samples that are not finite, a signal all of
 * whose samples are zero, and pairs that leave fewer than 30 frames once pauses are removed. There pystoi returns a
 * stand-in with or without a warning (1e-5, 0, a random number). What is <em>not</em> refused: a processed signal that is
 * silent only while the clean one speaks, a constant, or one that is lost in rounding. A band or frame whose envelope does
 * not vary is counted as uncorrelated (0), so such a pair scores low or 0, as with pystoi.
 *
 * <p>The references add ε = 2⁻⁵² in three places, and so does this class: to a frame's norm before its level in dB is
 * taken (frames below 2⁻⁵² are all equally silent), to the norm of a processed envelope by which it is scaled, and to both
 * norms of the correlation. ESTOI of the references adds noise of size ε instead of the last two; here a zero norm gives 0.
 *
 * <p>Sources: C. H. Taal, R. C. Hendriks, R. Heusdens, J. Jensen, "An algorithm for intelligibility prediction of
 * time–frequency weighted noisy speech", IEEE TASLP 19 (2011); J. Jensen, C. H. Taal, "An algorithm for predicting the
 * intelligibility of speech masked by modulated noise maskers", IEEE/ACM TASLP 24 (2016). Values agree with the Python
 * package pystoi and the authors' code within 1e-9. All methods are safe for use by several threads.
 */
public final class Stoi {

    private Stoi() {}

    /**
     * Classic STOI.
     *
     * @param clean clean speech
     * @param processed processed speech, as many samples as the clean one
     * @param rate sample rate of both in Hz, a multiple of 25 up to 192000; other rates than 10000 are
     *     resampled
     * @return a value in [−1, 1]
     * @throws MetricException if the rate is another one, the lengths differ, a sample is not finite, all samples of a
     *     signal are zero or fewer than 30 frames are left without pauses
     */
    public static double stoi(double[] clean, double[] processed, int rate) {
        double[][][] envelopes = envelopes(clean, processed, rate);
        return requireFinite(EnvelopeCorrelation.clipped(envelopes[0], envelopes[1]));
    }

    /**
     * Extended STOI.
     *
     * @param clean clean speech
     * @param processed processed speech, as many samples as the clean one
     * @param rate sample rate of both in Hz, a multiple of 25 up to 192000; other rates than 10000 are
     *     resampled
     * @return a value in [−1, 1]
     * @throws MetricException as {@link #stoi}
     */
    public static double estoi(double[] clean, double[] processed, int rate) {
        double[][][] envelopes = envelopes(clean, processed, rate);
        return requireFinite(EnvelopeCorrelation.spectral(envelopes[0], envelopes[1]));
    }

    /**
     * Both measures at little more than the cost of one.
     *
     * @param clean clean speech
     * @param processed processed speech, as many samples as the clean one
     * @param rate sample rate of both in Hz, a multiple of 25 up to 192000; other rates than 10000 are
     *     resampled
     * @return both values
     * @throws MetricException as {@link #stoi}
     */
    public static Both both(double[] clean, double[] processed, int rate) {
        double[][][] envelopes = envelopes(clean, processed, rate);
        return new Both(
                requireFinite(EnvelopeCorrelation.clipped(envelopes[0], envelopes[1])),
                requireFinite(EnvelopeCorrelation.spectral(envelopes[0], envelopes[1])));
    }

    private static double[][][] envelopes(double[] clean, double[] processed, int rate) {
        SignalChecks.stoi(clean, processed, rate);
        StoiResampler resampler = StoiResampler.from(rate);
        double[] x = resampler.resample(clean);
        double[] y = resampler.resample(processed);
        int[] active = StoiFrames.active(x);
        // Joining n frames and cutting them again leaves n − 1.
        StoiFrames.requireEnough(Math.max(active.length - 1, 0), EnvelopeCorrelation.STRETCH);
        return new double[][][] {
            ThirdOctaveBands.envelopes(StoiFrames.join(x, active)),
            ThirdOctaveBands.envelopes(StoiFrames.join(y, active))
        };
    }

    private static double requireFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new MetricException(MetricException.Reason.UNDEFINED, "STOI gives no finite value for this pair");
        }
        return value;
    }

    /**
     * Both measures of one pair.
     *
     * @param stoi classic STOI, in [−1, 1]
     * @param estoi extended STOI, in [−1, 1]
     */
    public record Both(double stoi, double estoi) {}
}
