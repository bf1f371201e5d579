/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import io.github.sdmvae.metrics.MetricException;
import java.util.List;

/** One pass through P.862 for one band: filter, align, model, realign, aggregate. */
final class PesqRun {

    private PesqRun() {}

    static PesqDetail score(LevelledPair pair, boolean wideBand) {
        PesqGrid grid = pair.grid();
        PaddedSignal reference = InputFilter.perceptual(pair.reference(), grid, wideBand);
        PaddedSignal degraded = InputFilter.perceptual(pair.degraded(), grid, wideBand);
        TimeAlignment alignment = TimeAlignment.of(AlignmentData.of(reference, degraded, grid));
        ModelSignals signals = ModelSignals.of(reference, degraded, grid);
        return judge(signals, alignment.utterances(), grid, wideBand);
    }

    static PesqDetail judge(ModelSignals signals, List<UtteranceDraft> utterances, PesqGrid grid, boolean wideBand) {
        DelayMap delays = new DelayMap(utterances, grid.window());
        FrameRange range = FrameRange.of(signals.reference(), signals.longest(), grid);
        PerceptualModel model = new PerceptualModel(signals, range, grid);
        Disturbances disturbances = model.measure(delays);
        boolean anyBad = BadIntervals.any(disturbances);
        int lost = LostFrames.clear(disturbances, utterances, grid);
        List<PesqBadInterval> bad = List.of();
        if (anyBad) {
            Realignment realignment = new Realignment(signals, signals.alignedDegraded(delays, grid), grid);
            bad = realignment.estimate(BadIntervals.find(disturbances));
            double[] realigned = realignment.apply(bad);
            bad.forEach(i -> model.remeasure(realigned, i.firstFrame(), i.endFrame(), disturbances));
        }
        Aggregation.weight(disturbances, model.audiblePower());
        Aggregation aggregation = new Aggregation(range, signals.longest(), grid);
        return requireFinite(new PesqDetail.Builder(wideBand)
                .indicators(
                        aggregation.average(disturbances.symmetric()), aggregation.average(disturbances.asymmetric()))
                .utterances(utterances.stream().map(u -> published(u, grid)).toList())
                .frames(disturbances, range, lost, bad)
                .build());
    }

    private static PesqUtterance published(UtteranceDraft draft, PesqGrid grid) {
        double seconds = (double) grid.window() / grid.rate();
        return new PesqUtterance(
                (draft.start - PesqGrid.MARGIN_WINDOWS) * seconds,
                (draft.end - PesqGrid.MARGIN_WINDOWS) * seconds,
                draft.delay,
                draft.confidence);
    }

    private static PesqDetail requireFinite(PesqDetail detail) {
        if (!Double.isFinite(detail.raw())) {
            throw new MetricException(MetricException.Reason.UNDEFINED, "PESQ gives no finite score for this pair");
        }
        return detail;
    }
}
