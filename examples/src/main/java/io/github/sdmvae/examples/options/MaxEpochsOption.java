/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --max-epochs}: how long trainings may be that stop early. */
public final class MaxEpochsOption {
    @Option(
            names = "--max-epochs",
            paramLabel = "N",
            converter = Given.Whole.class,
            description = "Epochs at most. Default: ${DEFAULT-VALUE}.")
    private Given<Integer> most;

    /**
     * The option; its default depends on other things.
     *
     * @param usual what it depends on, for {@code --help}
     */
    public MaxEpochsOption(String usual) {
        this.most = Given.otherwise(usual);
    }

    /**
     * Epochs at most.
     *
     * @param usual if it is not given
     * @return as given, not checked
     */
    public int most(int usual) {
        return most.or(usual);
    }

    /**
     * Epochs at most.
     *
     * @return null if it is not given
     */
    public @Nullable Integer given() {
        return most.value();
    }
}
