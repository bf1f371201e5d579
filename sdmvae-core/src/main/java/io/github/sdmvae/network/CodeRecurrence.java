/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.network;

/** How an encoder of sequences reads the codes of the frames before. */
public enum CodeRecurrence {
    /** Not at all: all frames at once, a mean field in time given x. */
    NONE("none"),
    /** By a recurrent layer over the codes, its output beside that of the layers over x (Leglaive et al. 2020). */
    RECURRENT("recurrent"),
    /**
     * By a dense layer over the last code, averaged with the layers over x: the combiner of Krishnan et al. (2017), {@code
     * (tanh(a W + b) + h) / 2}, or a third with both directions.
     */
    MARKOV("markov");

    private final String label;

    CodeRecurrence(String label) {
        this.label = label;
    }

    /**
     * The name in files.
     *
     * @return lower case
     */
    public String label() {
        return label;
    }
}
