/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.CodeBatch;
import io.github.sdmvae.prior.CodeTerms;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.prior.PriorFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every prior, likelihood, activation, γ update and ELBO strategy against central differences. */
class GradientsTest {
    private static final double TOLERANCE = 1e-7;
    private static final ElboStrategy CLOSED = ElboStrategy.closedForm();

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activation_hasItsGradient(Activation activation) {
        assertGradient(
                base().activation(activation).hidden(5, 4).build(), GammaUpdate.closedForm(), CLOSED, powers(4, 6));
    }

    static Stream<Arguments> likelihoods() {
        return Stream.of(
                Arguments.of(Likelihood.complexGaussian(0, Double.POSITIVE_INFINITY), powers(4, 6)),
                Arguments.of(Likelihood.complexGaussian(), powers(4, 6)),
                Arguments.of(Likelihood.gaussian(0.3), normals(4, 6)),
                Arguments.of(Likelihood.gaussianLearnedVariance(), normals(4, 6)),
                Arguments.of(Likelihood.bernoulli(), uniforms(4, 6)),
                Arguments.of(Likelihood.custom(new TestParts.LaplaceLikelihood()), normals(4, 6)));
    }

    @ParameterizedTest
    @MethodSource("likelihoods")
    void likelihood_hasItsGradient(Likelihood likelihood, double[][] x) {
        ModelDefinition definition = base().likelihood(likelihood).build();
        assertGradient(definition, GammaUpdate.closedForm(), CLOSED, x);
        assertGradient(definition, GammaUpdate.closedForm(), CLOSED.withSamples(3), x);
    }

    static Stream<GammaUpdate> gammas() {
        return Stream.of(
                GammaUpdate.closedForm(),
                GammaUpdate.inverseGamma(1.5, 0.7),
                GammaUpdate.shared(),
                GammaUpdate.fixed(0.4),
                GammaUpdate.custom(new TestParts.DoubledGamma()));
    }

    @ParameterizedTest
    @MethodSource("gammas")
    void gammaUpdate_hasItsGradientWithGammaHeldFixed(GammaUpdate gamma) {
        for (ElboStrategy elbo : strategies()) {
            assertGradient(base().build(), gamma, elbo, powers(4, 6));
        }
    }

    private static List<ElboStrategy> strategies() {
        return List.of(
                CLOSED,
                CLOSED.withBeta(BetaSchedule.constant(0.3)),
                ElboStrategy.sampled(1),
                ElboStrategy.sampled(4).withBeta(BetaSchedule.warmUp(10, 2)));
    }

    @Test
    void standardNormal_hasItsGradient() {
        for (ElboStrategy elbo : strategies()) {
            ModelDefinition definition = base().prior(Prior.standardNormal()).build();
            assertGradient(definition, GammaUpdate.closedForm(), elbo, powers(4, 6));
        }
    }

    @Test
    void customPrior_hasItsGradient() {
        for (ElboStrategy elbo : strategies()) {
            ModelDefinition definition =
                    base().prior(Prior.custom(new TestParts.LogCoshPrior())).build();
            assertGradient(definition, GammaUpdate.closedForm(), elbo, powers(4, 6));
        }
    }

    static Stream<Arguments> priorsAndStrategies() {
        ElboStrategy half = ElboStrategy.sampled(3).withBeta(BetaSchedule.constant(0.5));
        List<ElboStrategy> drawn = List.of(
                ElboStrategy.sampled(1),
                half,
                ElboStrategy.importanceWeighted(1),
                ElboStrategy.importanceWeighted(4),
                ElboStrategy.importanceWeighted(3).withBeta(half.beta()));
        List<ElboStrategy> integrated = List.of(CLOSED, CLOSED.withSamples(2).withFreeBits(0.2));
        List<ElboStrategy> plain = List.of(CLOSED, CLOSED.withSamples(2));
        List<ElboStrategy> weighted = List.of(CLOSED, ElboStrategy.asPublished().withBeta(BetaSchedule.constant(2)));
        Map<Prior, List<ElboStrategy>> cases = new LinkedHashMap<>();
        for (Prior prior : List.of(Prior.laplace(0.7), Prior.cauchy(), Prior.learnedVariance())) {
            cases.put(prior, Stream.of(drawn, integrated).flatMap(List::stream).toList());
        }
        cases.put(Prior.studentT(2.5), drawn);
        cases.put(Prior.gaussianMixture(0.3, 0.4, 2), drawn);
        cases.put(Prior.spikeAndSlab(0.3), integrated);
        cases.put(Prior.pseudoInputs(0.3, 3), plain);
        cases.put(Prior.none(), weighted);
        cases.put(Prior.absolutePenalty(0.4), weighted);
        return cases.entrySet().stream().flatMap(e -> e.getValue().stream().map(s -> Arguments.of(e.getKey(), s)));
    }

