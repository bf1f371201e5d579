/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is known of a source's codes in the frames of one tile, from iteration to iteration. */
final class SourceState {
    /** a, rows × k: the last code of a chain, an estimate, or the mean of an approximation. */
    final double[] codes;
    /** λ, rows × k: log-variances of an approximation. */
    final double[] logVariance;
    /** γ, rows × k. */
    final double[] gamma;
    /** g, one per row. */
    final double[] gain;
    /** What the method needs besides; see the chains. */
    final double[][] extra;
    /** Codes of the samples that the last iteration has kept, R times rows × k. */
    final double[][] samples;

    SourceState(int rows, int width, int samples, double[][] extra) {
        codes = new double[rows * width];
        logVariance = new double[rows * width];
        gamma = new double[rows * width];
        gain = new double[rows];
        Arrays.fill(gain, 1);
        this.extra = extra;
        this.samples = new double[samples][rows * width];
    }

    /** All arrays, in a fixed order. */
    List<double[]> arrays() {
        List<double[]> all = new ArrayList<>(List.of(codes, logVariance, gamma, gain));
        all.addAll(List.of(extra));
        all.addAll(List.of(samples));
        return all;
    }

    /** The mean over the samples of the square of an entry. */
    double meanSquare(int entry) {
        double sum = 0;
        for (double[] sample : samples) {
            sum += sample[entry] * sample[entry];
        }
        return sum / samples.length;
    }

    /** Arrays of the same shape. */
    SourceState emptyLike() {
        double[][] more = new double[extra.length][];
        Arrays.setAll(more, i -> new double[extra[i].length]);
        return new SourceState(gain.length, codes.length / gain.length, samples.length, more);
    }
}
