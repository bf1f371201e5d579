/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/**
 * Codes of a batch of sequences. Frame t of sequence b is row {@code t·B + b}; entry j of it has the index {@code (t·B +
 * b)·k + j} in every array.
 *
 * @param lengths frames in use of each of B sequences
 * @param width k
 * @param mean μ
 * @param logVariance λ = log σ²
 * @param predictedMean m, zeros if none is predicted
 * @param predictedVariance v, above zero; ones if none is predicted
 */
@SuppressWarnings("ArrayRecordComponent") // views of the library's own arrays, never compared
public record CodeSequences(
        int[] lengths,
        int width,
        double[] mean,
        double[] logVariance,
        double[] predictedMean,
        double[] predictedVariance) {

    /** What to do with an entry of a frame in use. */
    @FunctionalInterface
    public interface EntryTask {
        /**
         * One entry.
         *
         * @param index in every array
         */
        void run(int index);
    }

    /**
     * Index of a code's entry.
     *
     * @param sequence b
     * @param frame t
     * @param entry j
     * @return its place in the arrays
     */
    public int at(int sequence, int frame, int entry) {
        return (frame * lengths.length + sequence) * width + entry;
    }

    /**
     * Goes through the entries of frames in use.
     *
     * @param task called in the order of the arrays
     */
    public void each(EntryTask task) {
        for (int index = 0; index < mean.length; index++) {
            int row = index / width;
            if (row / lengths.length < lengths[row % lengths.length]) {
                task.run(index);
            }
        }
    }

    /**
     * Posterior variance.
     *
     * @param index of an entry
     * @return σ²
     */
    public double variance(int index) {
        return Math.exp(logVariance[index]);
    }

    /**
     * Second moment about zero.
     *
     * @param index of an entry
     * @return μ² + σ²
     */
    public double moment(int index) {
        return mean[index] * mean[index] + variance(index);
    }
}
