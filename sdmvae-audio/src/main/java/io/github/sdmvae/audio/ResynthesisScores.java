/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.metrics.FrameMean;
import io.github.sdmvae.metrics.HoyerSparsity;
import io.github.sdmvae.metrics.LogSpectralDistance;
import io.github.sdmvae.metrics.speech.SpeechScores;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * How close resynthesised speech is to the original, and how sparse its codes are; NaN where a score is not defined.
 *
 * @param pesqRaw raw narrow-band PESQ (P.862), −0.5 to 4.5: the paper's "PESQ"
 * @param pesqNarrow narrow-band PESQ as MOS-LQO (P.862.1)
 * @param pesqWide wide-band PESQ as MOS-LQO (P.862.2)
 * @param stoi short-time objective intelligibility, up to 1
 * @param estoi the extended one: the paper's "STOI"
 * @param siSdr scale-invariant signal-to-distortion ratio by {@link io.github.sdmvae.metrics.SiSdr#strict}, dB
 * @param lsd log-spectral distance with a floor of 1e-10 under all powers, dB, lower is better
 * @param hoyer Hoyer sparsity of the codes as published, 0 to 1; mean over the frames where it is defined, silent ones
 *     included; {@code CodeSparsity} of the report module has measures that do not depend on the scale of code entries
 * @param undefinedFrames frames left out of the mean of {@code hoyer}, such as those whose code is all zero
 */
public record ResynthesisScores(
        double pesqRaw,
        double pesqNarrow,
        double pesqWide,
        double stoi,
        double estoi,
        double siSdr,
        double lsd,
        double hoyer,
        int undefinedFrames) {

    /** What the column of the log-spectral distance rests on, for the foot of a table. */
    public static final String LSD_NOTE =
            "LSD: log-spectral distance of power spectrograms, powers below the floor of 1e-10 taken as 1e-10.";

    /**
     * Scores one recording.
     *
     * @param speech the recording and what a model made of it
     * @return its scores
     */
    public static ResynthesisScores of(Resynthesis speech) {
        SpeechScores scores = SpeechScores.of(
                speech.original().samples(),
                speech.original().sampleRate(),
                speech.sound().samples(),
                speech.sound().sampleRate());
        FrameMean hoyer = HoyerSparsity.mean(speech.codes());
        return new ResynthesisScores(
                orNaN(scores.pesqNbRaw()),
                orNaN(scores.pesqNbLqo()),
                orNaN(scores.pesqWbLqo()),
                orNaN(scores.stoi()),
                orNaN(scores.estoi()),
                orNaN(scores.siSdr()),
                LogSpectralDistance.meanDecibels(speech.input(), speech.output())
                        .mean(),
                hoyer.mean(),
                hoyer.undefined());
    }

    /** Very short recordings, or other rates, have no PESQ or STOI; the other scores still count. */
    private static double orNaN(OptionalDouble score) {
        return score.orElse(Double.NaN);
    }

    /**
     * Means over recordings, those without a score left out of its mean.
     *
     * @param all at least one
     * @return the means, and the sum of the undefined frames
     */
    public static ResynthesisScores mean(List<ResynthesisScores> all) {
        return new ResynthesisScores(
                mean(all, ResynthesisScores::pesqRaw),
                mean(all, ResynthesisScores::pesqNarrow),
                mean(all, ResynthesisScores::pesqWide),
                mean(all, ResynthesisScores::stoi),
                mean(all, ResynthesisScores::estoi),
                mean(all, ResynthesisScores::siSdr),
                mean(all, ResynthesisScores::lsd),
                mean(all, ResynthesisScores::hoyer),
                all.stream().mapToInt(ResynthesisScores::undefinedFrames).sum());
    }

    private static double mean(List<ResynthesisScores> all, ToDoubleFunction<ResynthesisScores> score) {
        return FrameMean.of(all.stream().mapToDouble(score).toArray()).mean();
    }
}
