/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A FLAC decoder for {@code javax.sound.sampled}, written from RFC 9639. It is registered as a service, so that
 * {@link javax.sound.sampled.AudioSystem} opens FLAC files once this module is on the class path.
 *
 * <p>Why one of our own: of the two decoders for {@code javax.sound} found on Maven Central, both under the LGPL, one loops
 * without end on a truncated file and the other runs out of memory on a damaged one.
 */
@NullMarked
package io.github.sdmvae.audio.flac;

import org.jspecify.annotations.NullMarked;
