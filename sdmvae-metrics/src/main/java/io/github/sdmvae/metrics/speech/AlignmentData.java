/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/**
 * What all steps of the time alignment work on.
 *
 * @param grid sizes
 * @param reference alignment-filtered reference
 * @param degraded alignment-filtered degraded signal
 * @param activity voice activity of the reference
 * @param coarse coarse delays from both activities
 */
record AlignmentData(
        PesqGrid grid, PaddedSignal reference, PaddedSignal degraded, VoiceActivity activity, CoarseDelay coarse) {

    static AlignmentData of(PaddedSignal referenceModel, PaddedSignal degradedModel, PesqGrid grid) {
        PaddedSignal reference = InputFilter.alignment(referenceModel, grid);
        PaddedSignal degraded = InputFilter.alignment(degradedModel, grid);
        VoiceActivity activity = VoiceActivity.of(reference, grid);
        CoarseDelay coarse = new CoarseDelay(activity, VoiceActivity.of(degraded, grid), grid.window());
        return new AlignmentData(grid, reference, degraded, activity, coarse);
    }

    int degradedLength() {
        return degraded.n();
    }
}
