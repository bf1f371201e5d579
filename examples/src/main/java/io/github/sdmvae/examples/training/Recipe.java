/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.training;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.transform.InputTransform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One model of a comparison: what it is and how it is trained, but for what all models share. */
public interface Recipe {
    /**
     * The name on the command line and in file names.
     *
     * @return unlike those of the other models
     */
    String id();

    /**
     * The name in tables.
     *
     * @return for readers
     */
    String title();

    /**
     * The model, with hidden layers of tanh units on both sides.
     *
     * @param inputSize n
     * @param hidden sizes of the encoder's hidden layers; the decoder has them in reverse
     * @param latent m
     * @param seed of the initial weights
     * @return what to train
     */
    ModelDefinition definition(int inputSize, List<Integer> hidden, int latent, long seed);

    /**
     * For the trainer.
     *
     * @return null leaves it at the default
     */
    default @Nullable GammaUpdate gammaUpdate() {
        return null;
    }

    /**
     * For the trainer.
     *
     * @return as published, unless the model says another
     */
    default ElboStrategy elbo() {
        return ElboStrategy.asPublished();
    }

    /**
     * For the trainer.
     *
     * @return whether atoms keep norm 1 where the code enters the decoder
     */
    default boolean unitAtoms() {
        return false;
    }

    /**
     * Whether what the encoder sees is standardised over the training data, bin by bin.
     *
     * @return whether {@link #prepared} does that
     */
    default boolean standardisesInput() {
        return false;
    }

    /**
     * The model, with what only the data can say of it.
     *
     * @param definition by {@link #definition}
     * @param training what it will learn
     * @return what to train
     */
    default ModelDefinition prepared(ModelDefinition definition, FrameSource training) {
        InputTransform seen = definition.inputTransform();
        return standardisesInput()
                ? definition.toBuilder()
                        .inputTransform(
                                seen == null ? InputTransform.standardise(training) : seen.standardised(training))
                        .build()
                : definition;
    }

    /**
     * A trainer with what the model says of its training.
     *
     * @param trainer changed
     * @return the same
     */
    default Trainer.Builder applyTo(Trainer.Builder trainer) {
        Trainer.Builder set = trainer.gammaUpdate(gammaUpdate()).elbo(elbo());
        return unitAtoms() ? set.unitAtoms() : set;
    }
}
