/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

import java.util.stream.IntStream;

/**
 * Hoyer's sparsity of a code, as published: {@code (√d − ‖v‖₁/‖v‖₂) / (√d − 1)} for a vector of d entries.
 *
 * <p>No unit; 1 for a single non-zero entry, 0 for entries of equal magnitude (both up to rounding). The scale of the
 * whole vector and signs do not matter; the scale of a single entry against the others does. The value is undefined
 * (NaN) for an all-zero vector, for d &lt; 2, and for a vector with a NaN or infinite entry. For a sparse-dictionary VAE
 * it is taken of the deterministic code (the posterior mean), frame by frame.
 *
 * <p>What it is blind to: where a model is free to choose the scale of each entry, as under a learned prior variance,
 * the figure says how unequal those scales are as much as how few entries are active. {@link
 * io.github.sdmvae.metrics.sparsity} has measures that do not depend on the scale.
 *
 * <p>Silent frames count: a model gives a frame of zeros some code that is not zero, and that code has a sparsity like any
 * other (0.21, say). To leave them out, give {@link #mean(float[][], boolean[])} a mask of {@link FrameMask}.
 *
 * <p>Source: P. O. Hoyer, "Non-negative matrix factorization with sparseness constraints", JMLR 5 (2004), section 3.1.
 * All methods are safe for use by several threads.
 */
public final class HoyerSparsity {

    private HoyerSparsity() {}

    /**
     * Sparsity of one vector.
     *
     * @param vector d entries
     * @return a value in [0, 1], or NaN where undefined
     */
    public static double of(double... vector) {
        double largest = largestMagnitude(vector);
        if (vector.length < 2 || largest == 0 || !Double.isFinite(largest)) {
            return Double.NaN;
        }
        double sum = 0;
        double squares = 0;
        for (double entry : vector) {
            // Scaled, so that the squares of very small or large entries neither vanish nor overflow.
            double scaled = Math.abs(entry) / largest;
            sum += scaled;
            squares += scaled * scaled;
        }
        double root = Math.sqrt(vector.length);
        return (root - sum / Math.sqrt(squares)) / (root - 1);
    }

    /**
     * Sparsity of one code vector in single precision, computed in double precision.
     *
     * @param code d entries
     * @return a value in [0, 1], or NaN where undefined
     */
    public static double of(float[] code) {
        double[] vector = new double[code.length];
        for (int i = 0; i < code.length; i++) {
            vector[i] = code[i];
        }
        return of(vector);
    }

    /**
     * Sparsity of every frame.
     *
     * @param codes T frames of d entries
     * @return T values, each in [0, 1] or NaN where undefined
     */
    public static double[] perFrame(float[][] codes) {
        double[] values = new double[codes.length];
        for (int t = 0; t < codes.length; t++) {
            values[t] = of(codes[t]);
        }
        return values;
    }

    /**
     * Mean sparsity over the frames of a file. Undefined frames (all-zero codes) are left out and counted; frames whose
     * sound is silent are not left out, see {@link #mean(float[][], boolean[])}.
     *
     * @param codes T frames of d entries
     * @return the mean over the defined frames and both counts
     */
    public static FrameMean mean(float[][] codes) {
        return FrameMean.of(perFrame(codes));
    }

    /**
     * Mean sparsity over the frames that count.
     *
     * @param codes T frames of d entries
     * @param counted T entries, true where the frame counts, for instance by {@link FrameMask#within}
     * @return the mean over the defined frames among those; neither count includes the frames masked out
     * @throws IllegalArgumentException if the mask has another length
     */
    public static FrameMean mean(float[][] codes, boolean[] counted) {
        if (counted.length != codes.length) {
            throw new IllegalArgumentException(
                    "the mask must have one entry per frame, got " + counted.length + " for " + codes.length);
        }
        return FrameMean.of(IntStream.range(0, codes.length)
                .filter(t -> counted[t])
                .mapToDouble(t -> of(codes[t]))
                .toArray());
    }

    private static double largestMagnitude(double[] vector) {
        double largest = 0;
        for (double entry : vector) {
            // Math.max keeps NaN, a comparison would drop it.
            largest = Math.max(largest, Math.abs(entry));
        }
        return largest;
    }
}
