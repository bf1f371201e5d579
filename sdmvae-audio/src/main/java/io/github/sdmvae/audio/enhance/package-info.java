/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A trained speech prior put to work: enhancement of noisy speech and separation of voices.
 *
 * <p>The mixture's spectrogram is modelled as speech, whose variance the decoder of a {@link
 * io.github.sdmvae.audio.SpeechModel} gives, plus noise of non-negative factors. {@link
 * io.github.sdmvae.audio.enhance.Enhancer} finds both by expectation and maximisation: in turn the codes of the speech given
 * the noise (by one of several {@link io.github.sdmvae.audio.enhance.PosteriorMethod}s) and the noise given the codes. {@link
 * io.github.sdmvae.audio.enhance.Separator} does the same with several models.
 */
@NullMarked
package io.github.sdmvae.audio.enhance;

import org.jspecify.annotations.NullMarked;
