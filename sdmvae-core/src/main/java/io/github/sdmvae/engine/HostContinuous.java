/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.internal.prior.PriorFunctions;
import io.github.sdmvae.objective.CodeBatch;
import io.github.sdmvae.objective.CodeTerms;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Posteriors with location μ and scale σ: draws {@code a = μ + σ ⊙ ε}, whatever the distribution of ε. */
final class HostContinuous implements HostCode {
    private final CodeTensors tensors;
    private final int entries;
    private final int width;
    private final int samples;
    private final double[] heads;
    private final double[] dHeads;
    private final double[] noise;
    private final double[] code;
    private final double[] dCode;
    private final double[] mean;
    private final double[] logVariance;
    private final double[] sigma;
    private final double[] divergence;
    private final HostGamma gamma;
    private @Nullable CodeTerms terms;
    private double @Nullable [] tiledMean;
    private double @Nullable [] tiledLogVariance;

    HostContinuous(CodeTensors tensors) {
        this.tensors = tensors;
        this.entries = tensors.divergence().length();
        this.width = tensors.divergence().columns();
        this.samples = tensors.samples();
        heads = new double[2 * entries];
        dHeads = new double[2 * entries];
        noise = new double[samples * entries];
        code = new double[samples * entries];
        dCode = new double[samples * entries];
        mean = new double[entries];
        logVariance = new double[entries];
        sigma = new double[entries];
        divergence = new double[entries];
        gamma = new HostGamma(tensors);
    }

    @Override
    public void sample(CodeRule rule, double gradientScale, boolean training) {
        readHeads();
        tensors.noise().read(noise);
        for (int at = 0; at < code.length; at++) {
            int e = at % entries;
            code[at] = mean[e] + sigma[e] * noise[at];
        }
        Arrays.fill(dHeads, 0);
        if (rule.isGaussian()) {
            gamma.update(rule.effectiveGamma(), mean, logVariance, training);
        }
        if (rule.isGaussian() && !rule.sampled()) {
            closedDivergence(gradientScale);
        } else {
            evaluateTerms(rule);
            averageDivergence();
            addGradient(gradientScale / samples, null);
        }
        tensors.code().write(code);
        tensors.divergence().write(divergence);
        tensors.dHeads().write(dHeads);
    }

    private void readHeads() {
        tensors.heads().read(heads);
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
        double[] g = gamma.values();
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
        if (rule.isGaussian()) {
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
        PriorFunctions.of(rule.prior(), rule.sampled()).evaluate(batch, t);
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
        double[] g = gamma.values();
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

    /** {@code log q(a) - log p(a)} of a draw, after {@link #sample} with draws. */
    double divergenceOf(int draw) {
        double sum = 0;
        for (int at = draw * width; at < (draw + 1) * width; at++) {
            sum += terms().divergence()[at];
        }
        return sum;
    }

    /** Replaces the divergence's gradient by one with a weight for every draw. */
    void weigh(double scale, double[] weights) {
        Arrays.fill(dHeads, 0);
        addGradient(scale, weights);
        tensors.dHeads().write(dHeads);
    }

    @Override
    public void backward() {
        readHeads();
        tensors.noise().read(noise);
        tensors.dCode().read(dCode);
        tensors.dHeads().read(dHeads);
        for (int at = 0; at < dCode.length; at++) {
            int e = at % entries;
            dHeads[meanIndex(e)] += dCode[at];
            dHeads[meanIndex(e) + width] += dCode[at] * 0.5 * sigma[e] * noise[at];
        }
        tensors.dHeads().write(dHeads);
    }
}
