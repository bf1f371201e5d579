/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.metrics.SiSdr;
import java.util.Arrays;
import java.util.OptionalDouble;

/** Both forms of SI-SDR against a figure of the reference programs. */
final class ReferenceSiSdr {

    private ReferenceSiSdr() {}

    /** The lenient form meets the figure; the strict one too, or it refuses, or it is at its limit. */
    static void check(OptionalDouble strict, double[] reference, double[] degraded, double recorded, double tolerance) {
        assertThat(SiSdr.of(reference, degraded)).as("si_sdr").isCloseTo(recorded, within(tolerance));
        if (reference.length != degraded.length || silent(reference) || silent(degraded)) {
            assertThat(strict).as("strict").isEmpty();
        } else {
            double limited = Math.min(recorded, SiSdr.LIMIT_DECIBELS);
            assertThat(strict.orElse(Double.NaN)).as("strict").isCloseTo(limited, within(tolerance));
        }
    }

    private static boolean silent(double[] signal) {
        return Arrays.stream(signal).allMatch(sample -> sample == 0);
    }
}
