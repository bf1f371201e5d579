/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/**
 * p(a_t given a_{t-1}) = N(m, v) with mean and variance by a gated transition: the prior of deep Kalman filters (Krishnan,
 * Shalit and Sontag 2015, 2017). For models of time alone.
 */
public record Markov() implements GaussianPrior, TimeRule {
    static final String NAME = "markov";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean needsTime() {
        return true;
    }

    @Override
    public TimeRule overTime(GammaUpdate gamma) {
        return this;
    }

    @Override
    public CodeKernel kernel(CodeArrays arrays) {
        throw new UnsupportedOperationException("the prior 'markov' looks along time: use it with a model of time");
    }

    @Override
    public void draw(TrainedModel model, float[][] codes, long seed) {
        throw new UnsupportedOperationException("the prior 'markov' draws a code from the one before");
    }

    @Override
    public Transition transition() {
        return Transition.GATED;
    }

    @Override
    public void evaluate(CodeSequences codes, TimeTerms terms) {
        codes.each(e -> {
            double v = codes.predictedVariance()[e];
            terms.gaussian(codes, e, codes.predictedMean()[e], v);
            double off = codes.mean()[e] - codes.predictedMean()[e];
            terms.dPredictedMean()[e] = -terms.dMean()[e];
            terms.dPredictedVariance()[e] = 0.5 * (1 / v - (codes.variance(e) + off * off) / (v * v));
        });
    }
}
