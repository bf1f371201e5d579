/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.ResynthesisScores;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.metrics.ActiveUnits;
import io.github.sdmvae.model.Evaluation;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.report.CodeSparsity;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.TrainingResult;

/**
 * A model of the comparison with all its figures.
 *
 * @param id for file names
 * @param title for tables and pictures
 * @param training how it was trained
 * @param speech the model with its front end
 * @param validation its loss on the validation set
 * @param scores means over the test recordings
 * @param sparsity of the codes of all frames of the test recordings
 */
record ModelResult(
        String id,
        String title,
        TrainingResult training,
        SpeechModel speech,
        Evaluation validation,
        ResynthesisScores scores,
        CodeSparsity sparsity) {

    /** Of training, those before an interruption included. */
    double seconds() {
        return training.history().stream().mapToDouble(EpochReport::seconds).sum();
    }

    Vae model() {
        return training.model();
    }

    /** Code entries that carry information: a mean divergence above 0.01 nats. */
    long activeUnits() {
        return validation.unitDivergence().stream()
                .filter(nats -> nats > ActiveUnits.DIVERGENCE_THRESHOLD)
                .count();
    }
}
