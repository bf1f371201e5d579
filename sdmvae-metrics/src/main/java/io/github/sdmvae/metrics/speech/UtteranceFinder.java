/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.ArrayList;
import java.util.List;

/** Finds the utterances of the reference and the delay of each. P.862 clause 10.1. */
final class UtteranceFinder {

    private static final int SHORTEST = 50;

    private final AlignmentData data;
    private final int crudeDelay;

    UtteranceFinder(AlignmentData data, int crudeDelay) {
        this.data = data;
        this.crudeDelay = crudeDelay;
    }

    /** Utterances of at least 200 ms that the degraded signal can contain; empty if there are none. */
    List<UtteranceDraft> find() {
        List<UtteranceDraft> found = new ArrayList<>();
        int last = data.activity().windows() - 1;
        int start = -1;
        for (int w = 0; w <= last; w++) {
            boolean speech = data.activity().speech(w);
            if (speech && start < 0) {
                start = w;
            }
            if (start >= 0 && (!speech || w == last)) {
                addIfUsable(found, start, w);
                start = -1;
            }
        }
        estimateDelays(found);
        return found;
    }

    private void addIfUsable(List<UtteranceDraft> found, int start, int end) {
        int window = data.grid().window();
        if (end - start >= SHORTEST
                && start < (data.degradedLength() - crudeDelay) / window - SHORTEST
                && end > SHORTEST - crudeDelay / window) {
            UtteranceDraft draft = new UtteranceDraft(start, end);
            draft.searchStart = Math.max(start - PesqGrid.MARGIN_WINDOWS, 0);
            draft.searchEnd =
                    Math.min(end + PesqGrid.MARGIN_WINDOWS, data.activity().windows() - 1);
            found.add(draft);
        }
    }

    private void estimateDelays(List<UtteranceDraft> drafts) {
        FineDelay fine = new FineDelay(data);
        for (UtteranceDraft draft : drafts) {
            draft.coarseDelay = data.coarse().ofSection(draft.searchStart, draft.searchEnd, crudeDelay);
            fine.estimate(draft);
        }
    }
}
