/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.objective.CodeBatch;
import io.github.sdmvae.objective.CodeTerms;
import io.github.sdmvae.objective.GammaUpdate;
import io.github.sdmvae.objective.Prior;
import java.util.Arrays;

/**
 * The code kernels in plain Java and double precision: the reference, and the way user-defined priors and γ updates run
 * on every engine. Arrays are allocated once.
 */
final class HostCode {
    private static final double[] EMPTY = {};

    private final CodeTensors tensors;
    private final int rows;
    private final int width;
    private final int samples;
    private final double[] heads;
    private final double[] dHeads;
    private final double[] mean;
    private final double[] logVariance;
    private final double[] gamma;
    private final double[] divergence;
    private final double[] hyperprior;
    private final double[] shared;
    private final double[] noise;
    private final double[] code;
    private final double[] dCode;

    HostCode(CodeTensors tensors) {
        this.tensors = tensors;
        this.rows = tensors.divergence().rows();
        this.width = tensors.divergence().columns();
        this.samples = tensors.samples();
        int entries = rows * width;
        heads = new double[2 * entries];
        dHeads = new double[2 * entries];
        mean = new double[entries];
        logVariance = new double[entries];
        gamma = new double[entries];
        divergence = new double[entries];
        hyperprior = new double[entries];
        shared = new double[width + 1];
        noise = new double[samples * entries];
        code = new double[samples * entries];
        dCode = new double[samples * entries];
    }

    void sample(CodeRule rule, double gradientScale, boolean training) {
        readHeads();
        tensors.noise().read(noise);
        drawCodes();
        Arrays.fill(dHeads, 0);
        Arrays.fill(hyperprior, 0);
        if (rule.prior() instanceof Prior.Custom custom) {
            customDivergence(custom, gradientScale);
        } else {
            updateGamma(rule.effectiveGamma(), training);
            if (rule.sampled()) {
                sampledDivergence(gradientScale);
            } else {
                closedDivergence(gradientScale);
            }
            tensors.gamma().write(gamma);
        }
        tensors.code().write(code);
        tensors.divergence().write(divergence);
        tensors.hyperprior().write(hyperprior);
        tensors.dHeads().write(dHeads);
    }

    void backward() {
        readHeads();
        tensors.noise().read(noise);
        tensors.dCode().read(dCode);
        tensors.dHeads().read(dHeads);
        for (int s = 0; s < samples; s++) {
            for (int e = 0; e < rows * width; e++) {
                int at = s * rows * width + e;
                dHeads[meanIndex(e)] += dCode[at];
                dHeads[meanIndex(e) + width] += dCode[at] * 0.5 * Math.exp(0.5 * logVariance[e]) * noise[at];
            }
        }
        tensors.dHeads().write(dHeads);
    }

