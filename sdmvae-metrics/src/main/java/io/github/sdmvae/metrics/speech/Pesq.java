/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/**
 * Perceptual evaluation of speech quality (PESQ), each variant under its own name.
 *
 * <ul>
 *   <li>{@link #narrowBandRaw}: the raw score of P.862, 8 or 16 kHz. This is what the SDM-VAE paper reports as "PESQ".
 *   <li>{@link #narrowBandLqo}: the same mapped to MOS-LQO by P.862.1.
 *   <li>{@link #wideBandLqo}: the MOS-LQO of the wide-band extension P.862.2, 16 kHz only.
 * </ul>
 *
 * <p>The three are not comparable with each other. The signals may differ in length and delay; the absolute scale of
 * each does not matter. Scores agree with the reference program of P.862 Annex A within about 1e-5 in narrow band; in
 * wide band that program's own single-precision noise is 3e-4.
 *
 * <p>This is an independent implementation of ITU-T Recommendations P.862 (2001), P.862.1 (2003) and P.862.2 (2007),
 * not a port of their program. Instances are immutable and safe for use by several threads; each call uses one thread.
 */
public final class Pesq {

    private static final Pesq STANDARD = new Pesq(false);
    private static final Pesq PYPESQ_COMPATIBLE = new Pesq(true);

    private final boolean truncate;

    private Pesq(boolean truncate) {
        this.truncate = truncate;
    }

    /**
     * Scores the samples as they are.
     *
     * @return the instance to use unless old figures must be reproduced
     */
    public static Pesq standard() {
        return STANDARD;
    }

    /**
     * Scores what the Python package "pypesq" makes of the samples, to reproduce its published figures: samples in
     * [−1, 1] (a pair beyond is divided by its common peak) times 32767, truncated toward zero to 16 bits. The scores
     * differ by about 3e-4, for quiet signals by up to 0.05 and, rarely, more.
     *
     * @return the compatible instance
     */
    public static Pesq pypesqCompatible() {
        return PYPESQ_COMPATIBLE;
    }

    /**
     * Raw narrow-band score (P.862).
     *
     * @param reference clean speech, at least 250 ms
     * @param degraded speech to be judged, at least 250 ms
     * @param rate sample rate of both in Hz, 8000 or 16000
     * @return a score up to 4.5 (identical); 1.0 is very poor, lower values are rare
     * @throws io.github.sdmvae.metrics.MetricException if the rate is another one, a signal is too short or not finite,
     *     no speech is found or the degraded signal is silent
     */
    public double narrowBandRaw(double[] reference, double[] degraded, int rate) {
        return narrowBandDetail(reference, degraded, rate).raw();
    }

    /**
     * Narrow-band MOS-LQO (P.862 mapped by P.862.1).
     *
     * @param reference clean speech, at least 250 ms
     * @param degraded speech to be judged, at least 250 ms
     * @param rate sample rate of both in Hz, 8000 or 16000
     * @return a score of about 1 to 4.549 (identical)
     * @throws io.github.sdmvae.metrics.MetricException as {@link #narrowBandRaw}
     */
    public double narrowBandLqo(double[] reference, double[] degraded, int rate) {
        return narrowBandDetail(reference, degraded, rate).lqo();
    }

    /**
     * Wide-band MOS-LQO (P.862.2).
     *
     * @param reference clean speech, at least 250 ms
     * @param degraded speech to be judged, at least 250 ms
     * @param rate sample rate of both in Hz, 16000
     * @return a score of about 1 to 4.644 (identical)
     * @throws io.github.sdmvae.metrics.MetricException as {@link #narrowBandRaw}, and if the rate is 8000
     */
    public double wideBandLqo(double[] reference, double[] degraded, int rate) {
        return wideBandDetail(reference, degraded, rate).lqo();
    }

    /**
     * Narrow-band scores with delays and disturbances.
     *
     * @param reference clean speech, at least 250 ms
     * @param degraded speech to be judged, at least 250 ms
     * @param rate sample rate of both in Hz, 8000 or 16000
     * @return raw score, MOS-LQO and what led to them
     * @throws io.github.sdmvae.metrics.MetricException as {@link #narrowBandRaw}
     */
    public PesqDetail narrowBandDetail(double[] reference, double[] degraded, int rate) {
        return PesqRun.score(level(reference, degraded, rate, false), false);
    }

    /**
     * Wide-band score with delays and disturbances.
     *
     * @param reference clean speech, at least 250 ms
     * @param degraded speech to be judged, at least 250 ms
     * @param rate sample rate of both in Hz, 16000
     * @return MOS-LQO and what led to it
     * @throws io.github.sdmvae.metrics.MetricException as {@link #wideBandLqo}
     */
    public PesqDetail wideBandDetail(double[] reference, double[] degraded, int rate) {
        return PesqRun.score(level(reference, degraded, rate, true), true);
    }

    /** Checks a pair and does the work that both bands share. */
    LevelledPair level(double[] reference, double[] degraded, int rate, boolean wideBand) {
        SignalChecks.pesq(reference, degraded, rate, wideBand);
        if (!truncate) {
            return LevelledPair.of(reference, degraded, rate);
        }
        double divisor = Math.max(1, Math.max(peak(reference), peak(degraded)));
        double[] truncatedReference = truncated(reference, divisor);
        double[] truncatedDegraded = truncated(degraded, divisor);
        SignalChecks.pesq(truncatedReference, truncatedDegraded, rate, wideBand);
        return LevelledPair.of(truncatedReference, truncatedDegraded, rate);
    }

    private static double peak(double[] signal) {
        double peak = 0;
        for (double sample : signal) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    private static double[] truncated(double[] signal, double divisor) {
        double[] truncated = new double[signal.length];
        for (int i = 0; i < signal.length; i++) {
            truncated[i] = (int) (signal[i] / divisor * 32767);
        }
        return truncated;
    }
}
