/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

/**
 * Hoyer's sparsity of a code: {@code (√d − ‖v‖₁/‖v‖₂) / (√d − 1)} for a vector of d entries.
 *
 * <p>No unit; 1 for a single non-zero entry, 0 for entries of equal magnitude (both up to rounding). Scale and sign do
 * not matter. The value is undefined (NaN) for an all-zero vector, for d &lt; 2, and for a vector with a NaN or infinite
 * entry. For a sparse-dictionary VAE it is taken of the deterministic code (the posterior mean), frame by frame.
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
     * Mean sparsity over the frames of a file; undefined frames (digital silence, say) are left out and counted.
     *
     * @param codes T frames of d entries
     * @return the mean over the defined frames and both counts
     */
    public static FrameMean mean(float[][] codes) {
        return FrameMean.of(perFrame(codes));
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
