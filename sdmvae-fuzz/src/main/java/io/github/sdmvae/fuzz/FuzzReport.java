/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.fuzz;

import java.util.List;

/**
 * What a run has found.
 *
 * @param name of the reader
 * @param inputs tried
 * @param read how many were read
 * @param refused how many were refused as documented
 * @param longestMillis processor time of the longest, in ms
 * @param mostBytes memory allocated for the greediest, in bytes
 * @param findings what should not have been, each kind once
 */
public record FuzzReport(
        String name, long inputs, long read, long refused, long longestMillis, long mostBytes, List<String> findings) {
    /**
     * Copies the list.
     *
     * @param name of the reader
     * @param inputs tried
     * @param read inputs
     * @param refused inputs
     * @param longestMillis processor time
     * @param mostBytes memory
     * @param findings faults
     */
    public FuzzReport {
        findings = List.copyOf(findings);
    }

    @Override
    public String toString() {
        return "%s: %,d inputs, %,d read, %,d refused, longest %,d ms, most memory %.1f MB, %d findings%s"
                .formatted(
                        name,
                        inputs,
                        read,
                        refused,
                        longestMillis,
                        mostBytes / 1e6,
                        findings.size(),
                        findings.isEmpty() ? "" : "\n  " + String.join("\n  ", findings));
    }
}
