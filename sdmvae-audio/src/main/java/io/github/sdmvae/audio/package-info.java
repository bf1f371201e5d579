/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Speech in and out of a model: audio files, resampling, STFT and its inverse, power spectrograms as training frames,
 * and resynthesis.
 *
 * <p>Sound is an immutable {@link io.github.sdmvae.audio.AudioClip}; {@link io.github.sdmvae.audio.Stft} turns it into a
 * {@link io.github.sdmvae.audio.Spectrogram} and back; {@link io.github.sdmvae.audio.SpeechFolder} does so for a folder
 * of recordings; a {@link io.github.sdmvae.audio.SpeechModel} is a model that knows how its
 * spectrograms are made. {@link io.github.sdmvae.audio.SingleStft} is the transform in single precision, for features and
 * sound that need no more. No class here keeps threads after a method has returned.
 */
@NullMarked
package io.github.sdmvae.audio;

import org.jspecify.annotations.NullMarked;
