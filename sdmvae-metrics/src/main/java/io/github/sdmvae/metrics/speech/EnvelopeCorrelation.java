/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/** The two ways to correlate band envelopes over stretches of 30 frames (384 ms). */
final class EnvelopeCorrelation {

    /** Frames in a stretch. */
    static final int STRETCH = 30;

    private static final double EPSILON = Math.ulp(1.0);
    /** A processed envelope may exceed the clean one by the inverse of a signal-to-distortion ratio of −15 dB. */
    private static final double CLIP = 1 + Math.pow(10, 15.0 / 20);

    private EnvelopeCorrelation() {}

    /** STOI: band by band, after scaling and clipping. Taal et al. 2011, equations 3 to 6. */
    static double clipped(double[][] clean, double[][] processed) {
        int stretches = clean[0].length - STRETCH + 1;
        double[] scaled = new double[STRETCH];
        double sum = 0;
        for (int b = 0; b < clean.length; b++) {
            for (int m = 0; m < stretches; m++) {
                scaleAndClip(clean[b], processed[b], m, scaled);
                sum += correlation(clean[b], m, scaled);
            }
        }
        return sum / (clean.length * (double) stretches);
    }

    /** ESTOI: rows and columns of a stretch normalised, then correlated as a whole. Jensen and Taal 2016. */
    static double spectral(double[][] clean, double[][] processed) {
        int stretches = clean[0].length - STRETCH + 1;
        double[][] x = new double[STRETCH][clean.length];
        double[][] y = new double[STRETCH][clean.length];
        double sum = 0;
        for (int m = 0; m < stretches; m++) {
            normalizeRows(clean, m, x);
            normalizeRows(processed, m, y);
            for (int f = 0; f < STRETCH; f++) {
                normalize(x[f]);
                normalize(y[f]);
                sum += dot(x[f], y[f]);
            }
        }
        return sum / (STRETCH * (double) stretches);
    }

    private static void scaleAndClip(double[] clean, double[] processed, int from, double[] scaled) {
        double cleanSquares = 0;
        double processedSquares = 0;
        for (int i = from; i < from + STRETCH; i++) {
            cleanSquares += clean[i] * clean[i];
            processedSquares += processed[i] * processed[i];
        }
        double gain = Math.sqrt(cleanSquares) / (Math.sqrt(processedSquares) + EPSILON);
        for (int i = 0; i < STRETCH; i++) {
            scaled[i] = Math.min(gain * processed[from + i], CLIP * clean[from + i]);
        }
    }

    private static double correlation(double[] clean, int from, double[] scaled) {
        double cleanMean = 0;
        double scaledMean = 0;
        for (int i = 0; i < STRETCH; i++) {
            cleanMean += clean[from + i] / STRETCH;
            scaledMean += scaled[i] / STRETCH;
        }
        double cleanSquares = 0;
        double scaledSquares = 0;
        double product = 0;
        for (int i = 0; i < STRETCH; i++) {
            double u = clean[from + i] - cleanMean;
            double v = scaled[i] - scaledMean;
            cleanSquares += u * u;
            scaledSquares += v * v;
            product += u * v;
        }
        return product / ((Math.sqrt(cleanSquares) + EPSILON) * (Math.sqrt(scaledSquares) + EPSILON));
    }

    /** Band envelopes of a stretch with mean 0 and norm 1, transposed to one row per frame. */
    private static void normalizeRows(double[][] envelopes, int from, double[][] transposed) {
        double[] row = new double[STRETCH];
        for (int b = 0; b < envelopes.length; b++) {
            System.arraycopy(envelopes[b], from, row, 0, STRETCH);
            normalize(row);
            for (int f = 0; f < STRETCH; f++) {
                transposed[f][b] = row[f];
            }
        }
    }

    /** Mean 0 and norm 1; a constant vector becomes zero. */
    private static void normalize(double[] vector) {
        double mean = 0;
        for (double value : vector) {
            mean += value;
        }
        mean /= vector.length;
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] -= mean;
            squares += vector[i] * vector[i];
        }
        double factor = squares == 0 ? 0 : 1 / Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
