/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import picocli.CommandLine.Option;

/** {@code --utterances}: how many test recordings to hear and see. */
public final class UtterancesOption {
    @Option(
            names = "--utterances",
            paramLabel = "N",
            description = "Test recordings to hear and see; all are scored. Default: ${DEFAULT-VALUE}.")
    private int count;

    /**
     * The option with its default.
     *
     * @param usual how many if it is not given
     */
    public UtterancesOption(int usual) {
        this.count = usual;
    }

    /**
     * How many.
     *
     * @return as given, not checked
     */
    public int count() {
        return count;
    }
}
