/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import org.jspecify.annotations.Nullable;

/**
 * What a rule along time reads and writes; an entry for each of all rows × k but for heads and numbers of frames.
 *
 * @param heads all × 2k
 * @param valid all × 1, whether a row holds a frame
 * @param sequences B
 * @param width k
 * @param mean m that was predicted; null if none is
 * @param variance v that was predicted; null if none is
 * @param gamma γ, or what was predicted
 * @param divergence nats
 * @param hyperprior nats
 * @param dMean gradient with respect to μ, unscaled as are all
 * @param dLogVariance with respect to λ
 * @param dPredictedMean with respect to m; null where that is
 * @param dPredictedVariance with respect to v; null where that is
 */
record TimeTensors(
        CudaTensor heads,
        CudaTensor valid,
        int sequences,
        int width,
        @Nullable CudaTensor mean,
        @Nullable CudaTensor variance,
        CudaTensor gamma,
        CudaTensor divergence,
        CudaTensor hyperprior,
        CudaTensor dMean,
        CudaTensor dLogVariance,
        @Nullable CudaTensor dPredictedMean,
        @Nullable CudaTensor dPredictedVariance) {

    static TimeTensors allocate(
            RecordingEngine engine,
            CudaTensor heads,
            CudaTensor valid,
            int sequences,
            boolean predictsMean,
            boolean predictsVariance) {
        int rows = heads.rows();
        int width = heads.columns() / 2;
        return new TimeTensors(
                heads,
                valid,
                sequences,
                width,
                predictsMean ? engine.zeros(rows, width) : null,
                predictsVariance ? engine.zeros(rows, width) : null,
                engine.zeros(rows, width),
                engine.zeros(rows, width),
                engine.zeros(rows, width),
                engine.zeros(rows, width),
                engine.zeros(rows, width),
                predictsMean ? engine.zeros(rows, width) : null,
                predictsVariance ? engine.zeros(rows, width) : null);
    }

    int entries() {
        return gamma.length();
    }

    static long address(@Nullable CudaTensor tensor) {
        return tensor == null ? 0 : tensor.address();
    }
}
