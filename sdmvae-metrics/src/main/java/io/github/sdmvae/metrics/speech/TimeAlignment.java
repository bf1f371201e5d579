/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import io.github.sdmvae.metrics.MetricException;
import java.util.ArrayList;
import java.util.List;

/**
 * Result of the time alignment. P.862 clause 10.1.
 *
 * @param crudeDelay delay of the whole signal in samples
 * @param found the utterances as first found, before bounds were settled and splits made
 * @param splits the splits in the order in which they were made
 * @param utterances the final utterances in order, at least one
 */
record TimeAlignment(
        int crudeDelay, List<UtteranceDraft> found, List<SplitPoint> splits, List<UtteranceDraft> utterances) {

    static TimeAlignment of(AlignmentData data) {
        int crudeDelay = data.coarse().ofWholeSignal();
        List<UtteranceDraft> found = new UtteranceFinder(data, crudeDelay).find();
        if (found.isEmpty()) {
            throw new MetricException(
                    MetricException.Reason.NO_SPEECH,
                    "PESQ found no speech: the reference needs a section of at least 200 ms that the degraded signal"
                            + " can contain");
        }
        List<UtteranceDraft> utterances = new ArrayList<>();
        found.forEach(draft -> utterances.add(draft.copy()));
        UtteranceBounds.settle(utterances, data);
        List<SplitPoint> splits = new UtteranceSplitter(data, utterances).split();
        return new TimeAlignment(crudeDelay, found, splits, utterances);
    }
}
