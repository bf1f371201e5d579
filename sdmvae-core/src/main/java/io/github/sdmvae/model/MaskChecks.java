/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.prior.CodeShape;
import io.github.sdmvae.prior.Prior;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which models the masks go with. */
final class MaskChecks {
    private MaskChecks() {}

    static void require(
            @Nullable DimensionSelector selector,
            @Nullable SparseDecoding decoding,
            Prior prior,
            List<Integer> decoderHidden,
            int inputSize) {
        if (selector != null && decoding != null) {
            throw new IllegalArgumentException(
                    "a model has a dimension selector, which makes the code sparse, or sparse"
                            + " decoding, which leaves the code dense, not both; leave one of them out");
        }
        if (selector != null) {
            requireDraw(prior);
        }
        if (decoding != null) {
            decoding.rows(inputSize);
            if (!prior.isGaussian()) {
                throw new IllegalArgumentException("sparse decoding goes with the priors standardNormal and"
                        + " learnedVariance, got '" + prior.name() + "'");
            }
            if (decoderHidden.isEmpty()) {
                throw new IllegalArgumentException(
                        "sparse decoding needs at least one hidden layer in the decoder: in a"
                                + " linear one the mask and the weights are one matrix");
            }
        }
    }

    /** In models of time the parts that this package's masks need are not there. */
    static void requireNoTime(
            @Nullable DimensionSelector selector,
            @Nullable SparseDecoding decoding,
            Likelihood likelihood,
            @Nullable Dynamics dynamics) {
        String part = selector != null
                ? "a dimension selector"
                : decoding != null
                        ? "sparse decoding"
                        : likelihood.featureVariance() != null ? "the likelihood '" + likelihood.name() + "'" : null;
        if (dynamics != null && part != null) {
            throw new IllegalArgumentException(part + " does not go with models of time yet; leave dynamics(...) out");
        }
    }

    private static void requireDraw(Prior prior) {
        CodeShape shape = prior.shape(1);
        if (!prior.isDistribution()) {
            throw new IllegalArgumentException("a dimension selector needs a posterior to draw from, the prior '"
                    + prior.name() + "' is that of an autoencoder");
        }
        if (shape.heads() != 2 || shape.pseudoRows() > 0) {
            throw new IllegalArgumentException("a dimension selector does not go with the prior '" + prior.name()
                    + "', which switches entries off itself; use standardNormal or learnedVariance");
        }
    }

    /** Parameters beside those of a model without masks. */
    static long parameters(
            @Nullable DimensionSelector selector,
            @Nullable SparseDecoding decoding,
            Dictionary dictionary,
            int inputSize) {
        long count = selector == null ? 0 : selector.parameters(dictionary.atoms());
        long m = dictionary.latentSize();
        return decoding == null ? count : count + 2 * m * decoding.rows(inputSize) + m;
    }
}
