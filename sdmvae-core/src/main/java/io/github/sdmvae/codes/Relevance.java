/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.codes;

/** By what an entry of a code is said to matter. */
public enum Relevance {
    /**
     * The entry's absolute value. Depends on the entry's scale, which the objective of learned variances leaves free: entries
     * of one code can be compared by it only where scales are alike.
     */
    MAGNITUDE,
    /** γ, the prior's variance of the entry at this data point; of learned variances only, and as dependent on scale. */
    GAMMA,
    /**
     * Divergence between the entry's posterior and prior, nats: how much the entry says of the data point. Free of scale; not
     * for autoencoders.
     */
    DIVERGENCE
}
