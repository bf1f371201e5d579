/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Description;
import io.github.sdmvae.prior.TrainedModel.Components;
import io.github.sdmvae.random.RowNoise;
import java.util.SplittableRandom;

/**
 * Spike and slab whose prior follows the data: U learned pseudo-inputs go through the encoder too, and their posteriors are
 * the components of the prior (Tonolini et al. 2020). Departs from the paper in two points: the paper picks one
 * pseudo-input per point, which leaves the classifier without a gradient, so the components are weighted by {@code w =
 * softmax} of the classifier; and the classifier shares the encoder's hidden layers. The divergence is {@code Σ_u w_u KL(q
 * ‖ q_u) + k KL(mean of q_u* ‖ α)}, u* = argmax w.
 *
 * @param alpha α, wanted share of entries that are not zero, above 0 and below 1
 * @param count U, pseudo-inputs, 1 to 10,000
 */
public record PseudoInputs(double alpha, int count) implements Prior {
    static final String NAME = "pseudoInputs";

    /**
     * Checks the ranges.
     *
     * @param alpha α, wanted share of entries that are not zero, above 0 and below 1
     * @param count U, pseudo-inputs, 1 to 10,000
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public PseudoInputs {
        Constants.requireFraction("alpha", alpha);
        if (count < 1 || count > 10_000) {
            throw new IllegalArgumentException("count of pseudo-inputs must be in 1..10000, got " + count);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Description.of(NAME).with("alpha", alpha).with("count", count);
    }

    @Override
    public CodeShape shape(int width) {
        return new CodeShape(width, 3, RowNoise.NORMAL_AND_UNIFORM, count);
    }

    @Override
    public Strategies strategies() {
        return Strategies.PSEUDO_INPUTS;
    }

    @Override
    public CodeKernel kernel(CodeArrays arrays) {
        return new PseudoInputsKernel(arrays, alpha);
    }

    @Override
    public double relaxation(long step) {
        return SpikeAndSlab.slope(step);
    }

    @Override
    public String fixedScale(GammaUpdate update) {
        return "does not yet keep the mean size of code entries by which a scale is told";
    }

    @Override
    public void draw(TrainedModel model, float[][] codes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Components components = model.components();
        for (float[] row : codes) {
            int u = random.nextInt(components.mean().length);
            for (int j = 0; j < row.length; j++) {
                double sigma = Math.exp(0.5 * components.logVariance()[u][j]);
                double slab = components.mean()[u][j] + sigma * random.nextGaussian();
                row[j] = random.nextDouble() < components.slabProbability()[u][j] ? (float) slab : 0;
            }
        }
    }
}
