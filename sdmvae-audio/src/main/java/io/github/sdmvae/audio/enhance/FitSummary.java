/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import java.util.List;

/**
 * How a mixture was taken apart.
 *
 * @param frames of the spectrogram
 * @param costs of all iterations that were done, see {@link IterationReport#cost()}; none for silence
 * @param acceptance share of the proposals of the last iteration that were accepted; NaN for methods without proposals
 * @param notes what a user should know: silence, clipped input, chains that hardly move, frequencies that are lost
 */
public record FitSummary(int frames, List<Double> costs, double acceptance, List<String> notes) {
    /**
     * Copies the lists.
     *
     * @param frames of the spectrogram
     * @param costs of all iterations
     * @param acceptance of the last iteration
     * @param notes what a user should know
     */
    public FitSummary {
        costs = List.copyOf(costs);
        notes = List.copyOf(notes);
    }
}
