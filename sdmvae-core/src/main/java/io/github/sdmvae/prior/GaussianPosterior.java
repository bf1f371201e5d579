/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/**
 * One sample of {@code log q(a) - log p(a)} with q Gaussian. Written in ε, {@code log q(a) = -½ log 2π - ½λ - ½ε²}: the
 * code then pulls at μ and σ through {@code -log p(a)} alone.
 */
abstract class GaussianPosterior implements PriorFunction {

    @Override
    public final boolean isSampled() {
        return true;
    }

    @Override
    public final void evaluate(CodeBatch batch, CodeTerms terms) {
        for (int i = 0; i < terms.divergence().length; i++) {
            double epsilon = batch.noise()[i];
            double logPosterior = -Constants.HALF_LOG_TWO_PI - 0.5 * batch.logVariance()[i] - 0.5 * epsilon * epsilon;
            terms.divergence()[i] = logPosterior + energy(batch.code()[i]);
            terms.dLogVariance()[i] = -0.5;
            terms.dCode()[i] = slope(batch.code()[i]);
        }
    }

    /** {@code -log p(a)}, constants kept. */
    abstract double energy(double a);

    /** Derivative of {@link #energy}. */
    abstract double slope(double a);
}
