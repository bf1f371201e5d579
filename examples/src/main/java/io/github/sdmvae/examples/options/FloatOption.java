/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import picocli.CommandLine.Option;

/** {@code --float}: how samples are written. */
public final class FloatOption {
    @Option(names = "--float", description = "Write 32-bit floats. Default: 16 bit, made quieter if it would clip.")
    private boolean floats;

    /** Made by picocli, which sets the fields. */
    public FloatOption() {}

    /**
     * Whether as floats.
     *
     * @return true if it is given
     */
    public boolean isGiven() {
        return floats;
    }
}