    @ParameterizedTest
    @MethodSource("priorsAndStrategies")
    void prior_hasItsGradientUnderEveryStrategy(Prior prior, ElboStrategy elbo) {
        ModelDefinition definition =
                base().prior(prior).likelihood(Likelihood.gaussian(0.5)).build();
        assertGradient(definition, GammaUpdate.closedForm(), elbo, normals(4, 6));
    }

    @Test
    void learnedDictionaries_haveTheirGradient() {
        for (Dictionary d : List.of(
                Dictionary.identity(3).learned(),
                Dictionary.dct(3, 5).learned(0.7),
                Dictionary.random(5, 3, 2).learned(2))) {
            for (Prior prior : List.of(Prior.learnedVariance(), Prior.spikeAndSlab(0.4), Prior.none())) {
                ModelDefinition definition = base().dictionary(d).prior(prior).build();
                assertGradient(definition, GammaUpdate.closedForm(), CLOSED, powers(4, 6));
            }
        }
    }

    @Test
    void dictionaries_haveTheirGradient() {
        double[][] given = {{1, 2, -1}, {0.5, 0, 3}};
        for (Dictionary d : List.of(
                Dictionary.identity(3),
                Dictionary.dct(3, 5),
                Dictionary.dct(5, 3),
                Dictionary.dctWithConstant(3, 4),
                Dictionary.of(given))) {
            assertGradient(base().dictionary(d).build(), GammaUpdate.closedForm(), CLOSED, powers(4, 6));
        }
    }

    @Test
    void linearModelWithoutHiddenLayers_hasItsGradient() {
        assertGradient(base().hidden().build(), GammaUpdate.closedForm(), CLOSED, powers(4, 6));
    }

    @Test
    void wrongGradientOfACustomPrior_isFound() {
        PriorFunction wrong = new PriorFunction() {
            @Override
            public String name() {
                return "wrong";
            }

            @Override
            public void evaluate(CodeBatch batch, CodeTerms terms) {
                for (int i = 0; i < batch.mean().length; i++) {
                    terms.divergence()[i] = 0.5 * batch.mean()[i] * batch.mean()[i];
                    terms.dMean()[i] = 1.01 * batch.mean()[i];
                }
            }
        };
        ModelDefinition definition = base().prior(Prior.custom(wrong)).build();
        GradientCheck.Result result =
                GradientCheck.check(definition, GammaUpdate.closedForm(), CLOSED, powers(4, 6), 3);
        assertThat(result.relativeError()).isGreaterThan(1e-5);
    }

    private static ModelDefinitionBuilder base() {
        return ModelDefinition.builder()
                .inputSize(6)
                .hidden(5)
                .dictionary(Dictionary.dct(3, 4))
                .prior(Prior.learnedVariance())
                .likelihood(Likelihood.complexGaussian())
                .seed(11);
    }

    private static void assertGradient(ModelDefinition definition, GammaUpdate gamma, ElboStrategy elbo, double[][] x) {
        GradientCheck.Result result = GradientCheck.check(definition, gamma, elbo, x, 3);
        assertThat(result.relativeError())
                .as("%s, %s, %s: %s", definition, gamma, elbo, result)
                .isLessThan(TOLERANCE);
    }

    private static double[][] powers(int rows, int width) {
        return TestParts.matrix(rows, width, r -> -Math.log(1 - r.nextDouble()));
    }

    private static double[][] normals(int rows, int width) {
        return TestParts.matrix(rows, width, Random::nextGaussian);
    }

    private static double[][] uniforms(int rows, int width) {
        return TestParts.matrix(rows, width, Random::nextDouble);
    }
}
