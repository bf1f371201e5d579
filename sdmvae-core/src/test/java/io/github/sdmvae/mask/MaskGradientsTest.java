/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.GaussianFeatureVariance;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.GradientCheck;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the worked cases lack, against central differences. */
class MaskGradientsTest {
    private static final double TOLERANCE = 2e-7;

    private static ModelDefinitionBuilder base() {
        return ModelDefinition.builder().inputSize(6).hidden(5).latentSize(4).seed(5);
    }

    private static void assertGradient(ModelDefinition definition, ElboStrategy elbo) {
        double[][] x = TestParts.matrix(4, definition.inputSize(), r -> -Math.log(1 - r.nextDouble()));
        GradientCheck.Result result = GradientCheck.check(definition, GammaUpdate.closedForm(), elbo, x, 9);
        assertThat(result.relativeError()).as(result.toString()).isLessThan(TOLERANCE);
    }

    static Stream<ModelDefinition> selectors() {
        DimensionSelector selector = DimensionSelector.of(2);
        return Stream.of(
                base().prior(Prior.standardNormal()).selector(selector).build(),
                base().prior(Prior.laplace()).selector(selector.ofCode()).build(),
                base().prior(Prior.cauchy()).selector(selector.withFloor(0.2)).build(),
                base().prior(Prior.studentT(3)).selector(selector.withHidden()).build(),
                base().prior(Prior.learnedVariance())
                        .dictionary(Dictionary.dct(4, 5).learned(0.1))
                        .selector(selector.withHidden(3))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("selectors")
    void selector_hasItsGradient(ModelDefinition definition) {
        assertGradient(definition, ElboStrategy.sampled(1).withBeta(BetaSchedule.constant(0.7)));
        assertGradient(definition, ElboStrategy.sampled(3));
        assertGradient(definition, ElboStrategy.importanceWeighted(3));
    }

    static Stream<ModelDefinition> decodings() {
        SparseDecoding decoding = SparseDecoding.standard().withRates(5, 0.5);
        return Stream.of(
                base().sparseDecoding(decoding).hidden(4, 3).build(),
                base().sparseDecoding(decoding.withRowsSumToOne().withGroups(List.of(2, 0, 0, 1, 1, 0)))
                        .build(),
                base().prior(Prior.standardNormal())
                        .dictionary(Dictionary.dct(4, 3))
                        .activation(Activation.SIGMOID)
                        .likelihood(Likelihood.gaussianLearnedVariance())
                        .sparseDecoding(decoding.withScale(0.3))
                        .build(),
                base().likelihood(new GaussianFeatureVariance(3, 0.4, 0.2))
                        .sparseDecoding(decoding.withGroups(Bands.equal(6, 3)))
                        .build(),
                // More rows of the mask than are computed at once.
                base().inputSize(70)
                        .latentSize(2)
                        .hidden(2)
                        .sparseDecoding(decoding)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("decodings")
    void sparseDecoding_hasItsGradient(ModelDefinition definition) {
        assertGradient(definition, ElboStrategy.closedForm());
        if (definition.inputSize() == 6) {
            assertGradient(definition, ElboStrategy.closedForm().withSamples(2).withFreeBits(0.1));
            assertGradient(definition, ElboStrategy.importanceWeighted(2));
        }
    }

    @Test
    void featureVariance_hasItsGradientWithADenseDecoder() {
        for (double nu : new double[] {0, 3}) {
            Likelihood likelihood = Likelihood.gaussianFeatureVariance(nu, 0.3);
            assertGradient(base().likelihood(likelihood).build(), ElboStrategy.closedForm());
            assertGradient(base().likelihood(likelihood).decoderHidden().build(), ElboStrategy.importanceWeighted(2));
        }
    }

    @Test
    void shareEntropy_hasItsGradient() {
        int rows = 3;
        int width = 4;
        Random random = new Random(1);
        double[] d = random.doubles((long) rows * width).toArray();
        ShareEntropy entropy = new ShareEntropy(rows, width);
        double[] gradient = new double[d.length];
        entropy.gradient(mean(entropy.take(d), rows), rows, gradient);
        for (int e = 0; e < d.length; e++) {
            double original = d[e];
            d[e] = original + 1e-6;
            double above = entropy.value(mean(entropy.take(d), rows));
            d[e] = original - 1e-6;
            double below = entropy.value(mean(entropy.take(d), rows));
            d[e] = original;
            assertThat(gradient[e]).isCloseTo((above - below) / 2e-6, org.assertj.core.data.Offset.offset(1e-8));
        }
    }

    private static double[] mean(double[] sums, int rows) {
        double[] mean = sums.clone();
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= rows;
        }
        return mean;
    }

    @Test
    void shareEntropy_isBetweenMinusLogOfTheSmallerSideAndZero() {
        // Every row uses an entry of its own: as different as shares can be.
        ShareEntropy own = new ShareEntropy(2, 3);
        double[] mean = mean(own.take(new double[] {1, 0, 0, 0, 5, 0}), 2);
        assertThat(own.value(mean)).isCloseTo(-Math.log(2), org.assertj.core.data.Offset.offset(1e-12));
        // All rows alike, however large.
        ShareEntropy alike = new ShareEntropy(2, 3);
        mean = mean(alike.take(new double[] {1, 2, 0, 3, 6, 0}), 2);
        assertThat(alike.value(mean)).isCloseTo(0, org.assertj.core.data.Offset.offset(1e-12));
        // A row of zeros has no gradient, and makes none infinite.
        double[] gradient = new double[6];
        ShareEntropy empty = new ShareEntropy(2, 3);
        mean = mean(empty.take(new double[] {0, 0, 0, 1, 0, 2}), 2);
        empty.gradient(mean, 2, gradient);
        assertThat(gradient).startsWith(0, 0, 0).doesNotContain(Double.NaN);
    }
}
