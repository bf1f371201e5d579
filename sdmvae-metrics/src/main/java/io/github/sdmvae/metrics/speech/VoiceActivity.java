/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/** Where a signal holds speech, in windows of 4 ms. */
final class VoiceActivity {

    private final double[] energy;
    private final double[] logActivity;

    VoiceActivity(double[] energy, double[] logActivity) {
        this.energy = energy;
        this.logActivity = logActivity;
    }

    /** Mean square of each window that holds speech (edges softened), 0 elsewhere. */
    double[] energy() {
        return energy;
    }

    /** The logarithm ln(energy/threshold) where the energy exceeds the threshold, 0 elsewhere. */
    double[] logActivity() {
        return logActivity;
    }

    static VoiceActivity of(PaddedSignal signal, PesqGrid grid) {
        return new VoiceActivityDetector(signal, grid).detect();
    }

    int windows() {
        return energy.length;
    }

    /** Whether a window holds speech; windows beyond either end do not. */
    boolean speech(int window) {
        return window >= 0 && window < energy.length && energy[window] > 0;
    }

    /** Number of windows that hold speech. */
    int speechWindows() {
        int count = 0;
        for (double e : energy) {
            if (e > 0) {
                count++;
            }
        }
        return count;
    }
}
