/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import java.util.List;
import java.util.stream.LongStream;
import picocli.CommandLine.Option;

/** {@code --seeds N,N,…}: seeds of the trainings of a table. */
public final class SeedList {
    @Option(
            names = "--seeds",
            paramLabel = "N",
            split = ",",
            description = "Seeds of weights, shuffling and noise. Default: ${DEFAULT-VALUE}.")
    private List<Long> seeds;

    /**
     * The option with its default.
     *
     * @param usual how many seeds from 1 on, if it is not given
     */
    public SeedList(int usual) {
        seeds = LongStream.rangeClosed(1, usual).boxed().toList();
    }

    /**
     * The seeds.
     *
     * @return as given
     */
    public List<Long> seeds() {
        return seeds;
    }
}
