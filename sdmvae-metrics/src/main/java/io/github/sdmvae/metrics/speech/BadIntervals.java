/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * Stretches of large disturbance, which are aligned once more on their own: the delay found there may be wrong. P.862
 * clause 10.2.
 */
final class BadIntervals {

    private static final double BAD = 30;
    private static final int SHORTEST = 5;
    private static final int REACH = 2;

    private BadIntervals() {}

    /** Whether any frame is bad at all. */
    static boolean any(Disturbances disturbances) {
        for (double value : disturbances.symmetric()) {
            if (value > BAD) {
                return true;
            }
        }
        return false;
    }

    /** Runs of bad frames, gaps closed; pairs of first frame and end (exclusive). */
    static List<int[]> find(Disturbances disturbances) {
        boolean[] smeared = smear(disturbances.symmetric());
        List<int[]> found = new ArrayList<>();
        int begin = 0;
        for (int f = 1; f < smeared.length; f++) {
            if (smeared[f] && !smeared[f - 1]) {
                begin = f;
            }
            if (!smeared[f] && smeared[f - 1] && f - begin >= SHORTEST) {
                found.add(new int[] {begin, f});
            }
        }
        return found;
    }

    /** Marks frames with a bad one within two frames on both sides (their own included). */
    private static boolean[] smear(double[] disturbance) {
        boolean[] smeared = new boolean[disturbance.length];
        for (int f = REACH; f < disturbance.length - 1 - REACH; f++) {
            smeared[f] = bad(disturbance, f - REACH, f) && bad(disturbance, f, f + REACH);
        }
        return smeared;
    }

    private static boolean bad(double[] disturbance, int from, int to) {
        for (int f = Math.max(from, 1); f <= to; f++) {
            if (disturbance[f] > BAD) {
                return true;
            }
        }
        return false;
    }
}
