/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.prior.CodePass;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Two points, three draws each, with losses and divergences known. */
class HostImportanceTest {
    private static final double[] LOSSES = {1, 5, 2, 5 + 40, 3, 5 + 60};

    private final KernelEngine engine = HostEngine.of(Precision.FLOAT64);
    private final LikelihoodTensors likelihood = new LikelihoodTensors(engine, 2, 3, 4, 1);
    private final Known code = new Known();

    /** Divergences of a half, and what becomes of the weights. */
    private static final class Known implements CodeStep {
        private double scale;
        private double[] weights = {};

        @Override
        public double[] moments(int totalRows) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void share(double[] moments, int totalRows) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void sample(CodePass pass) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void backward() {
            throw new AssertionError("not asked for");
        }

        @Override
        public double divergenceOf(int draw) {
            return 0.5;
        }

        @Override
        public void weigh(double factor, double[] perDraw) {
            scale = factor;
            weights = perDraw.clone();
        }
    }

    private double[][] run(double beta) {
        likelihood.loss().write(LOSSES);
        double[] ones = new double[likelihood.dOutput().length()];
        Arrays.fill(ones, 1);
        likelihood.dOutput().write(ones);
        return new HostImportance(engine, code, likelihood, 3).run(beta, 0.25);
    }

    @Test
    void weights_areSharesOfTheDraws_andTinyOnesZero() {
        run(2);
        double sum = Math.exp(-1) + Math.exp(-2) + Math.exp(-3);
        assertThat(code.scale).isEqualTo(0.5);
        assertThat(code.weights[0]).isCloseTo(Math.exp(-1) / sum, within(1e-12));
        assertThat(code.weights[2]).isCloseTo(Math.exp(-2) / sum, within(1e-12));
        assertThat(code.weights[3]).isCloseTo(Math.exp(-40), within(1e-24));
        assertThat(code.weights[5]).isZero();
    }

    @Test
    void outputGradient_isWeightedRowByRow() {
        run(1);
        double[] gradient = new double[likelihood.dOutput().length()];
        likelihood.dOutput().read(gradient);
        for (int at = 0; at < gradient.length; at++) {
            assertThat(gradient[at]).isCloseTo(3 * code.weights[at / 4], within(1e-12));
        }
    }

    @Test
    void bound_isTheMeanWeightsLogarithm() {
        double[][] values = run(1);
        double mean = (Math.exp(-1.5) + Math.exp(-2.5) + Math.exp(-3.5)) / 3;
        assertThat(values[0][0]).isCloseTo(-Math.log(mean), within(1e-12));
        double sum = Math.exp(-1) + Math.exp(-2) + Math.exp(-3);
        double expected = (Math.exp(-1) + 2 * Math.exp(-2) + 3 * Math.exp(-3)) / sum;
        assertThat(values[1][0]).isCloseTo(expected, within(1e-12));
    }
}
