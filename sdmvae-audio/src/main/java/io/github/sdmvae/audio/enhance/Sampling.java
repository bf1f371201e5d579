/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/**
 * What samplers have in common.
 *
 * @param sweeps updates of every code in an iteration
 * @param keep of which the last ones are kept
 * @param step of a proposal
 * @param adapting whether each frame's step is adapted
 * @param lastSweeps of the last chain
 * @param lastKeep kept of the last chain
 */
record Sampling(int sweeps, int keep, double step, boolean adapting, int lastSweeps, int lastKeep) {
    private static final int MOST = 100_000;

    /** Refuses what cannot be, when everything is known. */
    void check(String stepName) {
        requireSweeps("sweeps", sweeps, "keep", keep);
        requireSweeps("sweeps of the last chain", lastSweeps, "kept sweeps of the last chain", lastKeep);
        requirePositive(stepName, step);
    }

    private static void requireSweeps(String what, int count, String whatKept, int kept) {
        requireCount(what, count);
        if (kept < 1 || kept > count) {
            throw new IllegalArgumentException(
                    whatKept + " must be between 1 and the " + count + " sweeps, got " + kept);
        }
    }

    static void requireCount(String what, int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException(what + " must be between 1 and " + MOST + ", got " + count);
        }
    }

    static void requirePositive(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " must be above 0 and finite, got " + value);
        }
    }

    Sampling withSweeps(int count) {
        return new Sampling(count, keep, step, adapting, lastSweeps, lastKeep);
    }

    Sampling withKeep(int count) {
        return new Sampling(sweeps, count, step, adapting, lastSweeps, lastKeep);
    }

    Sampling withStep(double size) {
        return new Sampling(sweeps, keep, size, adapting, lastSweeps, lastKeep);
    }

    Sampling withAdapting(boolean adapts) {
        return new Sampling(sweeps, keep, step, adapts, lastSweeps, lastKeep);
    }

    Sampling withLastChain(int count, int kept) {
        return new Sampling(sweeps, keep, step, adapting, count, kept);
    }
}
