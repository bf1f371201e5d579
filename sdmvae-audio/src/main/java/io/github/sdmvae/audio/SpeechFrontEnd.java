/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.data.FrameSource;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The way of one recording into a model and back: {@link #load}, {@link #analyse}, {@link #resynthesise}. Immutable and safe
 * for use from several threads.
 */
public final class SpeechFrontEnd {
    private final SpeechOptions options;
    private final Stft stft;

    private SpeechFrontEnd(SpeechOptions options) {
        this.options = options;
        this.stft = Stft.of(options.stft());
    }

    /**
     * Prepares a front end.
     *
     * @param options rate, trimming, transform and channels
     * @return the front end
     */
    public static SpeechFrontEnd of(SpeechOptions options) {
        return new SpeechFrontEnd(options);
    }

    /**
     * The options.
     *
     * @return as given
     */
    public SpeechOptions options() {
        return options;
    }

    /**
     * The transform.
     *
     * @return of {@link SpeechOptions#stft()}
     */
    public Stft stft() {
        return stft;
    }

    /**
     * Reads a recording as a test utterance: at the model's rate, with a peak of 1, not trimmed.
     *
     * @param file WAV or FLAC
     * @return the clip, long enough for the transform
     * @throws IOException naming the file, if it cannot be read or used: damaged, silent, too short
     */
    public AudioClip load(Path file) throws IOException {
        return load(file, false);
    }

    /**
     * The same front end for recordings of other channels.
     *
     * @param choice what {@link #load} does with files of several channels
     * @return a front end with the same transform
     */
    public SpeechFrontEnd withChannels(Channels choice) {
        return new SpeechFrontEnd(options.withChannels(choice));
    }

    AudioClip load(Path file, boolean trimmed) throws IOException {
        AudioClip clip = AudioClip.read(file, options.channels());
        try {
            AudioClip scaled = clip.resample(options.sampleRate()).normalisePeak(1);
            AudioClip cut = trimmed && Double.isFinite(options.trim()) ? scaled.trim(options.trim()) : scaled;
            options.stft().frames(cut.length());
            return cut;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    float[] power(Path file, boolean trimmed) throws IOException {
        float[] power = stft.powerValues(load(file, trimmed).shared());
        for (float value : power) {
            if (!Float.isFinite(value)) {
                throw new IOException(file + ": its power exceeds a float; choose a window of smaller weights");
            }
        }
        return power;
    }

    /**
     * Brings a clip to the level of the training data: a peak of 1. Silence stays as it is.
     *
     * @param clip any
     * @return the scaled clip
     */
    AudioClip level(AudioClip clip) {
        return clip.peak() == 0 ? clip : clip.normalisePeak(1);
    }

    /**
     * Transforms a clip.
     *
     * @param clip at the model's rate
     * @return its spectrogram; {@link Spectrogram#power()} is what a model encodes
     * @throws IllegalArgumentException if the clip has another rate or is too short
     */
    public Spectrogram analyse(AudioClip clip) {
        if (clip.sampleRate() != options.sampleRate()) {
            throw new IllegalArgumentException("the clip must be at the model's " + options.sampleRate()
                    + " Hz, it is at " + clip.sampleRate() + " Hz: call resample(" + options.sampleRate() + ") first");
        }
        return stft.forward(clip.shared());
    }

    /**
     * Makes sound of a decoded power spectrogram with the phase of the input.
     *
     * @param input of the recording that was encoded
     * @param power what the model has decoded: as many rows and columns as the input
     * @return as many samples as the recording
     * @throws IllegalArgumentException if the shape differs or a value is negative or not finite
     */
    public AudioClip resynthesise(Spectrogram input, FrameSource power) {
        return AudioClip.wrap(stft.inverse(input.withPower(power)), options.sampleRate());
    }

    /**
     * Makes sound of a power spectrogram where there is no input to take the phase from.
     *
     * @param power at least one row of {@link StftConfig#bins()} values
     * @param method how to find a phase
     * @return (rows − 1) · hop samples
     * @throws IllegalArgumentException if there are too few rows or a value is negative or not finite
     */
    public AudioClip generate(FrameSource power, GriffinLim method) {
        long length = (power.size() - 1L) * options.stft().hop();
        if (length < options.stft().shortest() || length > AudioClip.MAX_LENGTH) {
            throw new IllegalArgumentException("power must have more rows for a signal of at least "
                    + options.stft().shortest() + " samples, got " + power.size() + " rows");
        }
        return AudioClip.wrap(method.signal(power, stft, (int) length), options.sampleRate());
    }
}
