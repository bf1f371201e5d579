/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import java.util.random.RandomGenerator;
import org.apache.commons.math3.special.Erf;

/**
 * A Gaussian posterior against Laplace(0, b), integrated: {@code -½ log(2πeσ²) + log 2b + E|a|/b} with {@code E|a| =
 * σ√(2/π) exp(-μ²/2σ²) + μ erf(μ/(σ√2))}. Its derivatives are {@code dE|a|/dμ = erf(μ/(σ√2))} and {@code dE|a|/dσ =
 * √(2/π) exp(-μ²/2σ²)}.
 */
final class ClosedLaplace implements PriorFunction {
    private static final double SQRT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);

    private final double scale;

    ClosedLaplace(double scale) {
        this.scale = scale;
    }

    @Override
    public String name() {
        return "laplace";
    }

    @Override
    public void evaluate(CodeBatch batch, CodeTerms terms) {
        double constant = Math.log(2 * scale) - Constants.HALF_LOG_TWO_PI - 0.5;
        for (int i = 0; i < terms.divergence().length; i++) {
            double mean = batch.mean()[i];
            double sigma = Math.exp(0.5 * batch.logVariance()[i]);
            double ratio = mean / sigma;
            double bell = SQRT_TWO_OVER_PI * Math.exp(-0.5 * ratio * ratio);
            double erf = Erf.erf(ratio / Math.sqrt(2));
            double absolute = sigma * bell + mean * erf;
            terms.divergence()[i] = constant - 0.5 * batch.logVariance()[i] + absolute / scale;
            terms.dMean()[i] = erf / scale;
            terms.dLogVariance()[i] = -0.5 + 0.5 * sigma * bell / scale;
        }
    }

    @Override
    public void sample(RandomGenerator noise, double[] code) {
        LaplaceFunction.draw(noise, scale, code);
    }
}
