/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.ParameterSet;
import io.github.sdmvae.graph.PenaltyNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sums of the terms of the loss into the ring's row of a step: those that every model has, penalties on a dictionary, and what
 * stages bring.
 */
final class RingTerms {
    private static final int THREADS = 256;
    private static final int MANY_THREADS = 1024;

    private final RecordingEngine engine;
    private final TermsRing ring;
    private final List<PenaltyNode> penalties;
    private final ParameterSet parameters;
    private final Map<Integer, Long> rooms = new TreeMap<>();

    RingTerms(RecordingEngine engine, TermsRing ring, List<PenaltyNode> penalties, ParameterSet parameters) {
        this.engine = engine;
        this.ring = ring;
        this.penalties = penalties;
        this.parameters = parameters;
    }

    /** What of the penalties has no kernels, as a message names it; empty if there is nothing. */
    static String lacking(List<PenaltyNode> penalties) {
        for (PenaltyNode penalty : penalties) {
            if (penalty.getClass() != PenaltyNode.class || !penalty.name().equals(PenaltyNode.COHERENCE)) {
                return "the penalty '" + penalty.name() + "'";
            }
        }
        return "";
    }

    /** Names of the terms behind those that every model has, in the order of their columns. */
    static List<String> names(List<PenaltyNode> penalties, List<TermStage> stages) {
        List<String> names = new ArrayList<>();
        penalties.forEach(penalty -> names.add(penalty.name()));
        stages.forEach(stage -> names.add(stage.term()));
        return names;
    }

    TermsRing ring() {
        return ring;
    }

    /** Loss, divergence and hyperprior; a null one counts as nothing. */
    void sum(Sequence work, CudaTensor loss, @Nullable CudaTensor divergence, @Nullable CudaTensor hyperprior) {
        work.then(engine.kernels()
                .blocks(
                        KernelText.UPDATE,
                        "sum_terms",
                        3,
                        1,
                        MANY_THREADS,
                        engine.state(),
                        ring.address(),
                        ring.columns(),
                        loss.address(),
                        loss.length(),
                        divergence == null ? 0L : divergence.address(),
                        divergence == null ? 0 : divergence.length(),
                        hyperprior == null ? 0L : hyperprior.address(),
                        hyperprior == null ? 0 : hyperprior.length()));
    }

    /** Doubles into one column. */
    void sum(Sequence work, int column, long of, int count) {
        work.then(engine.kernels()
                .blocks(
                        KernelText.UPDATE,
                        "sum_doubles",
                        1,
                        1,
                        THREADS,
                        engine.state(),
                        ring.address(),
                        ring.columns(),
                        column,
                        of,
                        count));
    }

    /** What the update of a stage has left; nothing if none is watched. */
    void trouble(Sequence work, @Nullable WatchedStage stage) {
        if (stage != null) {
            sum(work, TermsRing.Columns.TROUBLE, stage.trouble(), 1);
        }
    }

    /** What stages bring, their columns behind those of the penalties and of so many stages before. */
    void sum(Sequence work, List<TermStage> stages, int before) {
        for (int i = 0; i < stages.size(); i++) {
            TermStage stage = stages.get(i);
            int column = TermsRing.Columns.PENALTIES + penalties.size() + before + i;
            engine.into(work, () -> {
                TermStage.Parts parts = stage.record();
                sum(work, column, parts.address(), parts.count());
            });
        }
    }

    /**
     * The penalties' terms.
     *
     * @param target their gradients are added to those that are there; null for none
     */
    void penalties(Sequence work, @Nullable ParameterSet target) {
        for (int i = 0; i < penalties.size(); i++) {
            PenaltyNode penalty = penalties.get(i);
            CudaTensor d = (CudaTensor) parameters.named(penalty.parameter());
            CudaTensor gradient = target == null ? null : (CudaTensor) target.named(penalty.parameter());
            int k = d.columns();
            long room = rooms.computeIfAbsent(i, n -> engine.doubles(k * (k + 1)));
            work.then(DictionaryKernels.coherence(engine.kernels(), d, gradient, room, penalty.weight()));
            sum(work, TermsRing.Columns.PENALTIES + i, room, k);
        }
    }
}
