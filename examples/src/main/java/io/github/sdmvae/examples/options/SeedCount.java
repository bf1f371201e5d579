/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import java.util.List;
import java.util.stream.LongStream;
import picocli.CommandLine.Option;

/** {@code --seeds N}: how often each model is trained, with seeds that follow on the first. */
public final class SeedCount {
    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many times to train each model, from --seed on. Default: ${DEFAULT-VALUE}.")
    private int count;

    /** Made by picocli, which sets the fields. */
    public SeedCount() {}

    /**
     * The seeds.
     *
     * @param first of them
     * @return as many as asked for
     * @throws IllegalArgumentException if there are none
     */
    public List<Long> from(long first) {
        if (count < 1) {
            throw new IllegalArgumentException("--seeds must be at least 1, got " + count);
        }
        return LongStream.range(first, first + count).boxed().toList();
    }
}
