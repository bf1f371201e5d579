/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import java.util.List;

/**
 * A recording that was taken apart from file to file.
 *
 * @param sampleRate of the file and of the results, in Hz
 * @param seconds the recording's length
 * @param summary costs, acceptance, notes
 */
public record EnhancedFile(int sampleRate, double seconds, FitSummary summary) {
    /**
     * What a user should know.
     *
     * @return see {@link FitSummary#notes()}
     */
    public List<String> notes() {
        return summary.notes();
    }
}
