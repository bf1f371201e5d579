/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

/**
 * The code kernels in plain Java and double precision: the reference, and the way that user-defined priors and γ updates
 * and the rarer priors run on every engine. Arrays are allocated once.
 */
interface HostCode {

    /** As {@link Engine#sampleCode}. */
    void sample(CodeRule rule, double gradientScale, boolean training);

    /** As {@link Engine#sampleCodeBackward}, after {@link #sample}. */
    void backward();

    /** The kernels for the kind of prior that the arrays were shaped for. */
    static HostCode of(CodeTensors tensors) {
        CodeShape shape = tensors.shape();
        if (shape.pseudoRows() > 0) {
            return new HostPseudoInputs(tensors);
        }
        return switch (shape.heads()) {
            case 1 -> new HostPoint(tensors);
            case 2 -> new HostContinuous(tensors);
            default -> new HostSpikeAndSlab(tensors);
        };
    }
}
