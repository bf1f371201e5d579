/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/** {@code γ = μ² + σ²} for every data point (Sadeghi and Magron 2022, eq. 9). */
public record ClosedForm() implements GammaUpdate {
    static final String NAME = "closedForm";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isScaleFree() {
        return true;
    }

    @Override
    public TimeRule overTime() {
        return new PerFrame(this);
    }

    @Override
    public void update(CodeBatch batch, double[] shared, double[] gamma) {
        for (int e = 0; e < gamma.length; e++) {
            gamma[e] = secondMoment(batch, e);
        }
    }

    /** {@code μ² + σ²} of an entry. */
    static double secondMoment(CodeBatch batch, int e) {
        return batch.mean()[e] * batch.mean()[e] + Math.exp(batch.logVariance()[e]);
    }
}
