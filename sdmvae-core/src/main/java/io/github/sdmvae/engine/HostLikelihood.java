/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.objective.Likelihood;

/**
 * The likelihood kernels in plain Java and double precision: the reference, and the way user-defined likelihoods run on
 * every engine. Arrays are allocated once.
 */
final class HostLikelihood {
    private final LikelihoodTensors tensors;
    private final int dataRows;
    private final int rows;
    private final int width;
    private final double[] x;
    private final double[] output;
    private final double[] loss;
    private final double[] gradient;
    private final double[] mean;

    HostLikelihood(LikelihoodTensors tensors) {
        this.tensors = tensors;
        this.dataRows = tensors.x().rows();
        this.rows = tensors.output().rows();
        this.width = tensors.x().columns();
        x = new double[tensors.x().length()];
        output = new double[tensors.output().length()];
        loss = new double[rows];
        gradient = new double[output.length];
        mean = new double[tensors.mean().length()];
    }

    void evaluate(Likelihood likelihood, double gradientScale) {
        tensors.x().read(x);
        tensors.output().read(output);
        if (likelihood instanceof Likelihood.Custom custom) {
            custom.function().evaluate(rows, width, tiledData(), output, loss, gradient);
        } else {
            for (int i = 0; i < rows; i++) {
                loss[i] = row(likelihood, i);
            }
        }
        tensors.loss().write(loss);
        if (gradientScale != 0) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= gradientScale;
            }
            tensors.dOutput().write(gradient);
        }
    }

    private double[] tiledData() {
        if (rows == dataRows) {
            return x;
        }
        double[] all = new double[rows * width];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(x, i % dataRows * width, all, i * width, width);
        }
        return all;
    }

    private double row(Likelihood likelihood, int i) {
        int xStart = i % dataRows * width;
        if (likelihood instanceof Likelihood.ComplexGaussian complex) {
            return complexGaussian(complex, xStart, i * width);
        }
        if (likelihood instanceof Likelihood.Gaussian gaussian) {
            return gaussian(gaussian.variance(), xStart, i * width);
        }
        if (likelihood instanceof Likelihood.GaussianLearnedVariance learned) {
            return learnedVariance(learned, xStart, 2 * i * width);
        }
        return bernoulli(xStart, i * width);
    }

    private double complexGaussian(Likelihood.ComplexGaussian rule, int xStart, int start) {
        double sum = 0;
        for (int j = 0; j < width; j++) {
            double eta = output[start + j];
            double limited = limit(eta, rule.clamp());
            double ratio = Math.max(x[xStart + j], rule.floor()) * Math.exp(-limited);
            sum += ratio + limited;
            gradient[start + j] = limitedGradient(eta, 1 - ratio, rule.clamp());
        }
        return sum;
    }

    private double gaussian(double variance, int xStart, int start) {
        double sum = 0;
        for (int j = 0; j < width; j++) {
            double difference = output[start + j] - x[xStart + j];
            sum += difference * difference / (2 * variance);
            gradient[start + j] = difference / variance;
        }
        return sum;
    }

    private double learnedVariance(Likelihood.GaussianLearnedVariance rule, int xStart, int start) {
        double sum = 0;
        for (int j = 0; j < width; j++) {
            double eta = output[start + width + j];
            double limited = limit(eta, rule.clamp());
            double inverse = Math.exp(-limited);
            double difference = output[start + j] - x[xStart + j];
            double scaled = difference * difference * inverse;
            sum += 0.5 * (limited + scaled);
            gradient[start + j] = difference * inverse;
            gradient[start + width + j] = limitedGradient(eta, 0.5 * (1 - scaled), rule.clamp());
        }
        return sum;
    }

    private double bernoulli(int xStart, int start) {
        double sum = 0;
        for (int j = 0; j < width; j++) {
            double logit = output[start + j];
            double softplus = Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
            sum += softplus - x[xStart + j] * logit;
            gradient[start + j] = 1 / (1 + Math.exp(-logit)) - x[xStart + j];
        }
        return sum;
    }

    private static double limit(double eta, double clamp) {
        return Math.max(-clamp, Math.min(clamp, eta));
    }

    /** Zero only where a descent step would push η further out of its limits. */
    private static double limitedGradient(double eta, double gradient, double clamp) {
        boolean furtherOut = (eta > clamp && gradient < 0) || (eta < -clamp && gradient > 0);
        return furtherOut ? 0 : gradient;
    }

    void mean(Likelihood likelihood) {
        tensors.output().read(output);
        if (likelihood instanceof Likelihood.Custom custom) {
            custom.function().mean(rows, width, output, mean);
        } else {
            int stride = width * likelihood.outputsPerValue();
            for (int i = 0; i < mean.length; i++) {
                mean[i] = meanOf(likelihood, output[i / width * stride + i % width]);
            }
        }
        tensors.mean().write(mean);
    }

    private static double meanOf(Likelihood likelihood, double output) {
        if (likelihood instanceof Likelihood.ComplexGaussian complex) {
            return Math.exp(limit(output, complex.clamp()));
        }
        return likelihood instanceof Likelihood.Bernoulli ? 1 / (1 + Math.exp(-output)) : output;
    }
}
