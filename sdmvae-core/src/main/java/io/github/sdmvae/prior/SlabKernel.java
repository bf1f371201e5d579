/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import java.util.Arrays;

/**
 * What both spike-and-slab models share. The encoder gives μ, λ and a number p per entry; the slab probability is {@code
 * q = exp(-relu(-p))}; a draw is {@code a = T ⊙ (μ + σ ⊙ ε)}, {@code T = sigmoid(c(u + q - 1))} (Tonolini et al. 2020).
 * The divergence takes q clamped to [1e-6, 1 - 1e-6] and has no gradient in q outside.
 */
abstract class SlabKernel implements CodeKernel {
    private static final double CLAMP = SpikeAndSlab.CLAMP;
    private static final double SHUT = SpikeAndSlab.SHUT;

    final CodeArrays arrays;
    final int width;
    /** Entries of the data's codes. */
    final int entries;
    /** Entries with those of pseudo-inputs, which follow the data's. */
    final int allEntries;

    final double[] heads;
    final double[] dHeads;
    final double[] mean;
    final double[] logVariance;
    final double[] variance;
    /** q clamped. */
    final double[] slab;

    final double[] divergence;
    final double[] dMean;
    final double[] dLogVariance;
    final double[] dSlab;
    private final double[] probability;
    private final double[] noise;
    private final double[] code;
    private final double[] gate;
    private final double[] dCode;
    private double slope;

    SlabKernel(CodeArrays arrays) {
        this.arrays = arrays;
        this.width = arrays.shape().width();
        this.entries = arrays.divergence().length;
        this.allEntries = entries + arrays.shape().pseudoRows() * width;
        heads = arrays.heads();
        dHeads = arrays.dHeads();
        mean = new double[allEntries];
        logVariance = new double[allEntries];
        variance = new double[allEntries];
        probability = new double[allEntries];
        slab = new double[allEntries];
        dMean = new double[allEntries];
        dLogVariance = new double[allEntries];
        dSlab = new double[allEntries];
        divergence = arrays.divergence();
        noise = arrays.noise();
        code = arrays.code();
        gate = new double[code.length];
        dCode = arrays.dCode();
    }

    /** Fills divergence, dMean, dLogVariance and dSlab. */
    abstract void diverge(double gradientScale);

    @Override
    public final void sample(CodeRule rule, CodePass pass) {
        slope = pass.relaxation();
        readHeads();
        draw();
        Arrays.fill(dHeads, 0);
        diverge(pass.gradientScale());
        writeGradient();
    }

    private int headIndex(int entry) {
        return entry / width * arrays.shape().headColumns() + entry % width;
    }

    private void readHeads() {
        for (int e = 0; e < allEntries; e++) {
            int at = headIndex(e);
            mean[e] = heads[at];
            logVariance[e] = heads[at + width];
            variance[e] = Math.exp(logVariance[e]);
            probability[e] = Math.exp(Math.min(0, heads[at + 2 * width]));
            slab[e] = Math.max(CLAMP, Math.min(1 - CLAMP, probability[e]));
        }
    }

    private void draw() {
        for (int at = 0; at < code.length; at++) {
            int e = at % entries;
            double open = 1 / (1 + Math.exp(-slope * (uniform(at) + probability[e] - 1)));
            gate[at] = open < SHUT ? 0 : open;
            code[at] = gate[at] * (mean[e] + Math.sqrt(variance[e]) * epsilon(at));
        }
    }

    private double epsilon(int at) {
        return noise[at / width * 2 * width + at % width];
    }

    private double uniform(int at) {
        return noise[at / width * 2 * width + width + at % width];
    }

    private void writeGradient() {
        for (int e = 0; e < allEntries; e++) {
            int at = headIndex(e);
            boolean inside = probability[e] > CLAMP && probability[e] < 1 - CLAMP;
            dHeads[at] += dMean[e];
            dHeads[at + width] += dLogVariance[e];
            dHeads[at + 2 * width] += inside ? dSlab[e] * probability[e] : 0;
        }
    }

    @Override
    public final void backward() {
        for (int draw = 0; draw < dCode.length; draw++) {
            int e = draw % entries;
            int at = headIndex(e);
            double sigma = Math.sqrt(variance[e]);
            double spread = sigma * epsilon(draw);
            double throughGate = dCode[draw] * gate[draw];
            dHeads[at] += throughGate;
            dHeads[at + width] += throughGate * 0.5 * spread;
            if (heads[at + 2 * width] < 0) {
                double dGate = dCode[draw] * (mean[e] + spread);
                dHeads[at + 2 * width] += dGate * slope * gate[draw] * (1 - gate[draw]) * probability[e];
            }
        }
    }

    /** {@code (1-q) log((1-q)/(1-p)) + q log(q/p)}. */
    static double bernoulliDivergence(double q, double p) {
        return (1 - q) * Math.log((1 - q) / (1 - p)) + q * Math.log(q / p);
    }

    /** Its derivative with respect to q. */
    static double bernoulliSlope(double q, double p) {
        return Math.log(q / p) - Math.log((1 - q) / (1 - p));
    }
}
