/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/**
 * A window at which an utterance may be split, with the delays on both sides.
 *
 * @param window window of the reference
 * @param left delay of the part before
 * @param right delay of the part after
 */
record SplitPoint(int window, Half left, Half right) {

    SplitPoint(int window) {
        this(window, new Half(), new Half());
    }

    double confidence() {
        return left.confidence + right.confidence;
    }

    /** Whether the delays differ by a window or more and both are surer than that of the undivided utterance. */
    boolean betterThan(double confidence, int windowLength) {
        return Math.abs(right.delay - left.delay) >= windowLength
                && left.confidence > confidence
                && right.confidence > confidence;
    }

    /** Delay of one side, filled in during the search. */
    static final class Half {
        int coarseDelay;
        int delay;
        double confidence = Double.NaN;

        boolean open() {
            return Double.isNaN(confidence);
        }
    }
}
