/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.examples.options.SelectorShares;
import io.github.sdmvae.examples.options.SparseDecodingOptions;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.SparseDecoding;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Numbers of the models with masks: options of {@link SparseVaeComparison}. */
final class MaskOptions {
    @Option(
            names = "--selector-weight",
            paramLabel = "W",
            defaultValue = "1",
            description = "Weight of the dimension selector's regulariser. Default: ${DEFAULT-VALUE}.")
    private double selectorWeight;

    @Mixin
    private SelectorShares shares = new SelectorShares();

    @Mixin
    private SparseDecodingOptions decoding = new SparseDecodingOptions();

    DimensionSelector selector() {
        return shares.of(DimensionSelector.of(selectorWeight));
    }

    SparseDecoding decoding() {
        return decoding.decoding();
    }
}
