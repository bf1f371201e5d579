/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import io.github.sdmvae.metrics.MetricException;
import io.github.sdmvae.metrics.MetricException.Reason;

/** Refuses signals for which a metric is not defined, before any work is done. */
final class SignalChecks {

    private SignalChecks() {}

    static void pesq(double[] reference, double[] degraded, int rate, boolean wideBand) {
        pesqRate(rate, wideBand);
        notTooShort("PESQ reference", reference, rate);
        notTooShort("PESQ degraded signal", degraded, rate);
        samples("PESQ", reference, degraded);
    }

    static void pesqRate(int rate, boolean wideBand) {
        if (rate != 8000 && rate != 16000) {
            throw new MetricException(
                    Reason.UNSUPPORTED_RATE, "PESQ is defined at 8000 and 16000 Hz, got " + rate + " Hz");
        }
        if (wideBand && rate != 16000) {
            throw new MetricException(
                    Reason.UNSUPPORTED_RATE, "wide-band PESQ is defined at 16000 Hz only, got " + rate + " Hz");
        }
    }

    static void stoi(double[] reference, double[] degraded, int rate) {
        if (rate < StoiResampler.RATE_STEP
                || rate > StoiResampler.HIGHEST_RATE
                || rate % StoiResampler.RATE_STEP != 0) {
            throw new MetricException(
                    Reason.UNSUPPORTED_RATE,
                    "STOI takes multiples of 25 Hz up to " + StoiResampler.HIGHEST_RATE + " Hz, got " + rate + " Hz");
        }
        if (reference.length != degraded.length) {
            throw new MetricException(
                    Reason.DIFFERENT_LENGTHS,
                    "STOI needs signals of the same length, got " + reference.length + " and " + degraded.length
                            + " samples");
        }
        samples("STOI", reference, degraded);
    }

    static void sameRate(int reference, int degraded) {
        if (reference != degraded) {
            throw new MetricException(
                    Reason.DIFFERENT_RATES,
                    "both signals need the same rate, got " + reference + " and " + degraded + " Hz");
        }
    }

    static void finite(String name, double[] signal) {
        for (int i = 0; i < signal.length; i++) {
            if (!Double.isFinite(signal[i])) {
                throw new MetricException(
                        Reason.NOT_FINITE, name + " must be finite, sample " + i + " is " + signal[i]);
            }
        }
    }

    private static void samples(String metric, double[] reference, double[] degraded) {
        finite(metric + " reference", reference);
        finite(metric + " degraded signal", degraded);
        if (silent(reference)) {
            throw new MetricException(Reason.NO_SPEECH, metric + " needs speech, the reference is silent");
        }
        if (silent(degraded)) {
            throw new MetricException(Reason.SILENT_DEGRADED, metric + " is undefined, the degraded signal is silent");
        }
    }

    private static void notTooShort(String name, double[] signal, int rate) {
        if (signal.length < rate / 4) {
            throw new MetricException(
                    Reason.TOO_SHORT,
                    name + " must have at least " + rate / 4 + " samples (250 ms), got " + signal.length);
        }
    }

    private static boolean silent(double[] signal) {
        for (double sample : signal) {
            if (sample != 0) {
                return false;
            }
        }
        return true;
    }
}
