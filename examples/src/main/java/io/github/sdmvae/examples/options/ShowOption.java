/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import picocli.CommandLine.Option;

/** {@code --show}: of work that goes on where it was, show what is finished and do no more. */
public final class ShowOption {
    @Option(names = "--show", description = "Do nothing new: write what is finished in the folder.")
    private boolean only;

    /** Made by picocli, which sets the fields. */
    public ShowOption() {}

    /**
     * Whether nothing new is to be done.
     *
     * @return true if it is given
     */
    public boolean only() {
        return only;
    }
}
