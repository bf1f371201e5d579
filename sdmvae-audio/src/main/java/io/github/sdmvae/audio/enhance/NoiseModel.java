/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.VoiceActivity;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The noise: a variance V = H B of non-negative factors, whose K rows of B are spectra and whose H says how loud each is in
 * every frame. A few components are enough to model the voice itself, and the likelihood cannot tell: keep K between 4 and 8
 * for short recordings, or learn B from a recording of the noise. Immutable.
 */
public final class NoiseModel {
    private static final int MOST = 1000;
    /** Seconds of noise without voice that something can be learned from. */
    private static final double LEAST_PAUSES = 0.5;
    /** Of what looks for voices, in Hz. */
    private static final int LEAST_RATE = 8000;

    private final int learned;
    private final int free;
    private final @Nullable AudioClip recording;
    private final boolean fromPauses;

    private NoiseModel(int learned, int free, @Nullable AudioClip recording, boolean fromPauses) {
        this.fromPauses = fromPauses;
        this.learned = learned;
        this.free = free;
        this.recording = recording;
    }

    /**
     * Spectra and activations are both found in the mixture itself. The default, with 8 components.
     *
     * @param components K, 1 to 1000
     * @return the model
     * @throws IllegalArgumentException if the number is out of range
     */
    public static NoiseModel nonNegativeFactors(int components) {
        requireComponents(components);
        return new NoiseModel(0, components, null, false);
    }

    /**
     * Spectra are learned from a recording of noise alone (Itakura–Saito factorisation, 100 iterations) and stay fixed;
     * activations are found in the mixture. Worth more than any choice of method, where such a recording exists.
     *
     * @param noise at any rate and level, without speech, not silent
     * @param components K, 1 to 1000
     * @return the model
     * @throws IllegalArgumentException if the number is out of range, or the recording is silent
     */
    public static NoiseModel learnedFrom(AudioClip noise, int components) {
        requireComponents(components);
        Objects.requireNonNull(noise, "noise");
        if (noise.peak() == 0) {
            throw new IllegalArgumentException("the recording of noise is silent: nothing can be learned from it");
        }
        return new NoiseModel(components, 0, noise, false);
    }

    /**
     * Spectra are learned from the recording itself where nobody speaks, by {@link VoiceActivity}, and as many are found
     * beside them in the mixture; of long files the first five minutes are listened to. Where there is less than half a second
     * without a voice, or the rate is below 8 kHz, this is {@link #nonNegativeFactors} with the larger of both numbers.
     *
     * @param components K, 1 to 1000, of either kind; {@link #withFreeComponents} changes the second
     * @return the model
     * @throws IllegalArgumentException if the number is out of range
     */
    public static NoiseModel fromPauses(int components) {
        requireComponents(components);
        return new NoiseModel(components, components, null, true);
    }

    /**
     * The same with 4 spectra from pauses and 8 free ones; without pauses 8 free ones. What did best on mixtures of validation
     * speakers, and what {@code Enhance} takes.
     *
     * @return the model
     */
    public static NoiseModel fromPauses() {
        return fromPauses(4).withFreeComponents(8);
    }

    /**
     * No noise: everything belongs to the sources of a {@link Separator}.
     *
     * @return the model
     */
    public static NoiseModel none() {
        return new NoiseModel(0, 0, null, false);
    }

    /**
     * Adds components that are found in the mixture, beside those that were learned.
     *
     * @param components 0 to 1000
     * @return the changed model
     * @throws IllegalArgumentException if the number is out of range
     */
    public NoiseModel withFreeComponents(int components) {
        if (components != 0) {
            requireComponents(components);
        }
        return new NoiseModel(learned, components, recording, fromPauses);
    }

    private static void requireComponents(int components) {
        if (components < 1 || components > MOST) {
            throw new IllegalArgumentException(
                    "the number of noise components must be between 1 and " + MOST + ", got " + components);
        }
    }

    boolean isFromPauses() {
        return fromPauses;
    }

    /** With what is to be heard in a recording's pauses. */
    NoiseModel heard(AudioClip noisy) {
        boolean listen = noisy.seconds() >= LEAST_PAUSES && noisy.sampleRate() >= LEAST_RATE;
        Optional<AudioClip> noise =
                listen ? VoiceActivity.of(noisy).noise(LEAST_PAUSES).filter(clip -> clip.peak() > 0) : Optional.empty();
        return noise.isPresent()
                ? new NoiseModel(learned, free, noise.get(), false)
                : new NoiseModel(0, Math.max(learned, free), null, false);
    }

    /** K₀, components that are learned from the recording and fixed. */
    int learned() {
        return learned;
    }

    /** Components that are found in the mixture. */
    int free() {
        return free;
    }

    /** All components. */
    int rank() {
        return learned + free;
    }

    /** What the learned ones are learned from. */
    @Nullable
    AudioClip recording() {
        return recording;
    }

    @Override
    public String toString() {
        if (fromPauses) {
            return learned + " components learned from pauses and " + free + " free ones";
        }
        return learned > 0 ? learned + " learned and " + free + " free components" : free + " components";
    }
}
