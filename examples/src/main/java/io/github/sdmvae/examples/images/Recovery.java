/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import java.util.Arrays;

/** How many of the functions that images are made of a model's latents draw. */
final class Recovery {
    private static final double THRESHOLD = 0.9;

    private Recovery() {}

    /** The share of functions that can be matched, one to one, to patterns with |cosine| above 0.9. */
    static double share(double[][] functions, float[][] patterns) {
        int[] functionOf = new int[patterns.length];
        Arrays.fill(functionOf, -1);
        int matched = 0;
        for (int f = 0; f < functions.length; f++) {
            matched += match(f, functions, patterns, functionOf, new boolean[patterns.length]) ? 1 : 0;
        }
        return (double) matched / functions.length;
    }

    /** Kuhn's algorithm: takes a free pattern, or one whose function finds another. */
    private static boolean match(int f, double[][] functions, float[][] patterns, int[] functionOf, boolean[] tried) {
        for (int p = 0; p < patterns.length; p++) {
            if (tried[p] || !(cosine(functions[f], patterns[p]) > THRESHOLD)) {
                continue;
            }
            tried[p] = true;
            if (functionOf[p] < 0 || match(functionOf[p], functions, patterns, functionOf, tried)) {
                functionOf[p] = f;
                return true;
            }
        }
        return false;
    }

    /** |cosine|, or NaN if the pattern is zero: a latent that draws nothing. */
    static double cosine(double[] function, float[] pattern) {
        double product = 0;
        double functionSquares = 0;
        double patternSquares = 0;
        for (int i = 0; i < function.length; i++) {
            product += function[i] * pattern[i];
            functionSquares += function[i] * function[i];
            patternSquares += (double) pattern[i] * pattern[i];
        }
        return Math.abs(product) / Math.sqrt(functionSquares * patternSquares);
    }
}
