/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import java.util.Objects;

/** The settings of a PPCA fit; the builder's methods describe them. */
record ProbabilisticPcaOptions(
        int components,
        ProbabilisticPca.Method method,
        int maxIterations,
        double tolerance,
        double varianceFloor,
        boolean standardised,
        long seed) {
    ProbabilisticPcaOptions {
        Checks.requireAtLeast("components", components, 1);
        Objects.requireNonNull(method, "method");
        Checks.requireAtLeast("maxIterations", maxIterations, 1);
        Checks.requireNonNegative("tolerance", tolerance);
        Checks.requirePositive("varianceFloor", varianceFloor);
    }
}
