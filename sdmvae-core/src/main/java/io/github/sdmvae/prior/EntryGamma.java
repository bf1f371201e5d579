/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/**
 * A constant for every code entry, the same for all data points: what trained variances γ̄ become where a likelihood is to be
 * that of one model. Thread-safe.
 */
public final class EntryGamma implements GammaFunction {
    private final float[] values;

    /**
     * Takes the variances.
     *
     * @param values γ of the k entries; what is below {@link GammaUpdate#FLOOR} counts as that
     */
    public EntryGamma(float[] values) {
        this.values = values.clone();
    }

    /**
     * The variances in use.
     *
     * @return k values
     */
    public double[] values() {
        double[] used = new double[values.length];
        for (int j = 0; j < used.length; j++) {
            used[j] = Math.max(values[j], GammaUpdate.FLOOR);
        }
        return used;
    }

    @Override
    public String name() {
        return "mean";
    }

    @Override
    public void update(CodeBatch batch, double[] gamma) {
        for (int e = 0; e < gamma.length; e++) {
            gamma[e] = Math.max(values[e % values.length], GammaUpdate.FLOOR);
        }
    }
}
