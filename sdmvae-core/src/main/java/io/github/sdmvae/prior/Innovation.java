/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/**
 * Variances of the change: the prior is N(m, γ) with m predicted from the last code, and {@code γ = (μ - m)² + σ²}. Changes are
 * sparse, codes are not.
 */
public record Innovation() implements TimeGamma {
    static final String NAME = "innovation";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Transition transition() {
        return Transition.GATED_MEAN;
    }

    @Override
    public void evaluate(CodeSequences codes, TimeTerms terms) {
        codes.each(e -> {
            double m = codes.predictedMean()[e];
            double off = codes.mean()[e] - m;
            terms.gaussian(codes, e, m, Math.max(off * off + codes.variance(e), GammaUpdate.FLOOR));
            terms.dPredictedMean()[e] = -terms.dMean()[e];
        });
    }
}
