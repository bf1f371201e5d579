/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/** A γ update that looks along time, and so is for models of time alone. */
interface TimeGamma extends GammaUpdate, TimeRule {

    @Override
    default TimeRule overTime() {
        return this;
    }

    @Override
    default boolean needsTime() {
        return true;
    }

    @Override
    default void update(CodeBatch batch, double[] shared, double[] gamma) {
        throw new UnsupportedOperationException("the γ update '" + name() + "' looks along time: use it with a model of"
                + " time, ModelDefinition.builder().dynamics(...)");
    }
}
