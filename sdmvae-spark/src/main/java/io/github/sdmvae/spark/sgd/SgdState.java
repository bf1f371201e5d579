/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.spark.sgd.LocalSgdResult.Costs;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.TrainingResult.StopReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the rest of a shared training depends on, between two rounds.
 *
 * @param now parameters, moments, shared γ
 * @param stepInEpoch steps of a worker in the epoch that has begun
 * @param terms of these steps so far
 * @param epochSeconds of the epoch so far
 * @param history finished epochs
 * @param best the best epoch's values and shared γ, moments empty; null before the first
 * @param bestEpoch from 1; 0 before the first
 * @param bestLoss its validation loss
 * @param epochsWithoutGain since then
 * @param ended why the training has ended; null if it has not
 * @param costs so far
 */
record SgdState(
        RoundState now,
        int stepInEpoch,
        LossTerms terms,
        double epochSeconds,
        List<EpochReport> history,
        @Nullable RoundState best,
        int bestEpoch,
        double bestLoss,
        int epochsWithoutGain,
        @Nullable StopReason ended,
        Costs costs) {

    SgdState {
        history = List.copyOf(history);
    }

    static SgdState start(RoundState initial) {
        Costs none = new Costs(0, 0, 0, 1, 0, 0);
        return new SgdState(initial, 0, WorkerTerms.none(), 0, List.of(), null, 0, Double.NaN, 0, null, none);
    }

    /** The epoch that is being done, or would be next. */
    int epoch() {
        return history.size() + 1;
    }

    /** In mid-epoch after a round. */
    SgdState after(RoundState mean, int step, LossTerms sums, double seconds) {
        return new SgdState(
                mean, step, sums, seconds, history, best, bestEpoch, bestLoss, epochsWithoutGain, null, costs);
    }

    SgdState with(Costs total) {
        return new SgdState(
                now,
                stepInEpoch,
                terms,
                epochSeconds,
                history,
                best,
                bestEpoch,
                bestLoss,
                epochsWithoutGain,
                ended,
                total);
    }
}
