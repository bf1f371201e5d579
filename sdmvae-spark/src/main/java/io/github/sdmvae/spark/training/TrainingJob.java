/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.training;

import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.spark.FrameData;
import io.github.sdmvae.train.TrainingOptions;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A training to be done somewhere.
 *
 * @param name of its folder: up to 120 letters, digits, dots, hyphens and underscores, the first a letter or digit
 * @param definition the model; all its parts are the library's own
 * @param options settings; learning rate, β and γ update are the library's own
 * @param training data
 * @param validation data
 */
public record TrainingJob(
        String name, ModelDefinition definition, TrainingOptions options, FrameData training, FrameData validation) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,119}");

    /**
     * Checks the name.
     *
     * @param name of its folder
     * @param definition the model
     * @param options settings
     * @param training data
     * @param validation data
     * @throws IllegalArgumentException if it is no name for a folder
     */
    public TrainingJob {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(training, "training");
        Objects.requireNonNull(validation, "validation");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a job's name must be 1 to 120 letters, digits, dots, hyphens and"
                    + " underscores, the first a letter or digit, got '" + name + "'");
        }
    }
}
