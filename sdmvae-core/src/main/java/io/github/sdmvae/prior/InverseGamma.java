/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Description;

/**
 * {@code γ = (μ² + σ² + 2β)/(3 + 2α)}: the mode under an inverse-Gamma(α, β) hyperprior, whose own term {@code -log p(γ)} is
 * reported apart. The implied marginal prior is Student-t with ν = 2α and scale² β/α.
 *
 * @param alpha shape, above zero
 * @param beta scale, above zero
 */
public record InverseGamma(double alpha, double beta) implements GammaUpdate {
    static final String NAME = "inverseGamma";

    /**
     * Checks the ranges.
     *
     * @param alpha shape, above zero
     * @param beta scale, above zero
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public InverseGamma {
        Constants.requirePositive("alpha", alpha);
        Constants.requirePositive("beta", beta);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Description.of(NAME).with("alpha", alpha).with("beta", beta);
    }

    @Override
    public TimeRule overTime() {
        return new PerFrame(this);
    }

    @Override
    public void update(CodeBatch batch, double[] shared, double[] gamma) {
        for (int e = 0; e < gamma.length; e++) {
            gamma[e] = (ClosedForm.secondMoment(batch, e) + 2 * beta) / (3 + 2 * alpha);
        }
    }

    @Override
    public boolean hasHyperprior() {
        return true;
    }

    /**
     * What {@code -log p(γ)} has that does not depend on γ.
     *
     * @return {@code log Γ(α) - α log β}
     */
    public double hyperpriorConstant() {
        return LogGamma.of(alpha) - alpha * Math.log(beta);
    }

    @Override
    public void hyperprior(double[] gamma, double[] hyperprior) {
        double constant = hyperpriorConstant();
        for (int e = 0; e < gamma.length; e++) {
            hyperprior[e] = (alpha + 1) * Math.log(gamma[e]) + beta / gamma[e] + constant;
        }
    }
}
