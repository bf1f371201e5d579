/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import java.util.Locale;

/**
 * What an iteration came to.
 *
 * @param iteration from 1 on
 * @param iterations how many there will be at most
 * @param cost nats per frame and frequency, mean of log u + p/u over the kept samples; falls, but for the samples' noise
 * @param acceptance share of the proposals that were accepted; NaN for methods without proposals
 * @param seconds since the start
 */
public record IterationReport(int iteration, int iterations, double cost, double acceptance, double seconds) {
    @Override
    public String toString() {
        String accepted = Double.isNaN(acceptance) ? "" : String.format(Locale.ROOT, ", accepted %.2f", acceptance);
        return String.format(
                Locale.ROOT, "iteration %d of %d: cost %.4f%s, %.1f s", iteration, iterations, cost, accepted, seconds);
    }
}
