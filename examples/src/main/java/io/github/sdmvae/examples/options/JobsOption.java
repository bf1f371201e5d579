/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --jobs}: how many pieces of work run at once. */
public final class JobsOption {
    @Option(names = "--jobs", paramLabel = "N", description = "At once, one thread each. Default: one per core.")
    private @Nullable Integer jobs;

    /** Made by picocli, which sets the fields. */
    public JobsOption() {}

    /**
     * How many.
     *
     * @return at least 1
     * @throws IllegalArgumentException if fewer are given
     */
    public int count() {
        if (jobs != null && jobs < 1) {
            throw new IllegalArgumentException("--jobs must be at least 1, got " + jobs);
        }
        return jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
    }
}
