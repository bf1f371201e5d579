/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.data.Frames;
import java.util.List;

/**
 * Noisy speech taken apart.
 *
 * @param speech as long, as loud and at the rate of the recording
 * @param noise what is left: recording − speech, sample by sample
 * @param share the part of every frame and frequency that was taken for speech, 0 to 1, at the model's rate; frames ×
 *     frequencies
 * @param summary costs, acceptance, notes
 */
public record Enhancement(AudioClip speech, AudioClip noise, Frames share, FitSummary summary) {
    /**
     * The costs of all iterations.
     *
     * @return see {@link FitSummary#costs()}
     */
    public List<Double> costs() {
        return summary.costs();
    }

    /**
     * The share of accepted proposals.
     *
     * @return see {@link FitSummary#acceptance()}
     */
    public double acceptance() {
        return summary.acceptance();
    }

    /**
     * What a user should know.
     *
     * @return see {@link FitSummary#notes()}
     */
    public List<String> notes() {
        return summary.notes();
    }
}
