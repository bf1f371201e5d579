/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.likelihood.Domain;
import io.github.sdmvae.likelihood.Likelihood;

/** Whether the parts of a definition go together. */
final class DefinitionChecks {
    private static final long MAX_PARAMETERS = 500_000_000;

    private DefinitionChecks() {}

    /** Refuses what does not, naming the part. */
    static void require(ModelDefinition model) {
        requirePositive("inputSize", model.inputSize());
        model.encoderHidden().forEach(size -> requirePositive("every hidden size of the encoder", size));
        model.decoderHidden().forEach(size -> requirePositive("every hidden size of the decoder", size));
        requireTransforms(model);
        MaskChecks.require(
                model.selector(), model.sparseDecoding(), model.prior(), model.decoderHidden(), model.inputSize());
        MaskChecks.requireNoTime(model.selector(), model.sparseDecoding(), model.likelihood(), model.dynamics());
        TimeChecks.require(model.dynamics(), model.encoderHidden(), model.decoderHidden(), model.prior());
        requireSize(model);
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, got " + value);
        }
    }

    private static void requireTransforms(ModelDefinition model) {
        if (model.inputTransform() != null) {
            model.inputTransform().requireWidth(model.inputSize());
        }
        if (model.dataTransform() != null) {
            model.dataTransform().requireWidth(model.inputSize());
            requireAnyNumber(model.likelihood());
        }
    }

    /** What a transform gives may be any number. */
    private static void requireAnyNumber(Likelihood likelihood) {
        if (!likelihood.domain().equals(Domain.FINITE)) {
            throw new IllegalArgumentException("a data transform needs a likelihood of any numbers, such as"
                    + " gaussian(variance); '" + likelihood.name() + "' takes "
                    + likelihood.domain().meaning() + " alone");
        }
    }

    /** Before any parameter is allocated. */
    private static void requireSize(ModelDefinition model) {
        long parameters = ParameterCount.of(model);
        if (parameters > MAX_PARAMETERS) {
            throw new IllegalArgumentException("a model may have at most " + MAX_PARAMETERS
                    + " parameters, this one has " + (parameters == Long.MAX_VALUE ? "far more" : parameters)
                    + " (input " + model.inputSize() + ", encoder " + model.encoderHidden() + ", code "
                    + model.codeSize() + ", decoder " + model.decoderHidden() + ")");
        }
    }
}
