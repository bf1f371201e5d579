/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.SparseDecoding;
import picocli.CommandLine.Option;

/** Numbers of the models with masks: options of {@link SparseVaeComparison}. */
final class MaskOptions {
    @Option(
            names = "--selector-weight",
            paramLabel = "W",
            defaultValue = "1",
            description = "Weight of the dimension selector's regulariser. Default: ${DEFAULT-VALUE}.")
    private double selectorWeight;

    @Option(
            names = "--spike-rate",
            paramLabel = "X",
            defaultValue = "10",
            description = "λ₀ of sparse decoding, above 1, the slab's. Default: ${DEFAULT-VALUE}.")
    private double spikeRate;

    @Option(
            names = "--mask-scale",
            paramLabel = "X",
            defaultValue = "0",
            description = "Weight of the mask's prior; 0 for one over the training images. Default: ${DEFAULT-VALUE}.")
    private double maskScale;

    DimensionSelector selector() {
        return DimensionSelector.of(selectorWeight);
    }

    SparseDecoding decoding() {
        return SparseDecoding.standard().withRates(spikeRate, 1).withScale(maskScale);
    }
}
