/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import picocli.CommandLine.Option;

/** {@code --noise-rank}: how many components the noise has. */
public final class NoiseRankOption {
    @Option(
            names = "--noise-rank",
            paramLabel = "N",
            description = "Components of the noise; few for short recordings. Default: ${DEFAULT-VALUE}.")
    private int rank;

    /**
     * The option with its default.
     *
     * @param usual how many if it is not given
     */
    public NoiseRankOption(int usual) {
        this.rank = usual;
    }

    /**
     * How many.
     *
     * @return as given, not checked
     */
    public int rank() {
        return rank;
    }
}
