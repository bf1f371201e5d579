/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.Cauchy;
import io.github.sdmvae.prior.CodeArrays;
import io.github.sdmvae.prior.CodePass;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Laplace;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.prior.PseudoInputs;
import io.github.sdmvae.prior.SpikeAndSlab;
import io.github.sdmvae.prior.StandardNormal;
import io.github.sdmvae.prior.StudentT;
import io.github.sdmvae.prior.TwoGaussians;
import io.github.sdmvae.random.RowNoise;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of divergences, and draws, against what is known of each prior. */
class PriorsTest {
    private static final int DRAWS = 20_000;
    private static final double[] MEANS = {0, -0.7, 2.5};
    private static final double[] LOG_VARIANCES = {0, -2, 0.8};

    static Stream<Prior> priorsWithBothForms() {
        return Stream.of(
                Prior.standardNormal(), Prior.learnedVariance(), Prior.laplace(), Prior.laplace(0.4), Prior.cauchy());
    }

    @ParameterizedTest
    @MethodSource("priorsWithBothForms")
    void drawnDivergence_meetsTheClosedFormInTheMean(Prior prior) {
        double[] closed = divergence(CodeRule.of(prior, GammaUpdate.closedForm(), ElboStrategy.closedForm()), 1);
        ElboStrategy drawn = ElboStrategy.sampled(1);
        for (int entry = 0; entry < closed.length; entry++) {
            double mean = 0;
            double squares = 0;
            int rounds = 20;
            for (int round = 0; round < rounds; round++) {
                double value = divergence(CodeRule.of(prior, GammaUpdate.closedForm(), drawn), 100 + round)[entry];
                mean += value / rounds;
                squares += value * value / rounds;
            }
            double error = Math.sqrt(Math.max(0, squares - mean * mean) / rounds);
            assertThat(mean).as("%s entry %d", prior, entry).isCloseTo(closed[entry], Offset.offset(5 * error + 1e-9));
        }
    }

    /** Of one data point with entries of the means and variances above, averaged over many draws. */
    private static double[] divergence(CodeRule rule, long seed) {
        int k = MEANS.length;
        CodeArrays code = new CodeArrays(rule.prior().shape(k), 1, DRAWS);
        System.arraycopy(MEANS, 0, code.heads(), 0, k);
        System.arraycopy(LOG_VARIANCES, 0, code.heads(), k, k);
        float[] noise = new float[DRAWS * k];
        rule.prior().shape(k).noise().fill(seed, 0, noise, 0, DRAWS, k);
        for (int i = 0; i < noise.length; i++) {
            code.noise()[i] = noise[i];
        }
        rule.prior().kernel(code).sample(rule, new CodePass(0, 0));
        return code.divergence();
    }

    @Test
    void pseudoInput_thatIsTheDataItself_costsOnlyTheDistanceFromAlpha() {
        Prior prior = Prior.pseudoInputs(0.3, 1);
        CodeArrays code = new CodeArrays(prior.shape(2), 1, 1);
        double p = Math.log(0.6);
        double[] row = {0.5, -1, 0.2, -0.3, p, p, 7};
        System.arraycopy(row, 0, code.heads(), 0, 7);
        System.arraycopy(row, 0, code.heads(), 7, 7);
        CodeRule rule = new CodeRule(prior, GammaUpdate.closedForm(), false, false);
        prior.kernel(code).sample(rule, new CodePass(200, 0));
        double expected = 0.4 * Math.log(0.4 / 0.7) + 0.6 * Math.log(0.6 / 0.3);
        for (double d : code.divergence()) {
            assertThat(d).isCloseTo(expected, Offset.offset(1e-12));
        }
    }

