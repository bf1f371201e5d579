/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Figures that say how sparse a code is and how close a reconstruction comes to its original.
 *
 * <p>Everything here takes plain arrays, keeps no state and may be called from several threads at once. Each name says
 * its variant, since figures of different variants carry the same name in the literature and are not comparable. Perceptual
 * speech scores are in {@link io.github.sdmvae.metrics.speech}.
 */
@NullMarked
package io.github.sdmvae.metrics;

import org.jspecify.annotations.NullMarked;
