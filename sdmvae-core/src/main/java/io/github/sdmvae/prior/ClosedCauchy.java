/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import java.util.random.RandomGenerator;

/** Cauchy(μ, σ) against Cauchy(0, 1), integrated: {@code log(((1+σ)² + μ²)/(4σ))}. */
final class ClosedCauchy implements PriorFunction {

    @Override
    public String name() {
        return "cauchy";
    }

    @Override
    public void evaluate(CodeBatch batch, CodeTerms terms) {
        for (int i = 0; i < terms.divergence().length; i++) {
            double mean = batch.mean()[i];
            double sigma = Math.exp(0.5 * batch.logVariance()[i]);
            double sum = (1 + sigma) * (1 + sigma) + mean * mean;
            terms.divergence()[i] = Math.log(sum / 4) - 0.5 * batch.logVariance()[i];
            terms.dMean()[i] = 2 * mean / sum;
            terms.dLogVariance()[i] = sigma * (1 + sigma) / sum - 0.5;
        }
    }

    @Override
    public void sample(RandomGenerator noise, double[] code) {
        CauchyFunction.draw(noise, code);
    }
}
