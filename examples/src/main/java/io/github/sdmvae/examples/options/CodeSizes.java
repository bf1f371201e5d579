/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import picocli.CommandLine.Option;

/** {@code --latent} and {@code --atoms}: the sizes of latent vector and code. */
public final class CodeSizes {
    @Option(
            names = "--latent",
            paramLabel = "M",
            converter = Given.Whole.class,
            description = "Size m of the latent vector. Default: ${DEFAULT-VALUE}.")
    private Given<Integer> latent;

    @Option(
            names = "--atoms",
            paramLabel = "K",
            converter = Given.Whole.class,
            description = "Atoms k of dictionaries. Default: ${DEFAULT-VALUE}.")
    private Given<Integer> atoms;

    /**
     * The options with their defaults.
     *
     * @param latent m if it is not given
     * @param atoms k if it is not given
     */
    public CodeSizes(Given<Integer> latent, Given<Integer> atoms) {
        this.latent = latent;
        this.atoms = atoms;
    }

    /**
     * The size of the latent vector.
     *
     * @param usual if neither given nor a default
     * @return m
     */
    public int latent(int usual) {
        return latent.or(usual);
    }

    /**
     * The number of atoms.
     *
     * @param usual if neither given nor a default
     * @return k
     */
    public int atoms(int usual) {
        return atoms.or(usual);
    }
}
