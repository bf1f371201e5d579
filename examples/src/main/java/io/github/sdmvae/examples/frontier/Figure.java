/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.frontier;

/**
 * A column of the table.
 *
 * @param key name among a run's figures
 * @param title for readers
 * @param decimals how many
 * @param kind what it is good for
 */
record Figure(String key, String title, int decimals, Kind kind) {
    /** Measure of sparsity on the horizontal axis. */
    static final Figure ENTRIES = new Figure("entries_90", "entries for 90 %", 1, Kind.SPARSITY);

    /** What a figure says. */
    enum Kind {
        /** Quality, drawn over the entries: more is better. */
        QUALITY,
        /** How sparse codes are. */
        SPARSITY,
        /** For the table alone. */
        OTHER
    }
}
