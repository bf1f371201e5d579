/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.Arrays;

/** Adaptive energy threshold with clean-up of short bursts and gaps. P.862 clause 10.1; one use per instance. */
final class VoiceActivityDetector {

    private static final int ADAPTATIONS = 12;
    private static final int LONGEST_BURST = 4;
    private static final int LONGEST_GAP = 50;
    private static final double NO_SPEECH = -1;

    /** Positive where speech, negative where silence, once {@link #markSilence} has run. */
    private final double[] e;

    private final double floor;
    private double threshold;

    VoiceActivityDetector(PaddedSignal signal, PesqGrid grid) {
        e = energies(signal.samples(), signal.n() / grid.window(), grid.window());
        threshold = mean(e);
        floor = raiseToFloor();
    }

    VoiceActivity detect() {
        for (int i = 0; i < ADAPTATIONS; i++) {
            adaptThreshold();
        }
        double speechLevel = meanAbove();
        double noiseLevel = meanBelow();
        if (speechLevel == 0) {
            threshold = NO_SPEECH;
        }
        markSilence();
        dropRuns(false);
        if (speechLevel >= 1000 * noiseLevel) {
            dropRuns(true);
        }
        joinRuns();
        restoreIfNothingLeft();
        softenEdges();
        return result();
    }

    private static double[] energies(double[] samples, int windows, int length) {
        double[] energies = new double[windows];
        for (int w = 0; w < windows; w++) {
            double sum = 0;
            for (int i = w * length; i < (w + 1) * length; i++) {
                sum += samples[i] * samples[i];
            }
            energies[w] = sum / length;
        }
        return energies;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private double raiseToFloor() {
        double largest = 0;
        for (double value : e) {
            largest = Math.max(largest, value);
        }
        double lowest = largest > 0 ? 1e-4 * largest : 1;
        for (int w = 0; w < e.length; w++) {
            e[w] = Math.max(e[w], lowest);
        }
        return lowest;
    }

    private void adaptThreshold() {
        double mean = 0;
        double squares = 0;
        int count = 0;
        for (double value : e) {
            if (value <= threshold) {
                mean += value;
                count++;
            }
        }
        mean /= Math.max(count, 1);
        for (double value : e) {
            if (value <= threshold) {
                squares += (value - mean) * (value - mean);
            }
        }
        threshold = 1.001 * (mean + 2 * Math.sqrt(squares / Math.max(count, 1)));
    }

    private double meanAbove() {
        double sum = 0;
        int count = 0;
        for (double value : e) {
            if (value > threshold) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    private double meanBelow() {
        double sum = 0;
        int count = 0;
        for (double value : e) {
            if (value <= threshold) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? 1 : sum / count;
    }

    private void markSilence() {
        for (int w = 0; w < e.length; w++) {
            if (e[w] <= threshold) {
                e[w] = -e[w];
            }
        }
        silenceEnds();
    }

    private void silenceEnds() {
        e[0] = -floor;
        e[e.length - 1] = -floor;
    }

    /** Turns runs of speech into silence: those too short, or (weak) those of little energy. */
    private void dropRuns(boolean weak) {
        int w = 0;
        while (w < e.length) {
            int end = runEnd(w);
            if (end > w && (weak ? sum(w, end) < 3 * threshold * (end - w) : end - w <= LONGEST_BURST)) {
                negate(w, end);
            }
            w = Math.max(end, w + 1);
        }
    }

    private void joinRuns() {
        int previousEnd = -1;
        int w = 0;
        while (w < e.length) {
            int end = runEnd(w);
            if (end > w) {
                if (previousEnd >= 0 && w - previousEnd <= LONGEST_GAP) {
                    Arrays.fill(e, previousEnd, w, floor);
                }
                previousEnd = end;
            }
            w = Math.max(end, w + 1);
        }
    }

    /** End (exclusive) of the run of speech that starts at w, or w if there is none. */
    private int runEnd(int w) {
        int end = w;
        while (end < e.length && e[end] > 0) {
            end++;
        }
        return end;
    }

    private double sum(int from, int to) {
        double sum = 0;
        for (int w = from; w < to; w++) {
            sum += e[w];
        }
        return sum;
    }

    private void negate(int from, int to) {
        for (int w = from; w < to; w++) {
            e[w] = -e[w];
        }
    }

    private void restoreIfNothingLeft() {
        for (double value : e) {
            if (value > 0) {
                return;
            }
        }
        negate(0, e.length);
        silenceEnds();
    }

    private void softenEdges() {
        int w = 3;
        while (w < e.length - 2) {
            if (e[w] > 0 && e[w - 2] <= 0) {
                e[w - 2] = 0.1 * e[w];
                e[w - 1] = 0.3 * e[w];
                w++;
            }
            if (e[w] <= 0 && e[w - 1] > 0) {
                e[w] = 0.3 * e[w - 1];
                e[w + 1] = 0.1 * e[w - 1];
                w += 3;
            }
            w++;
        }
    }

    private VoiceActivity result() {
        double positive = threshold <= 0 ? floor : threshold;
        double[] logActivity = new double[e.length];
        for (int w = 0; w < e.length; w++) {
            e[w] = Math.max(e[w], 0);
            logActivity[w] = e[w] > positive ? Math.log(e[w] / positive) : 0;
        }
        return new VoiceActivity(e, logActivity);
    }
}
