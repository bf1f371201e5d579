/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.Arrays;
import java.util.List;

/** The pairs of the project's own table of scores, each meant for some part of the algorithms. */
final class SyntheticPairs {

    /**
     * A pair of signals.
     *
     * @param name name in the table
     * @param rate sample rate in Hz
     * @param signals reference and degraded signal
     */
    record Pair(String name, int rate, List<double[]> signals) {

        double[] reference() {
            return signals.get(0);
        }

        double[] degraded() {
            return signals.get(1);
        }
    }

    private SyntheticPairs() {}

    static List<Pair> all() {
        double[] wide = SyntheticSpeech.of(16000, 5, 5, 1);
        double[] narrow = SyntheticSpeech.of(8000, 5, 6, 2);
        // No pause for longer than the coarse correlation needs to reach into the analysis window.
        double[] unbroken = SyntheticSpeech.of(8000, 6, 1000, 3);
        // Here the score depends on that accident of the reference program: without it, it is 0.089 higher.
        double[] accident = SyntheticSpeech.of(8000, 6.5, 1000, 48);
        double[] twiceLater =
                SyntheticSpeech.delayedFrom(SyntheticSpeech.delayedFrom(accident, 14000, 300), 28000, 120);
        return List.of(
                pair("identical_16k", 16000, wide, wide),
                pair("white_10dB_16k", 16000, wide, SyntheticSpeech.withNoise(wide, 10, 11)),
                pair("quieter_16k", 16000, wide, SyntheticSpeech.scaled(wide, 0.25)),
                pair("lost_packets_16k", 16000, wide, SyntheticSpeech.withLostPackets(wide, 16000)),
                pair("late_from_middle_16k", 16000, wide, SyntheticSpeech.delayedFrom(wide, 40000, 800)),
                pair("longer_16k", 16000, wide, SyntheticSpeech.withNoise(Arrays.copyOf(wide, 90000), 20, 12)),
                pair("white_20dB_8k", 8000, narrow, SyntheticSpeech.withNoise(narrow, 20, 13)),
                pair("cut_in_middle_8k", 8000, narrow, SyntheticSpeech.cutAt(narrow, 20000, 320)),
                pair("lost_packets_8k", 8000, narrow, SyntheticSpeech.withLostPackets(narrow, 8000)),
                pair(
                        "unbroken_late_white_8k",
                        8000,
                        unbroken,
                        SyntheticSpeech.withNoise(SyntheticSpeech.delayedFrom(unbroken, 30000, 500), 15, 14)),
                pair("overwritten_window_8k", 8000, accident, SyntheticSpeech.withNoise(twiceLater, 12, 48)));
    }

    private static Pair pair(String name, int rate, double[] reference, double[] degraded) {
        return new Pair(name, rate, List.of(reference, degraded));
    }
}
