/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/**
 * What an encoder says of rows: [μ, λ] each.
 *
 * @param values rows × 2k
 * @param rows B
 * @param width k
 */
@SuppressWarnings("ArrayRecordComponent") // filled by a program, and never compared
record EncodedRows(double[] values, int rows, int width) {
    /** e^λ stays a number. */
    private static final double LARGEST = 30;

    EncodedRows(int rows, int width) {
        this(new double[2 * rows * width], rows, width);
    }

    /** Takes μ as codes and λ as log-variances. */
    void read(SourceState source) {
        for (int t = 0; t < rows; t++) {
            System.arraycopy(values, 2 * t * width, source.codes, t * width, width);
            for (int i = 0; i < width; i++) {
                source.logVariance[t * width + i] = Math.min(LARGEST, values[(2 * t + 1) * width + i]);
            }
        }
    }

    /** μ² + σ² of an entry that was read. */
    double meanSquare(SourceState source, int i) {
        return source.codes[i] * source.codes[i] + Math.exp(source.logVariance[i]);
    }
}
