/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.training;

/** How long something takes, for readers. */
public final class DurationText {
    private DurationText() {}

    /**
     * For instance {@code 45 s}, {@code 12 min} or {@code 2 h 10 min}.
     *
     * @param seconds at least 0
     * @return the text
     */
    public static String of(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        long minutes = Math.round(seconds / 60);
        return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
