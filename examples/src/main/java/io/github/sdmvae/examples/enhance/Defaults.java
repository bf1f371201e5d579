/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

/** What did best on mixtures of validation speakers, see {@code examples/EXPERIMENTS.md}. */
final class Defaults {
    static final MethodName METHOD = MethodName.VARIATIONAL;
    static final int COMPONENTS = Recipe.COMPONENTS;

    private Defaults() {}
}
