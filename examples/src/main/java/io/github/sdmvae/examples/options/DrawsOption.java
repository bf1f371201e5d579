/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import picocli.CommandLine.Option;

/** {@code --draws}: how well log p(x) of images is estimated. */
public final class DrawsOption {
    @Option(
            names = "--draws",
            paramLabel = "K",
            defaultValue = "100",
            description = "Draws per image for log p(x), 0 for no estimate. Default: ${DEFAULT-VALUE}.")
    private int draws;

    /** Made by picocli, which sets the fields. */
    public DrawsOption() {}

    /**
     * How many.
     *
     * @return as given, not checked
     */
    public int count() {
        return draws;
    }
}
