/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Speech in and out of a model: audio files, resampling, STFT and its inverse, power spectrograms as training frames,
 * and resynthesis.
 *
 * <p>Sound is an immutable {@link io.github.sdmvae.audio.AudioClip}; {@link io.github.sdmvae.audio.Stft} turns it into a
 * {@link io.github.sdmvae.audio.Spectrogram} and back; {@link io.github.sdmvae.audio.SpeechFolder} does so for a folder
 * of recordings; a {@link io.github.sdmvae.audio.SpeechModel} is a model that knows how its
 * spectrograms are made. {@link io.github.sdmvae.audio.SingleStft} is the transform in single precision, for features and
 * sound that need no more: code of our own because a power frame of 1024 samples takes it 2.4 µs, JTransforms' FloatFFT_1D 6.0
 * and our own double precision 3.9 (see {@code docs/results.md}). No class here keeps threads after a method has returned.
 */
@NullMarked
package io.github.sdmvae.audio;

import org.jspecify.annotations.NullMarked;
