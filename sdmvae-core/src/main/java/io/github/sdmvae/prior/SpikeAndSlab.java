/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Description;
import io.github.sdmvae.random.RowNoise;
import java.util.SplittableRandom;

/**
 * Spike and slab with a fixed prior (variational sparse coding, Tonolini et al. 2020; the model behind the table of Sadeghi
 * and Magron): an entry is drawn from N(0, 1) with probability α and is 0 otherwise. The encoder gives a third number per
 * entry, from which the posterior's slab probability q follows. Draws relax the choice, {@code a = T ⊙ (μ + σ ⊙ ε)},
 * {@code T = sigmoid(c(u + q - 1))}, u uniform, with c rising from 50 by 0.001 per training step up to 200; validation and
 * evaluation use 200. Divergence in closed form.
 *
 * @param alpha α, above 0 and below 1
 */
public record SpikeAndSlab(double alpha) implements Prior {
    /** The divergence takes q within [CLAMP, 1 - CLAMP] and has no gradient in q outside. */
    public static final double CLAMP = 1e-6;

    /** Smaller gates count as shut: codes of 1e-38 would slow all products down as denormal numbers. */
    public static final double SHUT = 1e-20;

    static final String NAME = "spikeAndSlab";
    private static final double FIRST_SLOPE = 50;
    private static final double LAST_SLOPE = 200;
    private static final double SLOPE_PER_STEP = 0.001;

    /**
     * Checks the range.
     *
     * @param alpha α, above 0 and below 1
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public SpikeAndSlab {
        Constants.requireFraction("alpha", alpha);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Description.of(NAME).with("alpha", alpha);
    }

    @Override
    public CodeShape shape(int width) {
        return new CodeShape(width, 3, RowNoise.NORMAL_AND_UNIFORM, 0);
    }

    @Override
    public Strategies strategies() {
        return Strategies.SLAB;
    }

    @Override
    public CodeKernel kernel(CodeArrays arrays) {
        return new FixedSlabKernel(arrays, alpha);
    }

    @Override
    public double relaxation(long step) {
        return slope(step);
    }

    static double slope(long step) {
        return Math.min(LAST_SLOPE, FIRST_SLOPE + SLOPE_PER_STEP * step);
    }

    @Override
    public void draw(TrainedModel model, float[][] codes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (float[] row : codes) {
            for (int j = 0; j < row.length; j++) {
                row[j] = random.nextDouble() < alpha ? (float) random.nextGaussian() : 0;
            }
        }
    }
}
