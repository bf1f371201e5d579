/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Formats of sound files, told by their first bytes: what a name ends in does not count. Each format that is read here is one
 * file and one line in {@link io.github.sdmvae.audio.format.SoundFormats}; what is not is named in the error, once
 * decoders on {@code javax.sound}'s path have been asked.
 */
@NullMarked
package io.github.sdmvae.audio.format;

import org.jspecify.annotations.NullMarked;
