/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.prior.CodeArrays;
import io.github.sdmvae.prior.CodePass;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.CodeShape;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** γ minimises what it enters, so the gradient with γ held fixed is the gradient with γ followed along. */
class EnvelopeTest {
    private static final int ROWS = 5;
    private static final int WIDTH = 4;

    private final CodeArrays code = new CodeArrays(Prior.learnedVariance().shape(WIDTH), ROWS, 1);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientWithGammaFixed_isTheGradientOfTheCollapsedForm(boolean hyperprior) {
        GammaUpdate gamma = hyperprior ? GammaUpdate.inverseGamma(0.8, 0.3) : GammaUpdate.closedForm();
        CodeRule rule = new CodeRule(Prior.learnedVariance(), gamma, false, false);
        double[] heads = heads();
        double[] derived = new double[heads.length];
        objective(rule, heads);
        System.arraycopy(code.dHeads(), 0, derived, 0, derived.length);
        for (int i = 0; i < heads.length; i++) {
            double original = heads[i];
            heads[i] = original + 1e-6;
            double above = objective(rule, heads);
            heads[i] = original - 1e-6;
            double below = objective(rule, heads);
            heads[i] = original;
            assertThat((above - below) / 2e-6).isCloseTo(derived[i], org.assertj.core.data.Offset.offset(1e-8));
        }
    }

    @Test
    void divergenceWithClosedForm_isHalfTheLogOfOnePlusTheRatio() {
        double[] heads = heads();
        objective(new CodeRule(Prior.learnedVariance(), GammaUpdate.closedForm(), false, false), heads);
        double[] divergence = code.divergence();
        for (int e = 0; e < divergence.length; e++) {
            double mean = heads[e / WIDTH * 2 * WIDTH + e % WIDTH];
            double variance = Math.exp(heads[e / WIDTH * 2 * WIDTH + WIDTH + e % WIDTH]);
            assertThat(divergence[e])
                    .isCloseTo(0.5 * Math.log1p(mean * mean / variance), org.assertj.core.data.Offset.offset(1e-12));
        }
    }

    @Test
    void hyperprior_isTheNegativeLogDensityOfTheInverseGamma() {
        // α = 2, β = 3: log p(γ) = 2 log 3 − log Γ(2) − 3 log γ − 3/γ.
        objective(new CodeRule(Prior.learnedVariance(), GammaUpdate.inverseGamma(2, 3), false, false), heads());
        double[] gamma = code.gamma();
        double[] hyperprior = code.hyperprior();
        for (int e = 0; e < gamma.length; e++) {
            double expected = -2 * Math.log(3) + 3 * Math.log(gamma[e]) + 3 / gamma[e];
            assertThat(hyperprior[e]).isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-12));
        }
    }

    @Test
    void tinyVariances_keepGammaAboveItsFloorAndEverythingFinite() {
        HostEngine single = HostEngine.of(Precision.FLOAT32);
        CodeShape shape = Prior.learnedVariance().shape(1);
        CodeTensors tiny = new CodeTensors(single, shape, 1, 1, single.allocate(1, 2));
        tiny.heads().write(new double[] {0, -200});
        single.code(new CodeRule(Prior.learnedVariance(), GammaUpdate.closedForm(), false, false), tiny)
                .sample(new CodePass(0, 1));
        assertThat(values(tiny.gamma())[0]).isGreaterThanOrEqualTo((double) (float) GammaUpdate.FLOOR);
        assertThat(values(tiny.divergence())[0]).isFinite();
        assertThat(Arrays.stream(values(tiny.dHeads())).allMatch(Double::isFinite))
                .isTrue();
    }

    private double objective(CodeRule rule, double[] heads) {
        System.arraycopy(heads, 0, code.heads(), 0, heads.length);
        Prior.learnedVariance().kernel(code).sample(rule, new CodePass(0, 1));
        return Arrays.stream(code.divergence()).sum()
                + Arrays.stream(code.hyperprior()).sum();
    }

    private static double[] heads() {
        double[][] drawn = TestParts.matrix(ROWS, 2 * WIDTH, Random::nextGaussian);
        double[] heads = new double[ROWS * 2 * WIDTH];
        for (int i = 0; i < ROWS; i++) {
            System.arraycopy(drawn[i], 0, heads, i * 2 * WIDTH, 2 * WIDTH);
        }
        return heads;
    }

    private static double[] values(Tensor tensor) {
        double[] values = new double[tensor.length()];
        tensor.read(values);
        return values;
    }
}
