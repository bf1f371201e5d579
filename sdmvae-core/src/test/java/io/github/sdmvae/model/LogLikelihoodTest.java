/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The importance-weighted estimate of log p(x), on a model whose log p(x) is known. */
class LogLikelihoodTest {
    private static final double VARIANCE = 0.4;

    /** x = w a + b + noise with two values: p(x) is Gaussian with covariance w wᵀ + s² I. */
    private static Vae linear(Prior prior) {
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(2)
                .hidden()
                .latentSize(1)
                .prior(prior)
                .likelihood(Likelihood.gaussian(VARIANCE))
                .build();
        float[] parameters = new float[definition.graph().layout().length()];
        // Encoder 2×2 and its bias: μ = 0.4 x0 + 0.3 x1 - 0.1, λ = -1: near the posterior, not on it.
        float[] values = {0.4f, 0, 0.3f, 0, -0.1f, -1, 1.2f, -0.7f, 0.3f, 0.1f};
        System.arraycopy(values, 0, parameters, 0, values.length);
        ModelState state = ModelState.of(
                parameters, GammaUpdate.closedForm(), new float[2], new float[] {1}, Provenance.now("", Map.of()));
        return Vae.of(definition, state);
    }

    private static double exact(float[] x) {
        double w0 = 1.2f;
        double w1 = -0.7f;
        double a = w0 * w0 + VARIANCE;
        double b = w0 * w1;
        double c = w1 * w1 + VARIANCE;
        double det = a * c - b * b;
        double d0 = x[0] - 0.3f;
        double d1 = x[1] - 0.1f;
        double form = (c * d0 * d0 - 2 * b * d0 * d1 + a * d1 * d1) / det;
        return -Math.log(2 * Math.PI) - 0.5 * Math.log(det) - 0.5 * form;
    }

    private static Frames data() {
        float[][] rows = new float[400][2];
        for (int i = 0; i < rows.length; i++) {
            CounterNoise.normal(CounterNoise.key(4, Purpose.TRAINING), 2L * i, rows[i], 0, 2);
        }
        return Frames.of(rows);
    }

    @Test
    void onALinearGaussianModel_theEstimateMeetsTheExactLogLikelihood() {
        Frames data = data();
        double exact = 0;
        for (int i = 0; i < data.size(); i++) {
            float[] x = new float[2];
            data.read(i, x, 0);
            exact += exact(x) / data.size();
        }
        LogLikelihood found = linear(Prior.standardNormal()).logLikelihood(data, 3000, 1);
        assertThat(found.mean()).isCloseTo(exact, Offset.offset(0.01));
        assertThat(found.comparable()).isTrue();
        assertThat(found.size()).isEqualTo(400);
        assertThat(found.standardError()).isBetween(0.01, 0.3);
        LogLikelihood learned = linear(Prior.learnedVariance()).logLikelihood(data, 3000, 1);
        assertThat(learned.comparable()).isFalse();
        assertThat(learned.underMeanGamma().mean()).isCloseTo(exact, Offset.offset(0.01));
        assertThat(learned.label()).contains("not comparable").contains("under mean γ");
    }

    @Test
    void bound_risesWithTheNumberOfDraws_andIsNeverBelowTheElbo() {
        for (Prior prior : new Prior[] {Prior.standardNormal(), Prior.laplace(), Prior.cauchy(), Prior.studentT(3)}) {
            Vae model = linear(prior);
            Frames data = data();
            double elbo = average(model, data, 1);
            double previous = elbo;
            for (int samples : new int[] {4, 16, 64}) {
                double bound = average(model, data, samples);
                assertThat(bound).as("%s, %d draws", prior, samples).isGreaterThan(previous);
                previous = bound;
            }
        }
    }

    /** Over seeds: of the mean over 400 points, so that the differences asked for are many standard errors. */
    private static double average(Vae model, Frames data, int samples) {
        double sum = 0;
        for (int seed = 0; seed < 20; seed++) {
            sum += model.logLikelihood(data, samples, seed).mean();
        }
        return sum / 20;
    }

    @Test
    void withOneDraw_theBoundIsTheSampledElbo() {
        Vae model = linear(Prior.laplace());
        Evaluation evaluation = model.evaluate(data());
        double elbo = -evaluation.terms().loss() - evaluation.constant();
        assertThat(model.logLikelihood(data(), 1, model.definition().seed()).mean())
                .isCloseTo(elbo, Offset.offset(1e-4));
    }

    @Test
    void bernoulliData_isBinarised() {
        Vae model = Vae.untrained(ModelDefinition.builder()
                .inputSize(3)
                .hidden()
                .latentSize(2)
                .prior(Prior.standardNormal())
                .likelihood(Likelihood.bernoulli())
                .build());
        Frames grey = Frames.of(new float[][] {{0.2f, 0.7f, 0.51f}});
        Frames binary = Frames.of(new float[][] {{0, 1, 1}});
        assertThat(model.logLikelihood(grey, 50, 2)).isEqualTo(model.logLikelihood(binary, 50, 2));
    }

    @Test
    void modelsWithoutADensity_areRefused() {
        for (Prior prior : new Prior[] {Prior.none(), Prior.spikeAndSlab(0.5), Prior.pseudoInputs(0.5, 2)}) {
            Vae model = Vae.untrained(ModelDefinition.builder()
                    .inputSize(2)
                    .latentSize(2)
                    .prior(prior)
                    .build());
            assertThatThrownBy(() -> model.logLikelihood(data(), 10, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(prior.name());
        }
    }
}
