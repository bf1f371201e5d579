/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import picocli.CommandLine.Option;

/** {@code --seed}: the same seed gives the same result. */
public final class SeedOption {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of everything random: data, weights, shuffling, noise. Default: ${DEFAULT-VALUE}.")
    private long seed;

    /** Made by picocli, which sets the fields. */
    public SeedOption() {}

    /**
     * The seed.
     *
     * @return any number
     */
    public long seed() {
        return seed;
    }
}
