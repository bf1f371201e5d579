/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.objective.Prior;

/**
 * The code kernels in plain Java and double precision: the reference, and the way that user-defined priors and γ updates
 * and the rarer priors run on every engine. Arrays are allocated once.
 */
interface HostCode {

    /** As {@link Engine#sampleCode}. */
    void sample(CodeRule rule, double gradientScale, boolean training);

    /** As {@link Engine#sampleCodeBackward}, after {@link #sample}. */
    void backward();

    /** The kernels for a prior. */
    static HostCode of(CodeTensors tensors, Prior prior) {
        if (prior instanceof Prior.None) {
            return new HostPoint(tensors);
        } else if (prior instanceof Prior.SpikeAndSlab) {
            return new HostSpikeAndSlab(tensors);
        } else if (prior instanceof Prior.PseudoInputs) {
            return new HostPseudoInputs(tensors);
        }
        return new HostContinuous(tensors);
    }

    /** Whether kernels made for one prior serve another. */
    default boolean serves(Prior prior) {
        boolean continuous = !(prior instanceof Prior.None
                || prior instanceof Prior.SpikeAndSlab
                || prior instanceof Prior.PseudoInputs);
        return continuous == (this instanceof HostContinuous);
    }
}
