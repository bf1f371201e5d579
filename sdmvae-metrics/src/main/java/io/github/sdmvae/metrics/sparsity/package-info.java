/* SPDX-License-Identifier: Apache-2.0 */
/**
 * How sparse codes are, by measures that depend on the scale of an entry and by measures that do not.
 *
 * <p>Under a learned prior variance the scale of a code entry is free: multiply entry j by c (μ and σ by c, row j of what
 * reads it by 1/c) and bound and output stay the same. Hoyer's sparsity as published does not, so it compares models only
 * where the prior fixes the scale. The other measures here stay the same, except where their description says otherwise.
 *
 * <table>
 * <caption>Measures of k entries</caption>
 * <tr><th>measure</th><th>range</th><th>sparser is</th><th>free of scale</th></tr>
 * <tr><td>{@link io.github.sdmvae.metrics.sparsity.FrameMeasure#hoyerAsPublished Hoyer as published}</td>
 *     <td>0 to 1</td><td>more</td><td>no</td></tr>
 * <tr><td>{@link io.github.sdmvae.metrics.sparsity.FrameMeasure#hoyerAtUnitRms Hoyer at unit rms}</td>
 *     <td>0 to 1</td><td>more</td><td>yes</td></tr>
 * <tr><td>{@link io.github.sdmvae.metrics.sparsity.FrameMeasure#hoyerOfSignalToNoise Hoyer of μ/σ}</td>
 *     <td>0 to 1</td><td>more</td><td>yes</td></tr>
 * <tr><td>{@link io.github.sdmvae.metrics.sparsity.FrameMeasure#entriesForShare entries for a share}</td>
 *     <td>1 to k</td><td>less</td><td>yes</td></tr>
 * <tr><td>{@link io.github.sdmvae.metrics.sparsity.FrameMeasure#effectiveEntries effective entries}</td>
 *     <td>1 to k</td><td>less</td><td>yes</td></tr>
 * <tr><td>{@link io.github.sdmvae.metrics.sparsity.EntryEnergies#largestShare share of the largest entry}</td>
 *     <td>1/k to 1</td><td>neither</td><td>no</td></tr>
 * <tr><td>{@link io.github.sdmvae.metrics.sparsity.EntryEnergies#effectiveEntries effective entries by energy}</td>
 *     <td>1 to k</td><td>neither</td><td>no</td></tr>
 * </table>
 *
 * <p>Data comes in batches of any size: {@link io.github.sdmvae.metrics.sparsity.CodeFrames} is a batch,
 * {@link io.github.sdmvae.metrics.sparsity.SparsityStream} adds up. Unit rms needs the data twice, first through
 * {@link io.github.sdmvae.metrics.sparsity.EntryEnergies}:
 *
 * <pre>{@code
 * EntryEnergies energies = new EntryEnergies(k);
 * for (float[][] rows : batches) {
 *     energies.add(CodeFrames.gaussian(mean(rows), logVariance(rows)));
 * }
 * FrameMeasure unitRms = FrameMeasure.hoyerAtUnitRms(energies.rms());
 * SparsityStream stream = SparsityStream.of(unitRms, FrameMeasure.entriesForShare(0.9));
 * for (float[][] rows : batches) {
 *     stream.add(CodeFrames.gaussian(mean(rows), logVariance(rows)));
 * }
 * FrameMean sparsity = stream.mean(unitRms);
 * }</pre>
 */
@NullMarked
package io.github.sdmvae.metrics.sparsity;

import org.jspecify.annotations.NullMarked;
