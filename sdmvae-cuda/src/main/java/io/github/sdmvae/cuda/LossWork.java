/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.graph.ModelGraph;
import java.util.List;
import java.util.Objects;

/** From a batch's output to its loss, the loss's gradient, and all terms. */
final class LossWork {
    private final RecordingEngine engine;
    private final Objective objective;
    private final BatchWork batch;
    private final RingTerms terms;
    private final LikelihoodPart likelihood;
    private final CudaTensor loss;
    private final long bounds;
    private final long reconstructions;
    private final boolean hasHyperprior;

    LossWork(RecordingEngine engine, ModelGraph graph, Objective objective, BatchWork batch, RingTerms terms) {
        this.engine = engine;
        this.objective = objective;
        this.batch = batch;
        this.terms = terms;
        likelihood =
                Objects.requireNonNull(LikelihoodPart.of(graph.observation().likelihood()));
        loss = engine.zeros(batch.decoder().output().rows(), 1);
        bounds = engine.doubles(batch.rows());
        reconstructions = engine.doubles(batch.rows());
        hasHyperprior = objective.rule().prior().isGaussian()
                && objective.rule().effectiveGamma().hasHyperprior();
    }

    /** Address of the bound of every data point, doubles. */
    long bounds() {
        return bounds;
    }

    void mean(Sequence work) {
        work.then(likelihood.mean(engine.kernels(), batch.decoder().output(), batch.mean()));
    }

    /** Output → loss, its gradient in training, and sums of all terms but, in training, the penalties. */
    void terms(Sequence work, boolean train) {
        Chain decoder = batch.decoder();
        float scale = (float) (1.0 / batch.rows() / batch.samples());
        work.then(likelihood.evaluate(
                engine.kernels(),
                batch.data(),
                decoder.output(),
                train ? decoder.outputGradient() : null,
                loss,
                scale));
        if (objective.rule().importance()) {
            importance(work);
            if (train) {
                batch.codePart().weigh(work, engine.kernels(), batch.arrays());
                weighOutput(work);
            }
        } else {
            sums(work, train && batch.holdsFreeBits());
        }
        if (!train) {
            terms.penalties(work, null); // else with their gradients, when the others are there
        }
        List<TermStage> always = batch.selectionTerms();
        terms.sum(work, always, 0);
        if (train) {
            terms.sum(work, batch.decoderTerms(), always.size());
        }
    }

    private void sums(Sequence work, boolean held) {
        CudaTensor divergence = (CudaTensor) batch.codes().divergence();
        CudaTensor hyperprior = (CudaTensor) batch.codes().hyperprior();
        terms.sum(work, loss, held ? null : divergence, hasHyperprior ? hyperprior : null);
        if (held) {
            terms.sum(
                    work,
                    TermsRing.Columns.DIVERGENCE,
                    batch.freeBits(),
                    batch.codes().shape().width());
        }
    }

    /** The bound of every data point, and weights of draws. */
    private void importance(Sequence work) {
        work.then(engine.kernels()
                .blocks(
                        KernelText.LIKELIHOOD,
                        "importance",
                        batch.rows(),
                        1,
                        32,
                        loss.address(),
                        batch.arrays().drawn(),
                        batch.arrays().weights(),
                        bounds,
                        reconstructions,
                        batch.rows(),
                        batch.samples(),
                        batch.codes().shape().width(),
                        engine.state()));
        terms.sum(work, TermsRing.Columns.BOUND, bounds, batch.rows());
        terms.sum(work, TermsRing.Columns.RECONSTRUCTION, reconstructions, batch.rows());
    }

    private void weighOutput(Sequence work) {
        CudaTensor gradient = Objects.requireNonNull(batch.decoder().outputGradient());
        work.then(engine.kernels()
                .each(
                        KernelText.LIKELIHOOD,
                        "weigh_output",
                        gradient.length(),
                        gradient.address(),
                        batch.arrays().weights(),
                        (long) gradient.length(),
                        gradient.columns(),
                        batch.samples()));
    }
}
