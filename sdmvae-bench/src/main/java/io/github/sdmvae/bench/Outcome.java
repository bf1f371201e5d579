/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import java.util.List;
import java.util.Locale;

/**
 * The figures of one comparison, kept in a file between measurement and report.
 *
 * @param work what was done
 * @param threads of each side
 * @param frames per call
 * @param sides what was timed
 * @param ratios between sides, of the same rounds
 */
record Outcome(String work, int threads, int frames, List<Side> sides, List<Ratio> ratios) {
    /**
     * The time of one call.
     *
     * @param name of the side
     * @param median over rounds, µs
     * @param best of the rounds, µs
     * @param processor median processor time of the calling thread, µs
     */
    record Side(String name, double median, double best, double processor) {}

    /**
     * How many times longer one side takes than another.
     *
     * @param name which over which
     * @param median over rounds
     * @param low 10th percentile
     * @param high 90th percentile
     */
    record Ratio(String name, double median, double low, double high) {
        /** With its spread. */
        String text() {
            return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median, low, high);
        }
    }

    Side side(String name) {
        return sides.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    Ratio ratio(String name) {
        return ratios.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    }

    double framesPerSecond(String side) {
        return frames / side(side).median() * 1e6;
    }

    /** A few lines for a terminal. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%n%s, %d frames, %d threads%n", work, frames, threads));
        for (Side s : sides) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-15s %9.1f us median, %9.1f best; %9.1f us of the caller's processor time; %9.0f frames/s%n",
                    s.name(),
                    s.median(),
                    s.best(),
                    s.processor(),
                    framesPerSecond(s.name())));
        }
        for (Ratio r : ratios) {
            text.append(String.format(Locale.ROOT, "  %-18s %s%n", r.name(), r.text()));
        }
        return text.toString();
    }
}
