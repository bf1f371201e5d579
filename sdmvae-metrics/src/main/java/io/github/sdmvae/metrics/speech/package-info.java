/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Perceptual scores of processed speech against its clean original: PESQ and STOI.
 *
 * <p>{@link io.github.sdmvae.metrics.speech.SpeechScores} takes a pair and returns all figures at once, each a value or
 * a refusal. Everything here may be called from several threads at once and starts no threads of its own.
 */
@NullMarked
package io.github.sdmvae.metrics.speech;

import org.jspecify.annotations.NullMarked;
