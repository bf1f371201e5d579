/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/**
 * Every frame under a prior of its own, N(0, γ), by the γ update of static models.
 *
 * @param update of single points
 */
record PerFrame(GammaUpdate update) implements TimeRule {
    private static final double[] EMPTY = {};

    @Override
    public void evaluate(CodeSequences codes, TimeTerms terms) {
        double[] gamma = new double[codes.mean().length];
        int rows = gamma.length / codes.width();
        update.update(
                new CodeBatch(rows, codes.width(), codes.mean(), codes.logVariance(), EMPTY, EMPTY), EMPTY, gamma);
        double[] hyperprior = new double[gamma.length];
        for (int e = 0; e < gamma.length; e++) {
            gamma[e] = Math.max(gamma[e], GammaUpdate.FLOOR);
        }
        if (update.hasHyperprior()) {
            update.hyperprior(gamma, hyperprior);
        }
        codes.each(e -> {
            terms.gaussian(codes, e, 0, gamma[e]);
            terms.hyperprior()[e] = hyperprior[e];
        });
    }
}
