/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

/**
 * One recording through a {@link SpeechModel}: coded by the mean, decoded to variances, back to sound with the
 * recording's own phase.
 *
 * @param original the recording
 * @param input the power spectrogram that the model saw, frames × bins: that of the recording at a peak of 1
 * @param codes frames × k
 * @param output decoded variances, frames × bins
 * @param sound the resynthesised recording, as long and as loud as the original
 */
@SuppressWarnings("ArrayRecordComponent") // large, only read, and never compared
public record Resynthesis(AudioClip original, float[][] input, float[][] codes, float[][] output, AudioClip sound) {

    /**
     * Scores the sound against the recording.
     *
     * @return its scores, with the sparsity of the codes
     */
    public ResynthesisScores scores() {
        return ResynthesisScores.of(this);
    }
}
