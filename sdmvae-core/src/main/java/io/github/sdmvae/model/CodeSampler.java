/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.internal.CounterNoise;
import io.github.sdmvae.internal.CounterNoise.Purpose;
import io.github.sdmvae.objective.Prior;
import java.util.SplittableRandom;

/** Draws codes from a model's prior. */
final class CodeSampler {
    private CodeSampler() {}

    static float[][] sample(ModelDefinition definition, ModelState state, int count, long seed) {
        if (count < 0) {
            throw new IllegalArgumentException("count must be at least 0, got " + count);
        }
        int k = definition.codeSize();
        float[][] codes = new float[count][k];
        if (definition.prior() instanceof Prior.Custom custom) {
            custom(custom, codes, seed);
            return codes;
        }
        double[] deviation = deviations(definition, state);
        long key = CounterNoise.key(seed, Purpose.GENERATION);
        for (int i = 0; i < count; i++) {
            CounterNoise.normal(key, (long) i * k, codes[i], 0, k);
            for (int j = 0; j < k; j++) {
                codes[i][j] *= (float) deviation[j];
            }
        }
        return codes;
    }

    private static double[] deviations(ModelDefinition definition, ModelState state) {
        double[] deviation = new double[definition.codeSize()];
        float[] meanGamma = state.meanGamma();
        boolean learned = definition.prior() instanceof Prior.LearnedVariance;
        if (learned && meanGamma == null) {
            throw new IllegalStateException("this model has learned variances but was not trained:"
                    + " the variances to draw codes with come from the training data; train it first");
        }
        for (int j = 0; j < deviation.length; j++) {
            deviation[j] = learned && meanGamma != null ? Math.sqrt(meanGamma[j]) : 1;
        }
        return deviation;
    }

    private static void custom(Prior.Custom custom, float[][] codes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] code = new double[codes.length == 0 ? 0 : codes[0].length];
        for (float[] row : codes) {
            custom.function().sample(random, code);
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) code[j];
            }
        }
    }
}
