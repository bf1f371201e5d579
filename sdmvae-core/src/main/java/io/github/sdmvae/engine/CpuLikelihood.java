/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.objective.Likelihood;

/** The built-in likelihoods: loss per row and gradient in one pass over the decoder's output. */
final class CpuLikelihood {
    /** Slots of {@link CpuScratch}. */
    private static final int OUTPUT = 0;

    private static final int X = 1;
    private static final int TERMS = 2;
    private static final int SPARE = 3;
    private static final int MEANS = 4;

    private final CpuTeam team;

    CpuLikelihood(CpuTeam team) {
        this.team = team;
    }

    void evaluate(Likelihood likelihood, LikelihoodTensors tensors, double gradientScale) {
        CpuTensor output = (CpuTensor) tensors.output();
        CpuRows rows = new CpuRows(output.rows(), output.columns());
        Pass pass = new Pass(likelihood, tensors, (float) gradientScale);
        team.run(rows.parts(), p -> rows.each(p, pass::run));
    }

    /** The arrays of one evaluation; x has fewer rows than the output if several codes were drawn. */
    private static final class Pass {
        private final Likelihood likelihood;
        private final CpuTensor x;
        private final CpuTensor output;
        private final CpuTensor dOutput;
        private final CpuTensor loss;
        private final int width;
        private final int outputWidth;
        private final float scale;

        Pass(Likelihood likelihood, LikelihoodTensors tensors, float scale) {
            this.likelihood = likelihood;
            this.x = (CpuTensor) tensors.x();
            this.output = (CpuTensor) tensors.output();
            this.dOutput = (CpuTensor) tensors.dOutput();
            this.loss = (CpuTensor) tensors.loss();
            this.width = x.columns();
            this.outputWidth = output.columns();
            this.scale = scale;
        }

        void run(int firstRow, int rows) {
            int count = rows * width;
            CpuScratch scratch = CpuScratch.own();
            float[] o = scratch.array(OUTPUT, rows * outputWidth);
            float[] data = scratch.array(X, count);
            float[] terms = scratch.array(TERMS, count);
            readData(firstRow, rows, data);
            output.get(firstRow * outputWidth, o, 0, rows * outputWidth);
            float[] gradient = o;
            if (likelihood instanceof Likelihood.ComplexGaussian complex) {
                complexGaussian(complex, o, data, terms, count, scratch);
            } else if (likelihood instanceof Likelihood.Gaussian gaussian) {
                gaussian(gaussian, o, data, terms, count);
            } else if (likelihood instanceof Likelihood.GaussianLearnedVariance learned) {
                gradient = learnedVariance(learned, o, data, terms, rows, scratch);
            } else {
                bernoulli(o, data, terms, count, scratch);
            }
            for (int i = 0; i < rows; i++) {
                terms[i] = FastMath.sum(terms, i * width, width);
            }
            loss.put(firstRow, terms, 0, rows);
            if (scale != 0) {
                dOutput.put(firstRow * outputWidth, gradient, 0, rows * outputWidth);
            }
        }

        private void readData(int firstRow, int rows, float[] data) {
            int dataRows = x.rows();
            if (firstRow + rows <= dataRows) {
                x.get(firstRow * width, data, 0, rows * width);
                return;
            }
            for (int i = 0; i < rows; i++) {
                x.get((firstRow + i) % dataRows * width, data, i * width, width);
            }
        }

        private void complexGaussian(
                Likelihood.ComplexGaussian rule, float[] eta, float[] data, float[] terms, int n, CpuScratch scratch) {
            float floor = (float) rule.floor();
            float clamp = (float) rule.clamp();
            for (int i = 0; i < n; i++) {
                terms[i] = -limit(eta[i], clamp);
            }
            float[] inverse = scratch.array(MEANS, n);
            exp(terms, inverse, clamp, n, scratch);
            float factor = scale;
            for (int i = 0; i < n; i++) {
                float limited = -terms[i];
                float ratio = Math.max(data[i], floor) * inverse[i];
                terms[i] = ratio + limited;
                eta[i] = factor * limitedGradient(eta[i] - limited, 1 - ratio);
            }
        }

        private void gaussian(Likelihood.Gaussian rule, float[] o, float[] data, float[] terms, int n) {
            float precision = (float) (1 / rule.variance());
            float half = 0.5f * precision;
            float factor = scale * precision;
            for (int i = 0; i < n; i++) {
                float difference = o[i] - data[i];
                terms[i] = difference * difference * half;
                o[i] = difference * factor;
            }
        }

