/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.transform.InputTransform;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any small model, for properties. */
public final class Definitions {
    private Definitions() {}

    public static Arbitrary<ModelDefinition> any() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 9),
                        hidden(),
                        hidden(),
                        Arbitraries.of(Activation.class),
                        dictionaries(),
                        priors(),
                        likelihoods(),
                        Arbitraries.longs())
                .as((width, encoder, decoder, activation, dictionary, prior, likelihood, seed) ->
                        ModelDefinition.builder()
                                .inputSize(width)
                                .encoderHidden(encoder)
                                .decoderHidden(decoder)
                                .activation(activation)
                                .dictionary(dictionary)
                                .prior(prior)
                                .likelihood(likelihood)
                                .seed(seed)
                                .build())
                .flatMap(definition -> transforms(definition.inputSize())
                        .map(transform -> transform.isEmpty()
                                ? definition
                                : definition.toBuilder()
                                        .inputTransform(transform.get())
                                        .build()));
    }

    private static Arbitrary<int[]> hidden() {
        return Arbitraries.integers().between(1, 7).array(int[].class).ofMaxSize(2);
    }

    private static Arbitrary<Dictionary> dictionaries() {
        Arbitrary<Integer> sizes = Arbitraries.integers().between(2, 5);
        Arbitrary<Dictionary> fixed = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 6).map(Dictionary::identity),
                Combinators.combine(sizes, sizes).as(Dictionary::dct),
                Combinators.combine(sizes, sizes).as(Dictionary::dctWithConstant),
                Combinators.combine(sizes, sizes, Arbitraries.longs()).as(Dictionary::random),
                Combinators.combine(sizes, sizes, Arbitraries.longs()).as((m, k, seed) -> {
                    java.util.Random random = new java.util.Random(seed);
                    return Dictionary.of(TestParts.matrix(m, k, ignored -> random.nextGaussian()));
                }));
        return Combinators.combine(fixed, Arbitraries.of(-1.0, 0.0, 0.7))
                .as((dictionary, penalty) -> penalty < 0 ? dictionary : dictionary.learned(penalty));
    }

    public static Arbitrary<Prior> priors() {
        Arbitrary<Double> positive = Arbitraries.of(0.05, 0.3, 1.0, 2.5, 40.0);
        Arbitrary<Double> share = Arbitraries.of(0.01, 0.2, 0.5, 0.95);
        return Arbitraries.oneOf(
                Arbitraries.just(Prior.standardNormal()),
                Arbitraries.just(Prior.learnedVariance()),
                Arbitraries.of(List.of(
                                GammaUpdate.closedForm(),
                                GammaUpdate.inverseGamma(1.5, 0.2),
                                GammaUpdate.shared(0.8),
                                GammaUpdate.fixed(0.4)))
                        .map(Prior::learnedVariance),
                positive.map(Prior::laplace),
                Arbitraries.just(Prior.cauchy()),
                positive.map(Prior::studentT),
                Combinators.combine(share, positive, positive).as(Prior::gaussianMixture),
                share.map(Prior::spikeAndSlab),
                Combinators.combine(share, Arbitraries.integers().between(1, 4)).as(Prior::pseudoInputs),
                Arbitraries.of(0.0, 0.5).map(Prior::absolutePenalty));
    }

    private static Arbitrary<Likelihood> likelihoods() {
        return Arbitraries.of(
                Likelihood.complexGaussian(),
                Likelihood.complexGaussian(0.25, Double.POSITIVE_INFINITY),
                Likelihood.gaussian(0.3),
                Likelihood.gaussianLearnedVariance(),
                Likelihood.bernoulli());
    }

    private static Arbitrary<Optional<InputTransform>> transforms(int width) {
        Frames data = data(20, width, 6);
        return Arbitraries.of(
                Optional.empty(),
                Optional.of(InputTransform.logPower(1e-4)),
                Optional.of(InputTransform.powerLaw(0.3)),
                Optional.of(InputTransform.standardise(data)),
                Optional.of(InputTransform.logPower(1e-3).standardised(data)),
                Optional.of(InputTransform.powerLaw(0.5).standardised(data)));
    }

    /** Numbers between 0 and 1, which every likelihood takes. */
    public static Frames data(int rows, int width, long seed) {
        float[][] values = TestParts.rows(TestParts.speechLike(rows, width, seed), rows);
        for (float[] row : values) {
            for (int j = 0; j < width; j++) {
                row[j] /= 1 + row[j];
            }
        }
        return Frames.of(values);
    }
}
