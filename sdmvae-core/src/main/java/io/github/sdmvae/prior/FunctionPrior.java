/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.random.RowNoise;
import java.util.SplittableRandom;

/** A prior whose divergence is a sum over code entries, given by a function over plain arrays. */
interface FunctionPrior extends Prior {

    /**
     * The function.
     *
     * @param sampled whether one sample per draw is wanted instead of the closed form
     */
    PriorFunction function(boolean sampled);

    @Override
    default CodeShape shape(int width) {
        return CodeShape.meanAndVariance(width, RowNoise.NORMAL);
    }

    @Override
    default CodeKernel kernel(CodeArrays arrays) {
        return new ContinuousKernel(arrays, this::function);
    }

    @Override
    default void draw(TrainedModel model, float[][] codes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PriorFunction function = function(true);
        double[] code = new double[codes.length == 0 ? 0 : codes[0].length];
        for (float[] row : codes) {
            function.sample(random, code);
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) code[j];
            }
        }
    }
}
