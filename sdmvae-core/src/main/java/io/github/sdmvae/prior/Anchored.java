/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Description;

/**
 * γ tied to a variance v that is predicted from the codes before, as if κ earlier observations had that second moment:
 * hyperprior {@code κ/2 (log γ + v/γ - log v - 1)}, {@code γ = (μ² + σ² + κ v) / (1 + κ)}. Towards κ = 0 the closed form,
 * towards infinity the prior N(0, v). Related to sparse Bayesian learning with dynamic filtering (O'Shaughnessy et al.
 * 2020).
 *
 * @param kappa κ, above 0
 * @param recurrent whether v reads all codes before, by a recurrent layer, or the last one alone
 */
public record Anchored(double kappa, boolean recurrent) implements TimeGamma {
    static final String NAME = "anchored";

    /**
     * Checks the number.
     *
     * @param kappa κ, above 0
     * @param recurrent whether v reads all codes before
     */
    public Anchored {
        Constants.requirePositive("kappa", kappa);
    }

    static Anchored read(Description description) {
        return new Anchored(description.number("kappa"), description.integer("recurrent") == 1);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Description.of(NAME).with("kappa", kappa).with("recurrent", recurrent ? 1 : 0);
    }

    @Override
    public boolean hasHyperprior() {
        return true;
    }

    @Override
    public Transition transition() {
        return recurrent ? Transition.RECURRENT_ANCHOR : Transition.ANCHOR;
    }

    @Override
    public void evaluate(CodeSequences codes, TimeTerms terms) {
        codes.each(e -> {
            double v = codes.predictedVariance()[e];
            double gamma = Math.max((codes.moment(e) + kappa * v) / (1 + kappa), GammaUpdate.FLOOR);
            terms.gaussian(codes, e, 0, gamma);
            terms.hyperprior()[e] = kappa / 2 * (Math.log(gamma / v) + v / gamma - 1);
            terms.dPredictedVariance()[e] = kappa / 2 * (1 / gamma - 1 / v);
        });
    }
}
