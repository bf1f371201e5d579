/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A FLAC decoder for {@code javax.sound.sampled}, written from RFC 9639. It is registered as a service, so that
 * {@link javax.sound.sampled.AudioSystem} opens FLAC files once this module is on the class path.
 *
 * <p>Why one of our own: of the two decoders for {@code javax.sound} on Maven Central at the time of writing, both under
 * the LGPL, one loops without end on a truncated file and neither checks the MD5 of the samples.
 */
@NullMarked
package io.github.sdmvae.audio.flac;

import org.jspecify.annotations.NullMarked;
