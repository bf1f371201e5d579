/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/** An utterance while its bounds and delay are being worked out; bounds in windows of the reference, delays in samples. */
final class UtteranceDraft {

    int start;
    int end;
    int searchStart;
    int searchEnd;
    int coarseDelay;
    int delay;
    /** Share of the frames that agree on the delay, 0 to 1. */
    double confidence;

    UtteranceDraft(int start, int end) {
        this.start = start;
        this.end = end;
    }

    UtteranceDraft copy() {
        UtteranceDraft copy = new UtteranceDraft(start, end);
        copy.searchStart = searchStart;
        copy.searchEnd = searchEnd;
        copy.coarseDelay = coarseDelay;
        copy.delay = delay;
        copy.confidence = confidence;
        return copy;
    }
}
