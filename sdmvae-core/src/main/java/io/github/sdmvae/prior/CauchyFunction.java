/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import java.util.random.RandomGenerator;

/**
 * One sample of {@code log q(a) - log p(a)} with q = Cauchy(μ, σ) and p = Cauchy(0, 1); ε is standard Cauchy, {@code log
 * q(a) = -log π - ½λ - log(1+ε²)}.
 */
final class CauchyFunction implements PriorFunction {

    @Override
    public String name() {
        return "cauchy";
    }

    @Override
    public boolean isSampled() {
        return true;
    }

    @Override
    public void evaluate(CodeBatch batch, CodeTerms terms) {
        for (int i = 0; i < terms.divergence().length; i++) {
            double a = batch.code()[i];
            double epsilon = batch.noise()[i];
            double spread = 1 + a * a;
            terms.divergence()[i] = Math.log(spread) - 0.5 * batch.logVariance()[i] - Math.log(1 + epsilon * epsilon);
            terms.dLogVariance()[i] = -0.5;
            terms.dCode()[i] = 2 * a / spread;
        }
    }

    @Override
    public void sample(RandomGenerator noise, double[] code) {
        draw(noise, code);
    }

    static void draw(RandomGenerator noise, double[] code) {
        for (int j = 0; j < code.length; j++) {
            code[j] = Math.tan(Math.PI * (noise.nextDouble() - 0.5));
        }
    }
}
