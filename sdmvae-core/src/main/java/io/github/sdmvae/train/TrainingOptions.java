/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.part.Description;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link Trainer}; its builder's methods describe them.
 *
 * @param epochs at most, at least 1
 * @param batchSize at least 1
 * @param learningRate schedule
 * @param patience epochs without improvement before the training stops, at least 1
 * @param gradientClipping largest norm of the gradient, above 0; infinity turns it off
 * @param gamma γ update; null leaves it to the model, or else to the default, the closed form
 * @param elbo ELBO strategy
 * @param seed of shuffling and noise
 * @param unitAtoms whether atoms keep norm 1 where the code enters the decoder
 */
public record TrainingOptions(
        int epochs,
        int batchSize,
        LearningRate learningRate,
        int patience,
        double gradientClipping,
        @Nullable GammaUpdate gamma,
        ElboStrategy elbo,
        long seed,
        boolean unitAtoms) {

    /**
     * Checks the ranges.
     *
     * @param epochs at most, at least 1
     * @param batchSize at least 1
     * @param learningRate schedule
     * @param patience epochs without improvement before the training stops, at least 1
     * @param gradientClipping largest norm of the gradient, above 0; infinity turns it off
     * @param gamma γ update; null leaves it to the model, or else to the default, the closed form
     * @param elbo ELBO strategy
     * @param seed of shuffling and noise
     * @param unitAtoms whether atoms keep norm 1 where the code enters the decoder
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public TrainingOptions {
        Objects.requireNonNull(learningRate, "learningRate");
        Objects.requireNonNull(elbo, "elbo");
        requirePositive("epochs", epochs);
        requirePositive("batchSize", batchSize);
        requirePositive("patience", patience);
        if (!(gradientClipping > 0)) {
            throw new IllegalArgumentException("gradientClipping must be above 0, got " + gradientClipping);
        }
    }

    /**
     * Settings that leave atoms free.
     *
     * @param epochs at most, at least 1
     * @param batchSize at least 1
     * @param learningRate schedule
     * @param patience epochs without improvement before the training stops, at least 1
     * @param gradientClipping largest norm of the gradient, above 0; infinity turns it off
     * @param gamma γ update; null leaves it to the model, or else to the default, the closed form
     * @param elbo ELBO strategy
     * @param seed of shuffling and noise
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public TrainingOptions(
            int epochs,
            int batchSize,
            LearningRate learningRate,
            int patience,
            double gradientClipping,
            @Nullable GammaUpdate gamma,
            ElboStrategy elbo,
            long seed) {
        this(epochs, batchSize, learningRate, patience, gradientClipping, gamma, elbo, seed, false);
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, got " + value);
        }
    }

    /**
     * The settings as JSON, for another process to train by.
     *
     * @return complete: {@link #fromJson} gives equal settings
     * @throws IllegalArgumentException naming it, if the learning rate, β or the γ update is a function of the user's own
     */
    public String toJson() {
        return OptionsJson.write(this);
    }

    /**
     * Reads settings.
     *
     * @param json as written by {@link #toJson}
     * @return equal settings
     * @throws IllegalArgumentException naming what is missing, unknown or out of range
     */
    public static TrainingOptions fromJson(String json) {
        return OptionsJson.read(json);
    }

    /**
     * The γ update in force for a model.
     *
     * @param prior of the model
     * @return what the trainer or the model says, else the closed form
     * @throws IllegalArgumentException if both say something else, or if an update is set for a prior without variances
     */
    public GammaUpdate gammaFor(Prior prior) {
        GammaUpdate stated = prior.statedGamma();
        if (gamma != null && !prior.learnsVariance()) {
            throw new IllegalArgumentException("the γ update '" + gamma.name() + "' was set, but the prior '"
                    + prior.name() + "' has no variances to update; use Prior.learnedVariance()");
        }
        if (gamma != null && stated != null && !gamma.equals(stated)) {
            throw new IllegalArgumentException("the model states the γ update " + text(stated) + ", the trainer sets "
                    + text(gamma) + "; leave one of them out");
        }
        return gamma != null ? gamma : stated != null ? stated : GammaUpdate.closedForm();
    }

    private static String text(GammaUpdate update) {
        Description description = update.describe();
        return description.values().isEmpty() ? update.name() : update.name() + description.values();
    }

    /**
     * The settings by name, for a model's provenance; schedules by their first value.
     *
     * @param prior of the model
     * @return a new map
     */
    public Map<String, String> asText(Prior prior) {
        Map<String, String> text = new TreeMap<>();
        text.put("optimizer", "adam");
        text.put("epochs", Integer.toString(epochs));
        text.put("batchSize", Integer.toString(batchSize));
        text.put("learningRate", Double.toString(learningRate.at(0)));
        text.put("patience", Integer.toString(patience));
        text.put("gradientClipping", Double.toString(gradientClipping));
        text.put("gammaUpdate", text(gammaFor(prior)));
        text.put("divergence", elbo.divergence().toString());
        text.put("freeBits", Double.toString(elbo.freeBits()));
        text.put("samples", Integer.toString(elbo.samples()));
        text.put("beta", Double.toString(elbo.beta().validationBeta()));
        text.put("seed", Long.toString(seed));
        if (unitAtoms) {
            text.put("unitAtoms", "true");
        }
        return text;
    }
}
