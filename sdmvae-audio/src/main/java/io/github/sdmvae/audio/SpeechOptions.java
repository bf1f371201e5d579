/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.util.Objects;

/**
 * How recordings become data points. Start from {@link #defaults()} and change what differs.
 *
 * @param sampleRate the model's, in Hz, 1 to 1,000,000; recordings of other rates are resampled
 * @param trim how many dB below the loudest frame the ends of training and validation recordings are cut off, above 0;
 *     {@link Double#POSITIVE_INFINITY} for not at all. Test recordings are never trimmed
 * @param stft the transform
 * @param channels what to do with recordings of several channels
 * @param unreadable what to do with recordings that cannot be used
 * @param validation part of the speakers for validation, where the folder has no train, val and test folders, 0 to below 1
 * @param test part of the speakers for the test, likewise; with {@code validation} below 1
 * @param seed of the split by speaker
 */
public record SpeechOptions(
        int sampleRate,
        double trim,
        StftConfig stft,
        Channels channels,
        Unreadable unreadable,
        double validation,
        double test,
        long seed) {

    /** What to do with a recording that cannot be read, is silent, too short or not made of finite numbers. */
    public enum Unreadable {
        /** Stop with an error that names it. */
        FAIL,
        /** Go on without it; {@link SpeechFrames#skipped()} names it. */
        SKIP
    }

    /**
     * Checks the ranges.
     *
     * @param sampleRate the model's, in Hz
     * @param trim dB below the loudest frame
     * @param stft the transform
     * @param channels of recordings that have several
     * @param unreadable fail or skip
     * @param validation part of the speakers
     * @param test part of the speakers
     * @param seed of the split by speaker
     * @throws IllegalArgumentException if a value is out of range
     */
    public SpeechOptions {
        Objects.requireNonNull(stft, "stft");
        Objects.requireNonNull(channels, "channels");
        Objects.requireNonNull(unreadable, "unreadable");
        if (sampleRate < 1 || sampleRate > AudioClip.MAX_RATE) {
            throw new IllegalArgumentException(
                    "sample rate must be between 1 and " + AudioClip.MAX_RATE + " Hz, got " + sampleRate);
        }
        if (!(trim > 0)) {
            throw new IllegalArgumentException(
                    "trimming must be above 0 dB, or Double.POSITIVE_INFINITY for none, got " + trim);
        }
        if (!(validation >= 0 && test >= 0 && validation + test < 1)) {
            throw new IllegalArgumentException(
                    "the parts of validation and test must be at least 0 and below 1 together, got " + validation
                            + " and " + test);
        }
    }

    /**
     * 16 kHz, trimmed 30 dB below the loudest frame, {@link StftConfig#speech()}, files of one channel, failing at the first
     * recording that cannot be used, a tenth of the speakers each for validation and test, seed 0.
     *
     * @return the options
     */
    public static SpeechOptions defaults() {
        return new SpeechOptions(16000, 30, StftConfig.speech(), Channels.undecided(), Unreadable.FAIL, 0.1, 0.1, 0);
    }

    /**
     * Changes the sample rate.
     *
     * @param rate in Hz
     * @return changed options
     */
    public SpeechOptions withSampleRate(int rate) {
        return new SpeechOptions(rate, trim, stft, channels, unreadable, validation, test, seed);
    }

    /**
     * Changes the trimming.
     *
     * @param decibels below the loudest frame, or infinity
     * @return changed options
     */
    public SpeechOptions withTrim(double decibels) {
        return new SpeechOptions(sampleRate, decibels, stft, channels, unreadable, validation, test, seed);
    }

    /**
     * Changes the transform.
     *
     * @param config window, hop and padding
     * @return changed options
     */
    public SpeechOptions withStft(StftConfig config) {
        return new SpeechOptions(sampleRate, trim, config, channels, unreadable, validation, test, seed);
    }

    /**
     * Changes what is done with several channels.
     *
     * @param choice the mean or one of them
     * @return changed options
     */
    public SpeechOptions withChannels(Channels choice) {
        return new SpeechOptions(sampleRate, trim, stft, choice, unreadable, validation, test, seed);
    }

    /**
     * Changes what is done with recordings that cannot be used.
     *
     * @param choice fail or skip
     * @return changed options
     */
    public SpeechOptions withUnreadable(Unreadable choice) {
        return new SpeechOptions(sampleRate, trim, stft, channels, choice, validation, test, seed);
    }

    /**
     * Changes the split by speaker.
     *
     * @param validationPart of the speakers
     * @param testPart of the speakers
     * @param splitSeed the same seed gives the same split of the same folder names
     * @return changed options
     */
    public SpeechOptions withSplit(double validationPart, double testPart, long splitSeed) {
        return new SpeechOptions(sampleRate, trim, stft, channels, unreadable, validationPart, testPart, splitSeed);
    }
}
