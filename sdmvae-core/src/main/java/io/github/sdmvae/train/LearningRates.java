/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.part.PartRegistry;

/** The learning rates that can be written down, by their names. A new one is one line here. */
final class LearningRates {
    private static final PartRegistry<LearningRate.Known> REGISTRY = new PartRegistry<>(
                    "learning rate", LearningRate.Known.class)
            .with(LearningRate.Constant.NAME, d -> new LearningRate.Constant(d.number("rate")))
            .with(
                    LearningRate.StepDecay.NAME,
                    d -> new LearningRate.StepDecay(d.number("rate"), d.number("factor"), (long) d.number("every")))
            .with(LearningRate.Cosine.NAME, d -> new LearningRate.Cosine(d.number("rate"), (long) d.number("steps")));

    private LearningRates() {}

    static PartRegistry<LearningRate.Known> registry() {
        return REGISTRY;
    }
}
