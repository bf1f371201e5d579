/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import io.github.sdmvae.mask.DimensionSelector;
import picocli.CommandLine.Option;

/** {@code --selector-of-code}: of what a dimension selector's regulariser is taken. */
public final class SelectorShares {
    @Option(
            names = "--selector-of-code",
            description = "Take the dimension selector's regulariser of |a|, which moves sooner than that of d.")
    private boolean ofCode;

    /** Made by picocli, which sets the fields. */
    public SelectorShares() {}

    /**
     * Applies the option.
     *
     * @param selector with shares of d
     * @return the same, or with shares of |a|
     */
    public DimensionSelector of(DimensionSelector selector) {
        return ofCode ? selector.ofCode() : selector;
    }
}
