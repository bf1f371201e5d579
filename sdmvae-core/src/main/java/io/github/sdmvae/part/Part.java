/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.part;

/**
 * An exchangeable part of a model: a prior, a likelihood, a γ update, an input transform. Saved by its name and its
 * numbers, never by the name of a class. Immutable.
 */
public interface Part {

    /**
     * The name in reports and saved models.
     *
     * @return stable for ever; for a part of the user's own the name that the user's function gives
     */
    String name();

    /**
     * What a saved model holds of the part.
     *
     * @return its name alone, unless overridden
     */
    default Description describe() {
        return Description.of(name());
    }
}
