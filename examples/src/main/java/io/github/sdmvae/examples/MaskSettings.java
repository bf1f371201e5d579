/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.examples.options.SelectorShares;
import io.github.sdmvae.examples.options.SparseDecodingOptions;
import io.github.sdmvae.mask.Bands;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Masks between code and decoder: options of {@link TrainSpeech}. */
final class MaskSettings {
    @Option(
            names = "--selector",
            paramLabel = "W",
            description = "Put a dimension selector behind the code, with this weight of its regulariser.")
    private @Nullable Double selector;

    @Option(
            names = "--selector-floor",
            paramLabel = "X",
            defaultValue = "0",
            description = "How much the selector always lets through. Default: ${DEFAULT-VALUE}.")
    private double floor;

    @Mixin
    private SelectorShares shares = new SelectorShares();

    @Option(
            names = "--bands",
            paramLabel = "N",
            description = "Decode sparsely: bins in so many bands of equal width see the latents through a mask each.")
    private @Nullable Integer bands;

    @Mixin
    private SparseDecodingOptions decoding = new SparseDecodingOptions();

    @Option(names = "--proximal", description = "Make entries of the mask exactly 0, by a proximal step.")
    private boolean proximal;

    void apply(ModelDefinitionBuilder model, int bins) {
        if (selector != null) {
            model.selector(shares.of(DimensionSelector.of(selector).withFloor(floor)));
        }
        if (bands != null) {
            SparseDecoding banded = decoding.decoding().withGroups(Bands.equal(bins, bands));
            model.sparseDecoding(proximal ? banded.withProximalSteps() : banded);
        }
    }
}
