/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/** Samples of one channel that can be read anywhere, in memory or in a file. */
interface Signal {

    /** Number of samples. */
    int length();

    /**
     * Reads samples.
     *
     * @param first of them
     * @param target filled
     */
    void read(int first, double[] target);

    /** A stretch. */
    default double[] stretch(int from, int to) {
        double[] samples = new double[to - from];
        read(from, samples);
        return samples;
    }

    /** Samples in memory. */
    static Signal of(double[] samples) {
        return new Signal() {
            @Override
            public int length() {
                return samples.length;
            }

            @Override
            public void read(int first, double[] target) {
                System.arraycopy(samples, first, target, 0, target.length);
            }
        };
    }
}
