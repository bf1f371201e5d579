/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.prior.CodeShape;
import io.github.sdmvae.prior.Prior;
import java.util.List;

/** How many parameters a definition would have, before any of them is allocated. */
final class ParameterCount {
    private ParameterCount() {}

    /** The number, or the largest long if it is larger than that. */
    static long of(ModelDefinition model) {
        Dynamics dynamics = model.dynamics();
        long unmasked = dynamics == null
                ? of(
                        model.inputSize(),
                        model.encoderHidden(),
                        model.decoderHidden(),
                        model.dictionary(),
                        model.prior(),
                        model.likelihood())
                : TimeChecks.parameters(
                        model.inputSize(),
                        model.encoderHidden(),
                        model.decoderHidden(),
                        dynamics,
                        model.dictionary(),
                        model.prior(),
                        model.likelihood());
        long masks =
                MaskChecks.parameters(model.selector(), model.sparseDecoding(), model.dictionary(), model.inputSize());
        return unmasked > Long.MAX_VALUE - masks ? Long.MAX_VALUE : unmasked + masks;
    }

    private static long of(
            int inputSize,
            List<Integer> encoder,
            List<Integer> decoder,
            Dictionary dictionary,
            Prior prior,
            Likelihood likelihood) {
        // Variances shared by all data points are n parameters in place of n columns of the last layer.
        boolean shared = likelihood.featureVariance() != null;
        long outputs = (long) inputSize * (likelihood.outputsPerValue() - (shared ? 1 : 0));
        CodeShape shape = prior.shape(dictionary.atoms());
        try {
            return Math.addExact(
                    Math.addExact(
                            stackSize(
                                    inputSize, encoder, (long) shape.heads() * dictionary.atoms() + shape.pseudoRows()),
                            stackSize(dictionary.latentSize(), decoder, outputs)),
                    (dictionary.isLearned() ? (long) dictionary.latentSize() * dictionary.atoms() : 0)
                            + ((long) shape.pseudoRows() + (shared ? 1 : 0)) * inputSize);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    private static long stackSize(long in, List<Integer> hidden, long out) {
        long count = 0;
        long previous = in;
        for (int size : hidden) {
            count = Math.addExact(count, Math.multiplyExact(previous + 1, size));
            previous = size;
        }
        return Math.addExact(count, Math.multiplyExact(previous + 1, out));
    }
}
