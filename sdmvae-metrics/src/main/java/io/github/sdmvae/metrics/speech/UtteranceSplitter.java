/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits utterances inside which the delay changes. P.862 clause 10.1. Each half is examined again, the left one
 * first.
 */
final class UtteranceSplitter {

    /** No utterance is split once there are this many. */
    private static final int MOST_UTTERANCES = 50;

    private final AlignmentData data;
    private final List<UtteranceDraft> drafts;
    private final List<SplitPoint> made = new ArrayList<>();

    UtteranceSplitter(AlignmentData data, List<UtteranceDraft> drafts) {
        this.data = data;
        this.drafts = drafts;
    }

    /** Splits in place and returns the split points in the order in which they were found. */
    List<SplitPoint> split() {
        int u = 0;
        while (u < drafts.size() && drafts.size() < MOST_UTTERANCES) {
            SplitPoint best = new SplitSearch(data, drafts.get(u)).best();
            if (best == null) {
                u++;
            } else {
                made.add(best);
                divide(u, best);
            }
        }
        return made;
    }

    private void divide(int u, SplitPoint point) {
        UtteranceDraft left = drafts.get(u);
        UtteranceDraft right = left.copy();
        adopt(left, point.left());
        adopt(right, point.right());
        int overlap = 0;
        if (point.right().delay >= point.left().delay) {
            overlap = (point.right().delay - point.left().delay)
                    / (2 * data.grid().window());
        }
        left.end = point.window() + overlap;
        right.start = point.window() - overlap;
        keepInside(left, right);
        drafts.add(u + 1, right);
    }

    private static void adopt(UtteranceDraft draft, SplitPoint.Half half) {
        draft.coarseDelay = half.coarseDelay;
        draft.delay = half.delay;
        draft.confidence = half.confidence;
    }

    private void keepInside(UtteranceDraft left, UtteranceDraft right) {
        int window = data.grid().window();
        int margin = PesqGrid.MARGIN_WINDOWS;
        if ((left.start - margin) * window + left.delay < 0) {
            left.start = UtteranceBounds.firstStart(left.delay, window);
        }
        if (right.end * window + right.delay > data.degradedLength() - margin * window) {
            right.end = UtteranceBounds.lastEnd(data.degradedLength(), right.delay, window);
        }
    }
}
