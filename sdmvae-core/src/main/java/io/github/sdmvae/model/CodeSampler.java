/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.internal.CounterNoise;
import io.github.sdmvae.internal.CounterNoise.Purpose;
import io.github.sdmvae.internal.ParameterLayout;
import io.github.sdmvae.internal.prior.PriorFunctions;
import io.github.sdmvae.objective.Prior;
import io.github.sdmvae.objective.PriorFunction;
import java.util.Objects;
import java.util.SplittableRandom;

/** Draws codes from a model's prior. */
final class CodeSampler {
    private CodeSampler() {}

    static float[][] sample(Vae model, int count, long seed) {
        if (count < 0) {
            throw new IllegalArgumentException("count must be at least 0, got " + count);
        }
        ModelDefinition definition = model.definition();
        float[][] codes = new float[count][definition.codeSize()];
        Prior prior = definition.prior();
        SplittableRandom random = new SplittableRandom(seed);
        if (prior instanceof Prior.None) {
            throw new IllegalStateException("an autoencoder has no prior to draw codes from;"
                    + " fit a GaussianMixture to the codes of data and draw from that");
        } else if (prior instanceof Prior.StandardNormal || prior instanceof Prior.LearnedVariance) {
            gaussian(definition, model.state(), codes, seed);
        } else if (prior instanceof Prior.SpikeAndSlab slab) {
            spikeAndSlab(slab.alpha(), random, codes);
        } else if (prior instanceof Prior.PseudoInputs) {
            pseudoInputs(model, random, codes);
        } else {
            function(PriorFunctions.of(prior, true), random, codes);
        }
        return codes;
    }

    private static void gaussian(ModelDefinition definition, ModelState state, float[][] codes, long seed) {
        double[] deviation = deviations(definition, state);
        long key = CounterNoise.key(seed, Purpose.GENERATION);
        for (int i = 0; i < codes.length; i++) {
            CounterNoise.normal(key, (long) i * deviation.length, codes[i], 0, deviation.length);
            for (int j = 0; j < deviation.length; j++) {
                codes[i][j] *= (float) deviation[j];
            }
        }
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

    private static void function(PriorFunction prior, SplittableRandom random, float[][] codes) {
        double[] code = new double[codes.length == 0 ? 0 : codes[0].length];
        for (float[] row : codes) {
            prior.sample(random, code);
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) code[j];
            }
        }
    }

    private static void spikeAndSlab(double alpha, SplittableRandom random, float[][] codes) {
        for (float[] row : codes) {
            for (int j = 0; j < row.length; j++) {
                row[j] = random.nextDouble() < alpha ? (float) random.nextGaussian() : 0;
            }
        }
    }

    private static void pseudoInputs(Vae model, SplittableRandom random, float[][] codes) {
        NpyArray inputs = Objects.requireNonNull(model.weights().get(ParameterLayout.PSEUDO_INPUTS));
        int n = model.definition().inputSize();
        float[] flat = inputs.toFloats();
        float[][] rows = new float[flat.length / n][n];
        for (int u = 0; u < rows.length; u++) {
            System.arraycopy(flat, u * n, rows[u], 0, n);
        }
        Posterior component = model.posterior(rows);
        float[][] probability = Objects.requireNonNull(component.slabProbability());
        for (float[] row : codes) {
            int u = random.nextInt(rows.length);
            for (int j = 0; j < row.length; j++) {
                double sigma = Math.exp(0.5 * component.logVariance()[u][j]);
                double slab = component.mean()[u][j] + sigma * random.nextGaussian();
                row[j] = random.nextDouble() < probability[u][j] ? (float) slab : 0;
            }
        }
    }
}
