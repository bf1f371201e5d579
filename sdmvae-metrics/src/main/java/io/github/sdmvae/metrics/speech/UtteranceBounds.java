/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.List;

/** Stretches the utterances so that they cover the reference and stay inside the degraded signal. */
final class UtteranceBounds {

    private UtteranceBounds() {}

    static void settle(List<UtteranceDraft> drafts, AlignmentData data) {
        int window = data.grid().window();
        int margin = PesqGrid.MARGIN_WINDOWS;
        UtteranceDraft first = drafts.get(0);
        UtteranceDraft last = drafts.get(drafts.size() - 1);
        first.start = margin;
        last.end = data.activity().windows() - margin;
        for (int u = 1; u < drafts.size(); u++) {
            int middle = (drafts.get(u).start + drafts.get(u - 1).end) / 2;
            drafts.get(u).start = middle;
            drafts.get(u - 1).end = middle;
        }
        if (first.start * window + first.delay < margin * window) {
            first.start = firstStart(first.delay, window);
        }
        if (last.end * window + last.delay > data.degradedLength() - margin * window) {
            last.end = lastEnd(data.degradedLength(), last.delay, window);
        }
        for (int u = 1; u < drafts.size(); u++) {
            separate(drafts.get(u - 1), drafts.get(u), window);
        }
    }

    /** First window that a (negative) delay still finds after the start of the degraded signal. */
    static int firstStart(int delay, int window) {
        return PesqGrid.MARGIN_WINDOWS + (window - 1 - delay) / window;
    }

    /** Last window that a delay still finds before the end of the degraded signal. */
    static int lastEnd(int degradedLength, int delay, int window) {
        return (degradedLength - delay) / window - PesqGrid.MARGIN_WINDOWS;
    }

    /** Two utterances must not use the same stretch of the degraded signal. */
    private static void separate(UtteranceDraft left, UtteranceDraft right, int window) {
        int begin = right.start * window + right.delay;
        int finish = left.end * window + left.delay;
        if (begin < finish) {
            int middle = (begin + finish) / 2;
            right.start = (window - 1 + middle - right.delay) / window;
            left.end = (middle - left.delay) / window;
        }
    }
}
