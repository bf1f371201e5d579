/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.network;

/** Which way a recurrent layer reads a sequence. */
public enum Direction {
    /** From the first frame on: what it says of a frame depends on that frame and the past. */
    FORWARD("forward", true, false),
    /** From the sequence's own last frame back: it depends on that frame and the future. */
    BACKWARD("backward", false, true),
    /** Two layers with weights of their own, outputs side by side, forward first. */
    BOTH("both", true, true);

    private final String label;
    private final boolean readsPast;
    private final boolean readsFuture;

    Direction(String label, boolean readsPast, boolean readsFuture) {
        this.label = label;
        this.readsPast = readsPast;
        this.readsFuture = readsFuture;
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
     * Whether there is a layer from the first frame on.
     *
     * @return true for forward and both
     */
    public boolean readsPast() {
        return readsPast;
    }

    /**
     * Whether there is a layer from the last frame back.
     *
     * @return true for backward and both
     */
    public boolean readsFuture() {
        return readsFuture;
    }

    /**
     * Number of layers.
     *
     * @return 1 or 2
     */
    public int count() {
        return this == BOTH ? 2 : 1;
    }
}