    private void readHeads() {
        tensors.heads().read(heads);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(heads, 2 * i * width, mean, i * width, width);
            System.arraycopy(heads, 2 * i * width + width, logVariance, i * width, width);
        }
    }

    private int meanIndex(int entry) {
        return entry + entry / width * width;
    }

    private void drawCodes() {
        for (int s = 0; s < samples; s++) {
            for (int e = 0; e < rows * width; e++) {
                int at = s * rows * width + e;
                code[at] = mean[e] + Math.exp(0.5 * logVariance[e]) * noise[at];
            }
        }
    }

    private void updateGamma(GammaUpdate update, boolean training) {
        if (update instanceof GammaUpdate.Custom custom) {
            custom.function().update(new CodeBatch(rows, width, mean, logVariance, EMPTY, EMPTY), gamma);
        } else if (update instanceof GammaUpdate.Shared sharedRule) {
            sharedGamma(sharedRule, training);
        } else {
            for (int e = 0; e < gamma.length; e++) {
                gamma[e] = gammaOf(update, secondMoment(e));
            }
        }
        for (int e = 0; e < gamma.length; e++) {
            gamma[e] = Math.max(gamma[e], GammaUpdate.FLOOR);
        }
        if (update instanceof GammaUpdate.InverseGamma inverse) {
            hyperprior(inverse);
        }
    }

    private static double gammaOf(GammaUpdate update, double secondMoment) {
        if (update instanceof GammaUpdate.Fixed fixed) {
            return fixed.value();
        }
        if (update instanceof GammaUpdate.InverseGamma inverse) {
            return (secondMoment + 2 * inverse.beta()) / (3 + 2 * inverse.alpha());
        }
        return secondMoment;
    }

    private double secondMoment(int e) {
        return mean[e] * mean[e] + Math.exp(logVariance[e]);
    }

    private void sharedGamma(GammaUpdate.Shared rule, boolean training) {
        tensors.sharedGamma().read(shared);
        if (training) {
            for (int j = 0; j < width; j++) {
                double batchMean = 0;
                for (int i = 0; i < rows; i++) {
                    batchMean += secondMoment(i * width + j) / rows;
                }
                shared[j] = rule.decay() * shared[j] + (1 - rule.decay()) * batchMean;
            }
            shared[width] = rule.decay() * shared[width] + (1 - rule.decay());
            tensors.sharedGamma().write(shared);
        }
        for (int e = 0; e < gamma.length; e++) {
            // Before any training batch there is no mean yet: the prior is then N(0, 1).
            gamma[e] = shared[width] > 0 ? shared[e % width] / shared[width] : 1;
        }
    }

    private void hyperprior(GammaUpdate.InverseGamma rule) {
        double constant = LogGamma.of(rule.alpha()) - rule.alpha() * Math.log(rule.beta());
        for (int e = 0; e < gamma.length; e++) {
            hyperprior[e] = (rule.alpha() + 1) * Math.log(gamma[e]) + rule.beta() / gamma[e] + constant;
        }
    }

    private void closedDivergence(double scale) {
        for (int e = 0; e < gamma.length; e++) {
            double variance = Math.exp(logVariance[e]);
            double ratio = (variance + mean[e] * mean[e]) / gamma[e];
            divergence[e] = 0.5 * (Math.log(gamma[e]) - logVariance[e] + ratio - 1);
            dHeads[meanIndex(e)] = scale * mean[e] / gamma[e];
            dHeads[meanIndex(e) + width] = scale * 0.5 * (variance / gamma[e] - 1);
        }
    }

    private void sampledDivergence(double scale) {
        Arrays.fill(divergence, 0);
        for (int s = 0; s < samples; s++) {
            for (int e = 0; e < gamma.length; e++) {
                int at = s * rows * width + e;
                double pull = code[at] / gamma[e];
                double logRatio = Math.log(gamma[e]) - logVariance[e] - noise[at] * noise[at] + code[at] * pull;
                divergence[e] += 0.5 * logRatio / samples;
                dHeads[meanIndex(e)] += scale * pull / samples;
                dHeads[meanIndex(e) + width] += scale * (pull * halfSpread(e, at) - 0.5) / samples;
            }
        }
    }

    /** ∂a/∂λ = ½ σ ε. */
    private double halfSpread(int e, int at) {
        return 0.5 * Math.exp(0.5 * logVariance[e]) * noise[at];
    }

    private void customDivergence(Prior.Custom custom, double scale) {
        int all = samples * rows * width;
        CodeTerms terms = new CodeTerms(new double[all], new double[all], new double[all], new double[all]);
        custom.function()
                .evaluate(new CodeBatch(samples * rows, width, tiled(mean), tiled(logVariance), noise, code), terms);
        Arrays.fill(divergence, 0);
        for (int at = 0; at < all; at++) {
            int e = at % (rows * width);
            double dLogVariance = terms.dLogVariance()[at] + terms.dCode()[at] * halfSpread(e, at);
            divergence[e] += terms.divergence()[at] / samples;
            dHeads[meanIndex(e)] += scale * (terms.dMean()[at] + terms.dCode()[at]) / samples;
            dHeads[meanIndex(e) + width] += scale * dLogVariance / samples;
        }
    }

    private double[] tiled(double[] values) {
        double[] all = new double[samples * values.length];
        for (int s = 0; s < samples; s++) {
            System.arraycopy(values, 0, all, s * values.length, values.length);
        }
        return all;
    }
}