    @Test
    void spikeAndSlabDraws_areMostlyZeroOrOnTheSlab_andCodesAreScaledByTheProbability() {
        Vae model = model(Prior.spikeAndSlab(0.2));
        float[][] x = rows(300);
        float[][] codes = model.encodeSample(x, 5);
        Posterior posterior = model.posterior(x);
        int between = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < codes[i].length; j++) {
                float q = posterior.slabProbability()[i][j];
                assertThat(q).isBetween(0f, 1f);
                assertThat(model.encode(x)[i][j]).isEqualTo(q * posterior.mean()[i][j]);
                between += Math.abs(codes[i][j]) > 1e-3 && Math.abs(codes[i][j]) < 1e-2 ? 1 : 0;
            }
            if (i == 20) {
                break;
            }
        }
        assertThat(between).isLessThan(6);
    }

    static Stream<Prior> priorsToDrawFrom() {
        return Stream.of(
                Prior.standardNormal(),
                Prior.laplace(2),
                Prior.cauchy(),
                Prior.studentT(3),
                Prior.gaussianMixture(0.25, 0.1, 3),
                Prior.spikeAndSlab(0.3),
                Prior.pseudoInputs(0.3, 4));
    }

    /** The share of absolute values below 1, from each distribution's table or formula. */
    @ParameterizedTest
    @MethodSource("priorsToDrawFrom")
    void sampledCodes_haveThePriorsDistribution(Prior prior) {
        Vae model = model(prior);
        float[][] codes = model.sampleCodes(20_000, 3);
        assertThat(model.sampleCodes(20_000, 3)).isDeepEqualTo(codes);
        double below = 0;
        double positive = 0;
        double zero = 0;
        for (float[] row : codes) {
            for (float a : row) {
                below += Math.abs(a) < 1 ? 1 : 0;
                positive += a > 0 ? 1 : 0;
                zero += a == 0 ? 1 : 0;
            }
        }
        double n = codes.length * 3.0;
        double expected = shareBelowOne(prior);
        if (!Double.isNaN(expected)) {
            assertThat(below / n).as("%s", prior).isCloseTo(expected, Offset.offset(0.01));
            assertThat(positive / (n - zero)).isCloseTo(0.5, Offset.offset(0.01));
        }
        if (prior instanceof SpikeAndSlab) {
            assertThat(zero / n).isCloseTo(0.7, Offset.offset(0.01));
        } else if (!(prior instanceof PseudoInputs)) {
            assertThat(zero).isZero();
        }
    }

    private static double shareBelowOne(Prior prior) {
        double normal = 0.682689;
        if (prior instanceof StandardNormal) {
            return normal;
        } else if (prior instanceof Laplace) {
            return 1 - Math.exp(-0.5);
        } else if (prior instanceof Cauchy) {
            return 0.5;
        } else if (prior instanceof StudentT) {
            // F(1) - F(-1) for 3 degrees of freedom.
            double x = 1 / Math.sqrt(3);
            return 2 / Math.PI * (x / (1 + x * x) + Math.atan(x));
        } else if (prior instanceof TwoGaussians) {
            return 0.25 + 0.75 * 0.261117;
        } else if (prior instanceof SpikeAndSlab) {
            return 0.7 + 0.3 * normal;
        }
        return Double.NaN;
    }

    @Test
    void autoencoder_codesAreItsDraws_andItHasNeitherPosteriorNorPrior() {
        Vae model = model(Prior.none());
        float[][] x = rows(7);
        assertThat(model.encodeSample(x, 1)).isDeepEqualTo(model.encode(x));
        assertThatThrownBy(() -> model.posterior(x)).hasMessageContaining("autoencoder");
        assertThatThrownBy(() -> model.sampleCodes(3, 1)).hasMessageContaining("GaussianMixture");
    }

    @Test
    void strategiesThatAPriorDoesNotAllow_areRefusedWithTheReason() {
        GammaUpdate gamma = GammaUpdate.closedForm();
        record Refused(Prior prior, ElboStrategy elbo, String why) {}
        for (Refused r : List.of(
                new Refused(Prior.studentT(2), ElboStrategy.closedForm(), "no closed-form"),
                new Refused(Prior.gaussianMixture(0.5, 1, 2), ElboStrategy.closedForm(), "no closed-form"),
                new Refused(Prior.spikeAndSlab(0.5), ElboStrategy.sampled(1), "relaxed"),
                new Refused(Prior.none(), ElboStrategy.sampled(1), "autoencoder"),
                new Refused(Prior.none(), ElboStrategy.closedForm().withSamples(2), "got samples 2"),
                new Refused(Prior.none(), ElboStrategy.importanceWeighted(5), "autoencoder"),
                new Refused(Prior.spikeAndSlab(0.5), ElboStrategy.importanceWeighted(5), "relaxed"),
                new Refused(
                        Prior.pseudoInputs(0.5, 2), ElboStrategy.asPublished().withFreeBits(1), "freeBits 1.0"))) {
            assertThatThrownBy(() -> CodeRule.of(r.prior(), gamma, r.elbo()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(r.why());
        }
    }

    @Test
    void valuesOutOfRange_areRefused() {
        assertThatThrownBy(() -> Prior.laplace(0)).hasMessageContaining("got 0.0");
        assertThatThrownBy(() -> Prior.studentT(Double.NaN)).hasMessageContaining("got NaN");
        assertThatThrownBy(() -> Prior.gaussianMixture(1, 1, 1)).hasMessageContaining("weight");
        assertThatThrownBy(() -> Prior.gaussianMixture(0.5, 1, -1)).hasMessageContaining("deviation2");
        assertThatThrownBy(() -> Prior.spikeAndSlab(1.5)).hasMessageContaining("alpha");
        assertThatThrownBy(() -> Prior.pseudoInputs(0.5, 0)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> Prior.absolutePenalty(-1)).hasMessageContaining("got -1.0");
    }

    private static Vae model(Prior prior) {
        return Vae.untrained(ModelDefinition.builder()
                .inputSize(5)
                .hidden(4)
                .latentSize(3)
                .prior(prior)
                .likelihood(Likelihood.gaussian(1))
                .seed(9)
                .build());
    }

    private static float[][] rows(int count) {
        float[][] rows = new float[count][5];
        for (int i = 0; i < count; i++) {
            RowNoise.NORMAL.fill(17, i, rows[i], 0, 1, 5);
        }
        return rows;
    }
}
