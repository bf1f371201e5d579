/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.List;

/** Delay of the degraded signal at each place of the reference. */
final class DelayMap {

    private final int window;
    private final int[] starts;
    private final int[] delays;

    DelayMap(List<UtteranceDraft> utterances, int window) {
        this.window = window;
        this.starts = utterances.stream().mapToInt(u -> u.start).toArray();
        this.delays = utterances.stream().mapToInt(u -> u.delay).toArray();
    }

    /** Delay in samples at an index of the padded reference: that of the last utterance begun, or of the first. */
    int at(int index) {
        int u = starts.length - 1;
        while (u > 0 && starts[u] * window > index) {
            u--;
        }
        return delays[u];
    }
}
