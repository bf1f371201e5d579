/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

/** The settings of a K-means fit; the builder's methods describe them. */
record KMeansOptions(int clusters, int maxIterations, double tolerance, int restarts, long seed) {
    KMeansOptions {
        Checks.requireAtLeast("clusters", clusters, 1);
        Checks.requireAtLeast("maxIterations", maxIterations, 1);
        Checks.requireNonNegative("tolerance", tolerance);
        Checks.requireAtLeast("restarts", restarts, 1);
    }
}
