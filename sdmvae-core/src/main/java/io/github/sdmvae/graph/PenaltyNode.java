/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

/**
 * A term of the loss that depends on parameters alone: {@code w ‖DᵀD - I‖²} off the diagonal of a learned dictionary.
 *
 * @param name of the term in reports
 * @param parameter that it depends on
 * @param weight w, above zero
 */
public record PenaltyNode(String name, String parameter, double weight) implements Node {
    /** Name of the penalty on a dictionary's mutual coherence. */
    public static final String COHERENCE = "coherence";

    @Override
    public String summary() {
        return "weight " + weight + " on " + parameter;
    }
}
