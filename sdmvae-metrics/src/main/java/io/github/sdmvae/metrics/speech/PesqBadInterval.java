/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/**
 * A run of strongly disturbed frames that PESQ aligned a second time.
 *
 * @param firstFrame first frame; frame f starts 16·f ms after the start of the reference
 * @param endFrame end of the run, exclusive
 * @param delaySamples delay that remained after the first alignment, in samples; 0 if none was found
 * @param correlation correlation of the magnitudes at the best delay, 0 to 1; below 0.5 the delay is not trusted
 */
public record PesqBadInterval(int firstFrame, int endFrame, int delaySamples, double correlation) {}
