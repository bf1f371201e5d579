/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

/**
 * Log-spectral distance between two power spectrograms, in dB.
 *
 * <p>For a frame t of F bins: {@code d(t) = √( (1/F) Σ_f (10·log10(max(P, c)/max(Q, c)))² )}, the root mean square over
 * the bins of the level difference in dB; the figure is the arithmetic mean of d(t) over frames. The floor c is an
 * absolute power, the same for both spectrograms and for all bins. 0 means equal above the floor; there is no upper
 * bound. The two arguments may be swapped. A frame with a NaN, infinite or negative power is undefined and left out of
 * the mean. Frames at or below the floor in both spectrograms are defined: their distance is 0.
 *
 * <p>Source: A. H. Gray and J. D. Markel, "Distance measures for speech processing", IEEE Trans. ASSP 24 (1976), the
 * log-spectral measure with p = 2. Methods are safe for use by several threads.
 */
public final class LogSpectralDistance {

    /**
     * Default floor: power 1e-10, far below 16-bit rounding noise for signals of peak 1 and windows of 1024 samples. The
     * figure rests on it wherever a signal is digitally silent: quote it wherever the figure is quoted.
     */
    public static final double DEFAULT_FLOOR = 1e-10;

    private static final double DECIBELS = 10 / Math.log(10);

    private LogSpectralDistance() {}

    /**
     * Mean distance with {@link #DEFAULT_FLOOR}.
     *
     * @param reference T frames of F powers
     * @param estimate T frames of F powers
     * @return mean over the defined frames in dB and both counts
     * @throws IllegalArgumentException if the shapes differ
     */
    public static FrameMean meanDecibels(float[][] reference, float[][] estimate) {
        return meanDecibels(reference, estimate, DEFAULT_FLOOR);
    }

    /**
     * Mean distance with a floor of one's own.
     *
     * @param reference T frames of F powers
     * @param estimate T frames of F powers
     * @param floor smallest power that counts, finite and above 0
     * @return mean over the defined frames in dB and both counts
     * @throws IllegalArgumentException if the shapes differ or the floor is not above 0
     */
    public static FrameMean meanDecibels(float[][] reference, float[][] estimate, double floor) {
        return FrameMean.of(perFrameDecibels(reference, estimate, floor));
    }

    /**
     * Distance of every frame.
     *
     * @param reference T frames of F powers
     * @param estimate T frames of F powers
     * @param floor smallest power that counts, finite and above 0
     * @return T distances in dB, at least 0, NaN where undefined (a frame without bins is undefined too)
     * @throws IllegalArgumentException if the shapes differ or the floor is not above 0
     */
    public static double[] perFrameDecibels(float[][] reference, float[][] estimate, double floor) {
        if (!(floor > 0 && floor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("floor must be finite and above 0, got " + floor);
        }
        requireSame("number of frames", reference.length, estimate.length);
        double[] distances = new double[reference.length];
        for (int t = 0; t < distances.length; t++) {
            requireSame("number of bins in frame " + t, reference[t].length, estimate[t].length);
            distances[t] = frame(reference[t], estimate[t], floor);
        }
        return distances;
    }

    private static double frame(float[] reference, float[] estimate, double floor) {
        double squares = 0;
        for (int f = 0; f < reference.length; f++) {
            double difference = level(reference[f], floor) - level(estimate[f], floor);
            squares += difference * difference;
        }
        return Math.sqrt(squares / reference.length);
    }

    private static double level(float power, double floor) {
        boolean defined = power >= 0 && power < Float.POSITIVE_INFINITY;
        return defined ? DECIBELS * Math.log(Math.max(power, floor)) : Double.NaN;
    }

    private static void requireSame(String what, int reference, int estimate) {
        if (reference != estimate) {
            throw new IllegalArgumentException(
                    what + " must agree, got " + reference + " in the reference and " + estimate + " in the estimate");
        }
    }
}
