/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.network;

/** What a recurrent layer does at one frame. */
public enum RecurrentCell {
    /**
     * Long short-term memory (Hochreiter and Schmidhuber 1997, forget gate of Gers et al. 2000): gates i, f, g, o side by
     * side, {@code c' = f c + i g}, {@code h' = o tanh(c')}, one bias.
     */
    LSTM("lstm", 4, false),
    /**
     * Gated recurrent unit (Cho et al. 2014), reset after the product as in PyTorch: gates r, z, n side by side, {@code h' =
     * (1 - z) n + z h}, a second bias inside the reset.
     */
    GRU("gru", 3, true);

    private final String label;
    private final int gates;
    private final boolean hasStateBias;

    RecurrentCell(String label, int gates, boolean hasStateBias) {
        this.label = label;
        this.gates = gates;
        this.hasStateBias = hasStateBias;
    }

    /**
     * The name in files.
     *
     * @return lower case
     */
    public String label() {
        return label;
    }

    /**
     * Number of gates; weights have as many blocks of columns.
     *
     * @return 4 or 3
     */
    public int gates() {
        return gates;
    }

    /**
     * Whether the product with the state has a bias of its own.
     *
     * @return true for the gated recurrent unit
     */
    public boolean hasStateBias() {
        return hasStateBias;
    }
}
