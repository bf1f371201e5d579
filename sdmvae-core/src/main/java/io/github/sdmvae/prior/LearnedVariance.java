/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Description;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * {@code a_j ~ N(0, γ_j)} with learned variances: the sparse-dictionary model (Sadeghi and Magron 2022, eq. 5). Which γ,
 * is the {@link GammaUpdate}'s to say.
 *
 * @param statedGamma the update that the model states itself; null leaves it to the trainer
 */
public record LearnedVariance(@Nullable GammaUpdate statedGamma) implements GaussianPrior {
    static final String NAME = "learnedVariance";
    private static final String GAMMA = "gammaUpdate";

    static LearnedVariance read(Description description) {
        return new LearnedVariance(
                description.has(GAMMA) ? GammaUpdates.registry().read(description.part(GAMMA)) : null);
    }

    @Override
    public Description describe() {
        Description name = Description.of(NAME);
        return statedGamma == null ? name : name.with(GAMMA, statedGamma);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean learnsVariance() {
        return true;
    }

    @Override
    public @Nullable String fixedScale(GammaUpdate update) {
        return update.isScaleFree()
                ? null
                : "has the γ update '" + update.name() + "', against which the size of code entries is measured";
    }

    @Override
    public void draw(TrainedModel model, float[][] codes, long seed) {
        float[] meanGamma = model.meanGamma();
        if (meanGamma == null) {
            throw new IllegalStateException("this model has learned variances but was not trained:"
                    + " the variances to draw codes with come from the training data; train it first");
        }
        draw(meanGamma, codes, seed);
    }

    static void draw(float[] variance, float[][] codes, long seed) {
        int width = variance.length;
        double[] deviation = new double[width];
        for (int j = 0; j < width; j++) {
            deviation[j] = Math.sqrt(variance[j]);
        }
        long key = CounterNoise.key(seed, Purpose.GENERATION);
        for (int i = 0; i < codes.length; i++) {
            CounterNoise.normal(key, (long) i * width, codes[i], 0, width);
            for (int j = 0; j < width; j++) {
                codes[i][j] *= (float) deviation[j];
            }
        }
    }
}
