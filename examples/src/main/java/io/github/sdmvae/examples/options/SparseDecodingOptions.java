/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import io.github.sdmvae.mask.SparseDecoding;
import picocli.CommandLine.Option;

/** {@code --spike-rate} and {@code --mask-scale}: the prior of the mask in sparse decoding. */
public final class SparseDecodingOptions {
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
            description = "Weight of the mask's prior; 0 for one over the training data. Default: ${DEFAULT-VALUE}.")
    private double maskScale;

    /** Made by picocli, which sets the fields. */
    public SparseDecodingOptions() {}

    /**
     * Sparse decoding with these numbers.
     *
     * @return every feature a group of its own
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public SparseDecoding decoding() {
        return SparseDecoding.standard().withRates(spikeRate, 1).withScale(maskScale);
    }
}
