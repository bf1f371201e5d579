/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import picocli.CommandLine.Option;

/** {@code --dataset}: what to train on, by name. */
public final class DatasetOption {
    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description = "templates and patches are generated images; mnist, fashion and cifar-patches need --data;"
                    + " where sound is allowed, too, speech. Default: ${DEFAULT-VALUE}.")
    private String name;

    /**
     * The option with its default.
     *
     * @param usual the set if it is not given
     */
    public DatasetOption(String usual) {
        this.name = usual;
    }

    /**
     * The name.
     *
     * @return as given, not checked
     */
    public String name() {
        return name;
    }
}
