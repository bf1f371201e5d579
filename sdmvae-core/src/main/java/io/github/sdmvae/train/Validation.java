/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.model.Evaluator;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.LossTerms;

/**
 * Evaluates the validation data by the bound that is trained, without free bits, and by the plain one, which stays
 * comparable between trainings of different bounds.
 */
final class Validation {
    private final FrameSource data;
    private final Evaluator trained;
    private final Evaluator plain;
    private final double beta;
    private final long seed;

    /**
     * Losses after an epoch.
     *
     * @param trained by the trained bound
     * @param plain with one draw, without importance weights; the same terms where the trained bound is the plain one
     */
    record Losses(LossTerms trained, LossTerms plain) {}

    Validation(RunSetup setup, Parameters parameters, FrameSource data) {
        this.data = data;
        ElboStrategy elbo = setup.options().elbo().forValidation();
        Objective objective = Objective.of(setup.definition().prior(), setup.gamma(), elbo);
        this.plain = evaluator(setup, objective.plain(), parameters, data);
        this.trained = elbo.isPlain() ? plain : evaluator(setup, objective, parameters, data);
        this.beta = elbo.beta().validationBeta();
        this.seed = setup.options().seed();
    }

    /** Evaluates all of some data by a bound. */
    static Evaluator evaluator(RunSetup setup, Objective objective, Parameters parameters, FrameSource data) {
        return Evaluator.forTraining(
                setup.engine(),
                setup.definition(),
                objective,
                parameters,
                data,
                setup.options().batchSize());
    }

    Losses losses() {
        LossTerms byTrained = trained.evaluate(data, beta, seed).terms();
        LossTerms byPlain =
                plain == trained ? byTrained : plain.evaluate(data, beta, seed).terms();
        return new Losses(byTrained, byPlain);
    }
}
