/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

/** How well codes keep classes apart. */
final class Neighbours {
    private Neighbours() {}

    /** The share of codes whose nearest known code, by Euclid's distance, is of the same class. */
    static double agreement(float[][] known, int[] knownLabels, float[][] codes, int[] labels) {
        int same = 0;
        for (int i = 0; i < codes.length; i++) {
            same += knownLabels[nearest(known, codes[i])] == labels[i] ? 1 : 0;
        }
        return (double) same / codes.length;
    }

    private static int nearest(float[][] known, float[] code) {
        int best = 0;
        float least = Float.POSITIVE_INFINITY;
        for (int i = 0; i < known.length; i++) {
            float distance = 0;
            for (int j = 0; j < code.length && distance < least; j++) {
                float difference = known[i][j] - code[j];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }
}
