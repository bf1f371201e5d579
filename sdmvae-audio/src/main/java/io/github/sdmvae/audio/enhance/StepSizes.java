/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import java.util.Arrays;

/** Each frame's own step, adapted to how often it is accepted (target: Roberts et al. 1997, Roberts and Rosenthal 1998). */
final class StepSizes {
    private static final double LEAST = Math.log(1e-3);
    private static final double MOST = Math.log(2);
    private static final double RATE = 0.1;

    private StepSizes() {}

    /** Logarithms of first steps. */
    static double[] start(int rows, double step) {
        double[] logarithms = new double[rows];
        Arrays.fill(logarithms, Math.log(step));
        return logarithms;
    }

    /** Makes steps of what was accepted larger, of what was refused smaller. */
    static void adapt(double[] logarithms, boolean[] accepted, double target) {
        for (int t = 0; t < logarithms.length; t++) {
            double moved = logarithms[t] + RATE * ((accepted[t] ? 1 : 0) - target);
            logarithms[t] = Math.max(LEAST, Math.min(MOST, moved));
        }
    }
}
