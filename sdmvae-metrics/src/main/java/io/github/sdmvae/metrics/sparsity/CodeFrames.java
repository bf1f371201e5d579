/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.sparsity;

import org.jspecify.annotations.Nullable;

/**
 * A batch of codes with what is known of their spread: T frames of k entries, any T. The arrays are not copied and must
 * not change while a batch is in use.
 */
public final class CodeFrames {
    private final PosteriorKind kind;
    private final float[][] mean;
    private final float @Nullable [][] logVariance;
    private final float @Nullable [][] slabProbability;

    private CodeFrames(
            PosteriorKind kind,
            float[][] mean,
            float @Nullable [][] logVariance,
            float @Nullable [][] slabProbability) {
        this.kind = kind;
        this.mean = mean;
        this.logVariance = logVariance;
        this.slabProbability = slabProbability;
        for (int t = 0; t < mean.length; t++) {
            requireWidth("mean", mean, t);
            requireSame("log-variance", logVariance, t);
            requireSame("slab probability", slabProbability, t);
        }
    }

    /**
     * Gaussian posteriors.
     *
     * @param mean μ, T frames of k entries
     * @param logVariance λ = log σ², T frames of k entries
     * @return the batch
     * @throws IllegalArgumentException if the shapes differ
     */
    public static CodeFrames gaussian(float[][] mean, float[][] logVariance) {
        return new CodeFrames(PosteriorKind.GAUSSIAN, mean, logVariance, null);
    }

    /**
     * Spike-and-slab posteriors. The code is {@code q·μ}; its signal-to-noise ratio and information are those of the slab
     * times q.
     *
     * @param mean μ of the slab, T frames of k entries
     * @param logVariance λ = log σ² of the slab, T frames of k entries
     * @param slabProbability q, the probability that the entry is not zero, in [0, 1]
     * @return the batch
     * @throws IllegalArgumentException if the shapes differ
     */
    public static CodeFrames spikeAndSlab(float[][] mean, float[][] logVariance, float[][] slabProbability) {
        return new CodeFrames(PosteriorKind.SPIKE_AND_SLAB, mean, logVariance, slabProbability);
    }

    /**
     * Cauchy posteriors. The code is the location; the "signal-to-noise ratio" is location by scale.
     *
     * @param location μ, T frames of k entries
     * @param logSquaredScale λ, twice the logarithm of the scale, T frames of k entries
     * @return the batch
     * @throws IllegalArgumentException if the shapes differ
     */
    public static CodeFrames cauchy(float[][] location, float[][] logSquaredScale) {
        return new CodeFrames(PosteriorKind.CAUCHY, location, logSquaredScale, null);
    }

    /**
     * Codes without a spread.
     *
     * @param codes T frames of k entries
     * @return the batch
     * @throws IllegalArgumentException if the frames differ in length
     */
    public static CodeFrames points(float[][] codes) {
        return new CodeFrames(PosteriorKind.POINT, codes, null, null);
    }

    /**
     * What the batch holds.
     *
     * @return the kind of its posteriors
     */
    public PosteriorKind kind() {
        return kind;
    }

    /**
     * The number of frames.
     *
     * @return T, at least 0
     */
    public int size() {
        return mean.length;
    }

    /**
     * The number of entries in a code.
     *
     * @return k; 0 if there is no frame
     */
    public int width() {
        return mean.length == 0 ? 0 : mean[0].length;
    }

    /**
     * The code of a frame: μ, or q·μ for spike and slab.
     *
     * @param frame 0 ≤ frame &lt; {@link #size()}
     * @return k entries, the caller's own
     */
    public double[] code(int frame) {
        double[] code = new double[width()];
        for (int j = 0; j < code.length; j++) {
            code[j] = gate(frame, j) * mean[frame][j];
        }
        return code;
    }

    /**
     * The signal-to-noise ratios of a frame: μ/σ, q·μ/σ for spike and slab.
     *
     * @param frame 0 ≤ frame &lt; {@link #size()}
     * @return k entries with their sign, the caller's own
     * @throws IllegalArgumentException if the codes have no spread
     */
    public double[] signalToNoise(int frame) {
        kind.refusesSignalToNoise().ifPresent(CodeFrames::refuse);
        double[] ratios = new double[width()];
        for (int j = 0; j < ratios.length; j++) {
            double lambda = lambda(frame, j);
            ratios[j] = mean[frame][j] == 0 ? 0 : gate(frame, j) * mean[frame][j] * Math.exp(-lambda / 2);
        }
        return ratios;
    }

    /**
     * The information of a frame's entries in nats: ½ log(1 + μ²/σ²), times q for spike and slab. It is the divergence of
     * the posterior from the zero-mean Gaussian that fits it best, N(0, μ² + σ²).
     *
     * @param frame 0 ≤ frame &lt; {@link #size()}
     * @return k entries, at least 0, the caller's own
     * @throws IllegalArgumentException if the posterior has no variance
     */
    public double[] information(int frame) {
        kind.refusesInformation().ifPresent(CodeFrames::refuse);
        double[] nats = new double[width()];
        for (int j = 0; j < nats.length; j++) {
            // In logarithms: neither a tiny σ nor a large μ overflows.
            double logRatio = 2 * Math.log(Math.abs(mean[frame][j])) - lambda(frame, j);
            double sum = logRatio > 0 ? logRatio + Math.log1p(Math.exp(-logRatio)) : Math.log1p(Math.exp(logRatio));
            nats[j] = gate(frame, j) * sum / 2;
        }
        return nats;
    }

    private double gate(int frame, int entry) {
        return slabProbability == null ? 1 : slabProbability[frame][entry];
    }

    private double lambda(int frame, int entry) {
        return logVariance == null ? Double.NaN : logVariance[frame][entry];
    }

    private static void refuse(String reason) {
        throw new IllegalArgumentException("not defined for these codes: " + reason);
    }

    private static void requireWidth(String what, float[][] rows, int frame) {
        if (rows[frame].length != rows[0].length) {
            throw new IllegalArgumentException(what + " must have " + rows[0].length + " entries in every frame, frame "
                    + frame + " has " + rows[frame].length);
        }
    }

    private void requireSame(String what, float @Nullable [][] rows, int frame) {
        if (rows != null && (rows.length != mean.length || rows[frame].length != mean[frame].length)) {
            throw new IllegalArgumentException(what + " must have the shape of the mean, " + mean.length + " x "
                    + mean[frame].length + ", got " + rows.length + " frames"
                    + (rows.length > frame ? ", " + rows[frame].length + " entries in frame " + frame : ""));
        }
    }
}
