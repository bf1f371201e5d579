/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import java.util.Objects;

/** The settings of a mixture fit; the builder's methods describe them. */
record GaussianMixtureOptions(
        int components,
        CovarianceType covariance,
        int maxIterations,
        double tolerance,
        double varianceFloor,
        int restarts,
        long seed) {
    GaussianMixtureOptions {
        Checks.requireAtLeast("components", components, 1);
        Objects.requireNonNull(covariance, "covariance");
        Checks.requireAtLeast("maxIterations", maxIterations, 1);
        Checks.requireNonNegative("tolerance", tolerance);
        Checks.requirePositive("varianceFloor", varianceFloor);
        Checks.requireAtLeast("restarts", restarts, 1);
    }

    KMeansOptions start() {
        return new KMeansOptions(components, 100, 1e-4, 1, seed);
    }
}