        /** Rows hold n means and n log-variances: they are taken apart, computed, and put together again. */
        private float[] learnedVariance(
                Likelihood.GaussianLearnedVariance rule,
                float[] output,
                float[] data,
                float[] terms,
                int rows,
                CpuScratch scratch) {
            int n = rows * width;
            float[] means = scratch.array(MEANS, n);
            float[] eta = scratch.array(MEANS + 1, n);
            float[] inverse = scratch.array(MEANS + 2, n);
            for (int i = 0; i < rows; i++) {
                System.arraycopy(output, 2 * i * width, means, i * width, width);
                System.arraycopy(output, 2 * i * width + width, eta, i * width, width);
            }
            float clamp = (float) rule.clamp();
            for (int i = 0; i < n; i++) {
                terms[i] = -limit(eta[i], clamp);
            }
            exp(terms, inverse, clamp, n, scratch);
            float factor = scale;
            for (int i = 0; i < n; i++) {
                float limited = -terms[i];
                float difference = means[i] - data[i];
                float scaled = difference * difference * inverse[i];
                terms[i] = 0.5f * (limited + scaled);
                means[i] = factor * difference * inverse[i];
                eta[i] = factor * limitedGradient(eta[i] - limited, 0.5f * (1 - scaled));
            }
            for (int i = 0; i < rows; i++) {
                System.arraycopy(means, i * width, output, 2 * i * width, width);
                System.arraycopy(eta, i * width, output, 2 * i * width + width, width);
            }
            return output;
        }

        private void bernoulli(float[] o, float[] data, float[] terms, int n, CpuScratch scratch) {
            float[] spare = scratch.array(SPARE, n);
            FastMath.softplus(o, terms, spare, n, scratch);
            for (int i = 0; i < n; i++) {
                terms[i] -= data[i] * o[i];
            }
            FastMath.sigmoid(o, spare, n, scratch);
            float factor = scale;
            for (int i = 0; i < n; i++) {
                o[i] = factor * (o[i] - data[i]);
            }
        }
    }

    /** e^v where v is limited to ±clamp, usually well within what is normal. */
    private static void exp(float[] v, float[] result, float clamp, int n, CpuScratch scratch) {
        float[] spare = scratch.array(SPARE, n);
        if (clamp < -FastMath.EXP_LOWEST) {
            FastMath.expWithin(v, result, spare, n, scratch);
        } else {
            FastMath.exp(v, result, spare, n, scratch);
        }
    }

    private static float limit(float eta, float clamp) {
        return Math.max(-clamp, Math.min(clamp, eta));
    }

    /**
     * The gradient, but zero where a descent step would push η further out of its limits: where η beyond them and the
     * gradient differ in sign. Written with minima and maxima, which are vectorised where a condition is not.
     *
     * @param beyond η less its limited value
     */
    private static float limitedGradient(float beyond, float gradient) {
        return gradient * Math.max(0f, Math.min(1f, 1 + beyond * gradient * 3e38f));
    }

    void mean(Likelihood likelihood, LikelihoodTensors tensors) {
        CpuTensor output = (CpuTensor) tensors.output();
        CpuTensor mean = (CpuTensor) tensors.mean();
        CpuRows rows = new CpuRows(output.rows(), output.columns());
        team.run(rows.parts(), p -> rows.each(p, (row, n) -> means(likelihood, output, mean, row, n)));
    }

    private static void means(Likelihood likelihood, CpuTensor output, CpuTensor mean, int firstRow, int rows) {
        CpuScratch scratch = CpuScratch.own();
        int width = mean.columns();
        int n = rows * width;
        float[] values = scratch.array(OUTPUT, n);
        if (likelihood instanceof Likelihood.GaussianLearnedVariance) {
            for (int i = 0; i < rows; i++) {
                output.get(2 * (firstRow + i) * width, values, i * width, width);
            }
        } else {
            output.get(firstRow * width, values, 0, n);
        }
        if (likelihood instanceof Likelihood.ComplexGaussian complex) {
            float clamp = (float) complex.clamp();
            for (int i = 0; i < n; i++) {
                values[i] = limit(values[i], clamp);
            }
            exp(values, values, clamp, n, scratch);
        } else if (likelihood instanceof Likelihood.Bernoulli) {
            FastMath.sigmoid(values, scratch.array(SPARE, n), n, scratch);
        }
        mean.put(firstRow * width, values, 0, n);
    }
}
