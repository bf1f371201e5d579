/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.likelihood.LikelihoodFunction;
import io.github.sdmvae.model.Extensions;
import io.github.sdmvae.prior.CodeBatch;
import io.github.sdmvae.prior.CodeTerms;
import io.github.sdmvae.prior.GammaFunction;
import io.github.sdmvae.prior.PriorFunction;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** Data and user-defined parts of the recorded trainings: the same to the last bit on every Java, hence StrictMath. */
final class RecordedParts {
    private RecordedParts() {}

    static Extensions extensions() {
        return Extensions.none().with(new HeavyPrior()).with(new HalfGamma()).with(new HuberLikelihood());
    }

    /** Powers whose scale follows one of three slowly varying patterns, as in a spectrogram. */
    static Frames powers(int rows, int width, long seed) {
        double[][] patterns = new double[3][width];
        for (int p = 0; p < 3; p++) {
            for (int j = 0; j < width; j++) {
                patterns[p][j] = StrictMath.exp(2 * StrictMath.cos((p + 1) * Math.PI * j / width));
            }
        }
        Random random = new Random(seed);
        float[] values = new float[rows * width];
        for (int i = 0; i < rows; i++) {
            double level = StrictMath.exp(6 * random.nextDouble() - 3);
            double[] pattern = patterns[random.nextInt(3)];
            for (int j = 0; j < width; j++) {
                double power = -StrictMath.log(1 - random.nextDouble());
                values[i * width + j] = (float) (level * pattern[j] * power);
            }
        }
        return Frames.wrap(values, width, rows + " generated powers");
    }

    static Frames normal(int rows, int width, long seed) {
        return drawn(rows, width, seed, Random::nextGaussian);
    }

    static Frames unit(int rows, int width, long seed) {
        return drawn(rows, width, seed, random -> random.nextInt(3) == 0 ? 1 : random.nextDouble());
    }

    private static Frames drawn(int rows, int width, long seed, ToDoubleFunction<Random> draw) {
        Random random = new Random(seed);
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) draw.applyAsDouble(random);
        }
        return Frames.wrap(values, width, rows + " generated rows");
    }

    static float[][] rows(Frames frames, int count) {
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = frames.row(i);
        }
        return rows;
    }

    /** One sample of log q(a) − log p(a), p of Student's kind; μ, λ and a all matter. */
    static final class HeavyPrior implements PriorFunction {
        @Override
        public String name() {
            return "recorded-heavy";
        }

        @Override
        public boolean isSampled() {
            return true;
        }

        @Override
        public void evaluate(CodeBatch b, CodeTerms t) {
            for (int i = 0; i < b.code().length; i++) {
                double a = b.code()[i];
                double e = b.noise()[i];
                t.divergence()[i] = StrictMath.log(1 + a * a)
                        - 0.5 * b.logVariance()[i]
                        - 0.5 * e * e
                        + 0.1 * b.mean()[i] * b.mean()[i];
                t.dCode()[i] = 2 * a / (1 + a * a);
                t.dLogVariance()[i] = -0.5;
                t.dMean()[i] = 0.2 * b.mean()[i];
            }
        }

        @Override
        public void sample(RandomGenerator noise, double[] code) {
            for (int i = 0; i < code.length; i++) {
                code[i] = 2 * noise.nextDouble() - 1;
            }
        }
    }

    /** Half the closed form. */
    static final class HalfGamma implements GammaFunction {
        @Override
        public String name() {
            return "recorded-half";
        }

        @Override
        public void update(CodeBatch batch, double[] gamma) {
            for (int i = 0; i < gamma.length; i++) {
                double variance = StrictMath.exp(batch.logVariance()[i]);
                gamma[i] = 0.5 * (batch.mean()[i] * batch.mean()[i] + variance);
            }
        }
    }

    /** −log p = √(1 + (o − x)²) − 1. */
    static final class HuberLikelihood implements LikelihoodFunction {
        @Override
        public String name() {
            return "recorded-huber";
        }

        @Override
        public void evaluate(int rows, int width, double[] x, double[] output, double[] loss, double[] gradient) {
            for (int i = 0; i < rows; i++) {
                loss[i] = 0;
                for (int j = i * width; j < (i + 1) * width; j++) {
                    double root = StrictMath.sqrt(1 + (output[j] - x[j]) * (output[j] - x[j]));
                    loss[i] += root - 1;
                    gradient[j] = (output[j] - x[j]) / root;
                }
            }
        }

        @Override
        public void mean(int rows, int width, double[] output, double[] mean) {
            System.arraycopy(output, 0, mean, 0, rows * width);
        }
    }
}
