/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.likelihood.LikelihoodFunction;
import io.github.sdmvae.prior.CodeBatch;
import io.github.sdmvae.prior.CodeTerms;
import io.github.sdmvae.prior.GammaFunction;
import io.github.sdmvae.prior.PriorFunction;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** Generated data and user-defined parts that several tests use. */
public final class TestParts {
    private TestParts() {}

    public static double[][] matrix(int rows, int width, ToDoubleFunction<Random> draw) {
        Random random = new Random(7);
        double[][] x = new double[rows][width];
        for (double[] row : x) {
            for (int j = 0; j < width; j++) {
                row[j] = draw.applyAsDouble(random);
            }
        }
        return x;
    }

    /** Spectrogram-like data: exponential powers whose scale follows one of three slowly varying patterns. */
    public static Frames speechLike(int rows, int width, long seed) {
        Random random = new Random(seed);
        float[] values = new float[rows * width];
        for (int i = 0; i < rows; i++) {
            double level = 6 * random.nextDouble() - 3;
            int pattern = random.nextInt(3);
            for (int j = 0; j < width; j++) {
                double scale = Math.exp(level + 2 * Math.cos((pattern + 1) * Math.PI * j / width));
                values[i * width + j] = (float) (-scale * Math.log(1 - random.nextDouble()));
            }
        }
        return Frames.wrap(values, width, "generated");
    }

    public static float[][] rows(Frames frames, int count) {
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = frames.row(i);
        }
        return rows;
    }

    /** One sample of log q(a) − log p(a) with −log p(a) = log(2 cosh a)·2 up to a constant: μ, λ and a all matter. */
    public static final class LogCoshPrior implements PriorFunction {
        @Override
        public String name() {
            return "log-cosh";
        }

        @Override
        public void evaluate(CodeBatch b, CodeTerms t) {
            for (int i = 0; i < b.code().length; i++) {
                double e = b.noise()[i];
                t.divergence()[i] = 2 * Math.log(2 * Math.cosh(b.code()[i]))
                        - 0.5 * b.logVariance()[i]
                        - 0.5 * e * e
                        + 0.1 * b.mean()[i] * b.mean()[i];
                t.dCode()[i] = 2 * Math.tanh(b.code()[i]);
                t.dLogVariance()[i] = -0.5;
                t.dMean()[i] = 0.2 * b.mean()[i];
            }
        }

        @Override
        public void sample(RandomGenerator noise, double[] code) {
            for (int i = 0; i < code.length; i++) {
                code[i] = noise.nextGaussian();
            }
        }
    }

    /** Twice the closed form. */
    public static final class DoubledGamma implements GammaFunction {
        @Override
        public String name() {
            return "doubled";
        }

        @Override
        public void update(CodeBatch batch, double[] gamma) {
            for (int i = 0; i < gamma.length; i++) {
                gamma[i] = 2 * (batch.mean()[i] * batch.mean()[i] + Math.exp(batch.logVariance()[i]));
            }
        }
    }

    /** −log p = log cosh(x − o), a smooth relative of the Laplace density. */
    public static final class LaplaceLikelihood implements LikelihoodFunction {
        @Override
        public String name() {
            return "smooth-laplace";
        }

        @Override
        public void evaluate(int rows, int width, double[] x, double[] output, double[] loss, double[] gradient) {
            for (int i = 0; i < rows; i++) {
                loss[i] = 0;
                for (int j = i * width; j < (i + 1) * width; j++) {
                    loss[i] += Math.log(Math.cosh(output[j] - x[j]));
                    gradient[j] = Math.tanh(output[j] - x[j]);
                }
            }
        }

        @Override
        public void mean(int rows, int width, double[] output, double[] mean) {
            System.arraycopy(output, 0, mean, 0, rows * width);
        }
    }
}
