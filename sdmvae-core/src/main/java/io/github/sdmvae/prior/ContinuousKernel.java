/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Posteriors with location μ and scale σ: draws {@code a = μ + σ ⊙ ε}, whatever the distribution of ε. */
final class ContinuousKernel implements CodeKernel {
    private final CodeArrays arrays;
    private final @Nullable Functions functions;
    private final int entries;
    private final int width;
    private final int samples;
    private final double[] heads;
    private final double[] dHeads;
    private final double[] noise;
    private final double[] code;
    private final double[] dCode;
    private final double[] divergence;
    private final double[] mean;
    private final double[] logVariance;
    private final double[] sigma;
    private final GammaValues gamma;
    private @Nullable CodeTerms terms;
    private double @Nullable [] tiledMean;
    private double @Nullable [] tiledLogVariance;

    /** The divergence of a prior that is not Gaussian. */
    @FunctionalInterface
    interface Functions {
        PriorFunction of(boolean sampled);
    }

    /** Gaussian priors. */
    ContinuousKernel(CodeArrays arrays) {
        this(arrays, null);
    }

    /** Priors given by functions; null for Gaussian ones. */
    ContinuousKernel(CodeArrays arrays, @Nullable Functions functions) {
        this.arrays = arrays;
        this.functions = functions;
        this.entries = arrays.divergence().length;
        this.width = arrays.shape().width();
        this.samples = arrays.samples();
        heads = arrays.heads();
        dHeads = arrays.dHeads();
        noise = arrays.noise();
        code = arrays.code();
        dCode = arrays.dCode();
        divergence = arrays.divergence();
        mean = new double[entries];
        logVariance = new double[entries];
        sigma = new double[entries];
        gamma = new GammaValues(arrays);
    }

    @Override
    public void moments(int totalRows, double[] sums) {
        readHeads();
        gamma.moments(mean, logVariance, totalRows, sums);
    }

    @Override
    public void sample(CodeRule rule, CodePass pass) {
        readHeads();
        for (int at = 0; at < code.length; at++) {
            int e = at % entries;
            code[at] = mean[e] + sigma[e] * noise[at];
        }
        Arrays.fill(dHeads, 0);
        if (functions == null) {
            gamma.update(rule.effectiveGamma(), mean, logVariance);
        }
        if (functions == null && !rule.sampled()) {
            closedDivergence(pass.gradientScale());
        } else {
            evaluateTerms(rule);
            averageDivergence();
            addGradient(pass.gradientScale() / samples, null);
        }
    }

    private void readHeads() {
        for (int row = 0; row < entries / width; row++) {
            System.arraycopy(heads, 2 * row * width, mean, row * width, width);
            System.arraycopy(heads, 2 * row * width + width, logVariance, row * width, width);
        }
        for (int e = 0; e < entries; e++) {
            sigma[e] = Math.exp(0.5 * logVariance[e]);
        }
    }

    private int meanIndex(int entry) {
        return entry + entry / width * width;
    }

    private void closedDivergence(double scale) {
        double[] g = arrays.gamma();
        for (int e = 0; e < entries; e++) {
            double variance = sigma[e] * sigma[e];
            double ratio = (variance + mean[e] * mean[e]) / g[e];
            divergence[e] = 0.5 * (Math.log(g[e]) - logVariance[e] + ratio - 1);
            dHeads[meanIndex(e)] = scale * mean[e] / g[e];
            dHeads[meanIndex(e) + width] = scale * 0.5 * (variance / g[e] - 1);
        }
    }

    /** Divergence and derivatives of every draw. */
    private void evaluateTerms(CodeRule rule) {
        CodeTerms t = clearedTerms();
        if (functions == null) {
            gaussianTerms(t);
            return;
        }
        if (tiledMean == null || tiledLogVariance == null) {
            tiledMean = new double[code.length];
            tiledLogVariance = new double[code.length];
        }
        for (int r = 0; r < samples; r++) {
            System.arraycopy(mean, 0, tiledMean, r * entries, entries);
            System.arraycopy(logVariance, 0, tiledLogVariance, r * entries, entries);
        }
        CodeBatch batch = new CodeBatch(code.length / width, width, tiledMean, tiledLogVariance, noise, code);
        functions.of(rule.sampled()).evaluate(batch, t);
    }

    private CodeTerms clearedTerms() {
        int n = code.length;
        if (terms == null) {
            terms = new CodeTerms(new double[n], new double[n], new double[n], new double[n]);
        } else {
            Arrays.fill(terms.divergence(), 0);
            Arrays.fill(terms.dMean(), 0);
            Arrays.fill(terms.dLogVariance(), 0);
            Arrays.fill(terms.dCode(), 0);
        }
        return terms;
    }

    private void gaussianTerms(CodeTerms t) {
        double[] g = arrays.gamma();
        for (int at = 0; at < code.length; at++) {
            int e = at % entries;
            double pull = code[at] / g[e];
            t.divergence()[at] = 0.5 * (Math.log(g[e]) - logVariance[e] - noise[at] * noise[at] + code[at] * pull);
            t.dLogVariance()[at] = -0.5;
            t.dCode()[at] = pull;
        }
    }

    private CodeTerms terms() {
        if (terms == null) {
            throw new IllegalStateException("no divergence of single draws has been computed");
        }
        return terms;
    }

    private void averageDivergence() {
        Arrays.fill(divergence, 0);
        double[] drawn = terms().divergence();
        for (int at = 0; at < drawn.length; at++) {
            divergence[at % entries] += drawn[at] / samples;
        }
    }

    /**
     * Adds the divergence's gradient.
     *
     * @param scale factor on every draw
     * @param weights further factor per draw, samples × rows; null for none
     */
    private void addGradient(double scale, double @Nullable [] weights) {
        if (scale == 0) {
            return;
        }
        CodeTerms t = terms();
        for (int at = 0; at < code.length; at++) {
            int e = at % entries;
            double factor = weights == null ? scale : scale * weights[at / width];
            double dCodeHere = t.dCode()[at];
            dHeads[meanIndex(e)] += factor * (t.dMean()[at] + dCodeHere);
            dHeads[meanIndex(e) + width] += factor * (t.dLogVariance()[at] + dCodeHere * 0.5 * sigma[e] * noise[at]);
        }
    }

    @Override
    public double divergenceOf(int draw) {
        double sum = 0;
        for (int at = draw * width; at < (draw + 1) * width; at++) {
            sum += terms().divergence()[at];
        }
        return sum;
    }

    @Override
    public void weigh(double scale, double[] weights) {
        Arrays.fill(dHeads, 0);
        addGradient(scale, weights);
    }

    @Override
    public void backward() {
        readHeads();
        for (int at = 0; at < dCode.length; at++) {
            int e = at % entries;
            dHeads[meanIndex(e)] += dCode[at];
            dHeads[meanIndex(e) + width] += dCode[at] * 0.5 * sigma[e] * noise[at];
        }
    }
}
