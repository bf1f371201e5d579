/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import io.github.sdmvae.examples.training.TrainingProgress;
import picocli.CommandLine.Option;

/** {@code --progress}: how progress is shown. */
public final class ProgressOption {
    @Option(
            names = "--progress",
            paramLabel = "KIND",
            defaultValue = "auto",
            description = "${COMPLETION-CANDIDATES}: how progress is shown on stderr. Default: a bar on a terminal.")
    private TrainingProgress.Kind kind = TrainingProgress.Kind.AUTO;

    /** Made by picocli, which sets the fields. */
    public ProgressOption() {}

    /**
     * How to show it.
     *
     * @return as given
     */
    public TrainingProgress.Kind kind() {
        return kind;
    }
}
