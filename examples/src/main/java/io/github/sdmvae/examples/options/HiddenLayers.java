/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import java.util.List;
import picocli.CommandLine.Option;

/** {@code --hidden}: the hidden layers of encoder and decoder. */
public final class HiddenLayers {
    private static final List<Integer> NONE = List.of(0);

    @Option(
            names = "--hidden",
            paramLabel = "N[,N...]",
            converter = Given.Wholes.class,
            description = "Hidden layers of the encoder; the decoder has them in reverse. 0 for none. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Given<List<Integer>> sizes;

    private HiddenLayers(Given<List<Integer>> usual) {
        this.sizes = usual;
    }

    /**
     * The option with one layer as its default.
     *
     * @param size of the layer
     * @return the option
     */
    public static HiddenLayers of(int size) {
        return new HiddenLayers(new Given<>(List.of(size), Integer.toString(size)));
    }

    /**
     * The option with a default that depends on other things.
     *
     * @param text on what
     * @return the option
     */
    public static HiddenLayers otherwise(String text) {
        return new HiddenLayers(Given.otherwise(text));
    }

    /**
     * The sizes.
     *
     * @param usual size of the layer if neither given nor a default
     * @return from the input on; empty for none
     */
    public List<Integer> sizes(int usual) {
        List<Integer> chosen = sizes.or(List.of(usual));
        return chosen.equals(NONE) ? List.of() : chosen;
    }

    /**
     * The sizes, for a model.
     *
     * @param usual size of the layer if neither given nor a default
     * @return from the input on; empty for none
     */
    public int[] array(int usual) {
        return sizes(usual).stream().mapToInt(Integer::intValue).toArray();
    }
}
