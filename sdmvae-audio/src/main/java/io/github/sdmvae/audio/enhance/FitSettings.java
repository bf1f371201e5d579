/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFrontEnd;
import org.jspecify.annotations.Nullable;

/** What a builder has collected, checked. */
record FitSettings(
        NoiseModel noise,
        PosteriorMethod method,
        @Nullable CodeVariance codeVariance,
        NoiseStart start,
        boolean gain,
        int iterations,
        @Nullable StopRule stop,
        long seed,
        int threads,
        FitListener listener) {

    /** The same with another model of the noise. */
    FitSettings with(NoiseModel other) {
        return new FitSettings(other, method, codeVariance, start, gain, iterations, stop, seed, threads, listener);
    }

    /**
     * Spectra of the noise that are learned from a recording.
     *
     * @return K₀ × F
     * @throws IllegalArgumentException if the recording is too short
     */
    double[] learnedSpectra(SpeechFrontEnd frontEnd) {
        AudioClip recording = noise.recording();
        return recording == null ? new double[0] : SpectrumFactors.learn(recording, frontEnd, noise.learned(), seed);
    }
}
