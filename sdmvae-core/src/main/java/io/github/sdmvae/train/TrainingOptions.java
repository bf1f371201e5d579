/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.GammaUpdate;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The settings of a {@link Trainer}; its builder's methods describe them.
 *
 * @param epochs at most, at least 1
 * @param batchSize at least 1
 * @param learningRate schedule
 * @param patience epochs without improvement before the training stops, at least 1
 * @param gradientClipping largest norm of the gradient, above 0; infinity turns it off
 * @param gamma γ update
 * @param elbo ELBO strategy
 * @param seed of shuffling and noise
 */
public record TrainingOptions(
        int epochs,
        int batchSize,
        LearningRate learningRate,
        int patience,
        double gradientClipping,
        GammaUpdate gamma,
        ElboStrategy elbo,
        long seed) {

    /**
     * Checks the ranges.
     *
     * @param epochs at most, at least 1
     * @param batchSize at least 1
     * @param learningRate schedule
     * @param patience epochs without improvement before the training stops, at least 1
     * @param gradientClipping largest norm of the gradient, above 0; infinity turns it off
     * @param gamma γ update
     * @param elbo ELBO strategy
     * @param seed of shuffling and noise
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public TrainingOptions {
        Objects.requireNonNull(learningRate, "learningRate");
        Objects.requireNonNull(gamma, "gamma");
        Objects.requireNonNull(elbo, "elbo");
        requirePositive("epochs", epochs);
        requirePositive("batchSize", batchSize);
        requirePositive("patience", patience);
        if (!(gradientClipping > 0)) {
            throw new IllegalArgumentException("gradientClipping must be above 0, got " + gradientClipping);
        }
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, got " + value);
        }
    }

    /** The settings by name, for a model's provenance; schedules by their first value. */
    Map<String, String> asText() {
        Map<String, String> text = new TreeMap<>();
        text.put("optimizer", "adam");
        text.put("epochs", Integer.toString(epochs));
        text.put("batchSize", Integer.toString(batchSize));
        text.put("learningRate", Double.toString(learningRate.at(0)));
        text.put("patience", Integer.toString(patience));
        text.put("gradientClipping", Double.toString(gradientClipping));
        text.put("gammaUpdate", gamma.toString());
        text.put("divergence", elbo.divergence().toString());
        text.put("freeBits", Double.toString(elbo.freeBits()));
        text.put("samples", Integer.toString(elbo.samples()));
        text.put("beta", Double.toString(elbo.beta().at(Long.MAX_VALUE)));
        text.put("seed", Long.toString(seed));
        return text;
    }
}
