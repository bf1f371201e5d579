/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.LikelihoodStep;
import io.github.sdmvae.engine.kernels.LikelihoodTensors;

/** A likelihood by its kernels, for models that run kernel by kernel. Not thread-safe. */
final class CardLikelihoodStep implements LikelihoodStep {
    private final LikelihoodPart part;
    private final LikelihoodTensors tensors;
    private final Kernels kernels;
    private final Transfers transfers;

    CardLikelihoodStep(LikelihoodPart part, LikelihoodTensors tensors, Kernels kernels, Transfers transfers) {
        this.part = part;
        this.tensors = tensors;
        this.kernels = kernels;
        this.transfers = transfers;
    }

    @Override
    public void evaluate(double gradientScale) {
        transfers.run(new Sequence()
                .then(part.evaluate(
                        kernels,
                        CudaEngine.ready(tensors.x()),
                        CudaEngine.ready(tensors.output()),
                        gradientScale == 0 ? null : CudaEngine.ready(tensors.dOutput()),
                        CudaEngine.ready(tensors.loss()),
                        (float) gradientScale)));
    }

    @Override
    public void mean() {
        transfers.run(new Sequence()
                .then(part.mean(kernels, CudaEngine.ready(tensors.output()), CudaEngine.ready(tensors.mean()))));
    }
}
