/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/** Finds runs of equal samples at the peak of a signal that comes in pieces. Not thread-safe. */
final class ClippingDetector {
    private static final int RUN = 3;
    private static final int RUNS = 2;

    private double peak;
    private double last;
    private int run;
    private int runs;

    /** Looks at further samples. */
    void take(double[] samples, int count) {
        for (int i = 0; i < count; i++) {
            double size = Math.abs(samples[i]);
            if (size > peak) {
                peak = size;
                runs = 0;
                run = 1;
            } else if (size == peak && size > 0) {
                run = samples[i] == last ? run + 1 : 1;
                runs += run == RUN ? 1 : 0;
            } else {
                run = 0;
            }
            last = samples[i];
        }
    }

    /** The largest absolute value so far. */
    double peak() {
        return peak;
    }

    /** Whether there are several runs at the peak. */
    boolean isClipped() {
        return runs >= RUNS;
    }
}
