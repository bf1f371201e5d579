/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/**
 * A section of the reference with the delay PESQ found for it. Sections cover the signal; neighbours may overlap where
 * the delay grows.
 *
 * @param startSeconds start in the reference in s, from the first sample; slightly negative at most
 * @param endSeconds end in the reference in s
 * @param delaySamples delay of the degraded signal in samples; positive where it is later
 * @param confidence share of the analysis frames that agree on the delay, 0 to 1
 */
public record PesqUtterance(double startSeconds, double endSeconds, int delaySamples, double confidence) {}
