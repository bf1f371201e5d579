/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.metrics.FrameMean;
import io.github.sdmvae.metrics.HoyerSparsity;
import io.github.sdmvae.metrics.LogSpectralDistance;
import io.github.sdmvae.metrics.MetricException;
import io.github.sdmvae.metrics.SiSdr;
import io.github.sdmvae.metrics.speech.Pesq;
import io.github.sdmvae.metrics.speech.Stoi;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/**
 * How close resynthesised speech is to the original, and how sparse its codes are; NaN where a score is not defined.
 *
 * @param pesq raw narrow-band score (P.862), about 1 to 4.5
 * @param stoi short-time objective intelligibility, up to 1
 * @param estoi the extended one
 * @param siSdr scale-invariant signal-to-distortion ratio, dB
 * @param lsd log-spectral distance, dB, lower is better
 * @param hoyer Hoyer sparsity of the codes, 0 to 1
 */
record SpeechScores(double pesq, double stoi, double estoi, double siSdr, double lsd, double hoyer) {

    static SpeechScores of(Resynthesis speech) {
        double[] clean = speech.original().samples();
        double[] made = speech.sound().samples();
        int rate = speech.original().sampleRate();
        return new SpeechScores(
                orNaN(() -> Pesq.standard().narrowBandRaw(clean, made, rate)),
                orNaN(() -> Stoi.stoi(clean, made, rate)),
                orNaN(() -> Stoi.estoi(clean, made, rate)),
                orNaN(() -> SiSdr.of(clean, made)),
                LogSpectralDistance.meanDecibels(speech.input(), speech.output())
                        .mean(),
                HoyerSparsity.mean(speech.codes()).mean());
    }

    /** Very short recordings, or other rates, have no PESQ or STOI; the other scores still count. */
    private static double orNaN(DoubleSupplier score) {
        try {
            return score.getAsDouble();
        } catch (MetricException e) {
            return Double.NaN;
        }
    }

    /** Means over recordings, those without a score left out of its mean. */
    static SpeechScores mean(List<SpeechScores> all) {
        return new SpeechScores(
                mean(all, SpeechScores::pesq),
                mean(all, SpeechScores::stoi),
                mean(all, SpeechScores::estoi),
                mean(all, SpeechScores::siSdr),
                mean(all, SpeechScores::lsd),
                mean(all, SpeechScores::hoyer));
    }

    private static double mean(List<SpeechScores> all, ToDoubleFunction<SpeechScores> score) {
        return FrameMean.of(all.stream().mapToDouble(score).toArray()).mean();
    }
}
