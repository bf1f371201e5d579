/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --test-limit}: how many test recordings are scored. */
public final class TestLimitOption {
    @Option(
            names = "--test-limit",
            paramLabel = "N",
            description = "Score so many test recordings only, evenly spread. Default: all.")
    private @Nullable Integer limit;

    /** Made by picocli, which sets the fields. */
    public TestLimitOption() {}

    /**
     * How many at most.
     *
     * @return as given, not checked; the largest number if it is not given
     */
    public int most() {
        return limit == null ? Integer.MAX_VALUE : limit;
    }
}
