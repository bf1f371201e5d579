/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

/**
 * Parameters and what belongs to them, copied out of the engine. Not copied again: nobody writes to the arrays.
 *
 * @param parameters flat, as laid out by {@link io.github.sdmvae.graph.ParameterLayout}
 * @param sharedGamma state of the shared γ
 */
@SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
record Weights(float[] parameters, float[] sharedGamma) {

    boolean isFinite() {
        for (float value : parameters) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
