/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import static io.github.sdmvae.engine.kernels.HostLayers.values;

import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.graph.PenaltyNode;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.prior.TimeRule;
import io.github.sdmvae.prior.TimeTerms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Divergence, likelihood and penalties of a batch of sequences, means over its frames, and their gradients. */
final class SequenceLoss {
    private final KernelEngine engine;
    private final List<PenaltyNode> penalties;
    private final ParameterSet parameters;
    private final SequenceArrays arrays;
    private final TimeRule rule;
    private final TimeTerms terms;
    private double totalFrames;

    SequenceLoss(CompiledModel model, SequenceArrays arrays) {
        this.engine = model.engine();
        this.penalties = model.graph().penalties();
        this.parameters = model.parameters().values();
        this.arrays = arrays;
        Objective objective = model.objective();
        requireSupported(objective);
        this.rule = objective.rule().prior().overTime(objective.rule().gamma());
        this.terms = TimeTerms.allocate(arrays.code().noise().length);
    }

    private static void requireSupported(Objective objective) {
        refuse(objective.rule().importance(), "importance weights");
        refuse(objective.rule().sampled(), "a divergence by draws");
        refuse(objective.samples() > 1, "several draws per frame");
        refuse(objective.freeBits() > 0, "free bits");
    }

    private static void refuse(boolean asked, String what) {
        if (asked) {
            throw new IllegalArgumentException("not yet supported in models of time: " + what);
        }
    }

    TimeTerms terms() {
        return terms;
    }

    /** Adds up the frames of all workers' shares of a batch, which differ from batch to batch. */
    void meet(Exchange exchange) {
        double[] frames = {arrays.rows().frames()};
        exchange.statistics(frames);
        totalFrames = frames[0];
    }

    /** Codes → predictions, γ and divergence. */
    void divergence() {
        TransitionStep transition = arrays.transition();
        if (transition != null) {
            transition.forward(arrays.code().sequences());
        }
        terms.clear();
        rule.evaluate(arrays.code().sequences(), terms);
    }

    /** Output → loss and its gradient, which is of the mean over all workers' frames, then the terms of this worker's. */
    LossTerms terms(double beta, boolean train) {
        int frames = Math.max(1, arrays.rows().frames());
        int[] padded = arrays.rows().padded();
        arrays.likelihoodStep().evaluate(train ? 1.0 / totalFrames : 0);
        if (padded.length > 0) {
            engine.clear(arrays.likelihood().loss(), padded);
        }
        if (padded.length > 0 && train) {
            engine.clear(arrays.likelihood().dOutput(), padded);
        }
        return new LossTerms(
                engine.sum(arrays.likelihood().loss()) / frames,
                sum(terms.divergence()) / frames,
                sum(terms.hyperprior()) / frames,
                beta,
                penalties());
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private Map<String, Double> penalties() {
        Map<String, Double> found = new LinkedHashMap<>();
        for (PenaltyNode penalty : penalties) {
            found.put(penalty.name(), engine.coherence(parameters.named(penalty.parameter()), penalty.weight(), null));
        }
        return found;
    }

    void backward(double beta, ParameterSet target) {
        double scale = beta / totalFrames;
        // A penalty depends on no data: each worker adds its share, so that the sum has it once.
        double share = arrays.rows().frames() / totalFrames;
        backward(arrays.decoder(), target);
        for (PenaltyNode penalty : penalties) {
            engine.coherence(
                    parameters.named(penalty.parameter()), penalty.weight() * share, target.named(penalty.parameter()));
        }
        double[] dCode = values(arrays.dCode());
        TransitionStep transition = arrays.transition();
        if (transition != null) {
            transition.backward(terms, scale, target);
            addFollowing(dCode, values(arrays.dBefore()));
        }
        arrays.code().backward(dCode, terms, scale, target);
        backward(arrays.encoder(), target);
    }

    /** What a frame's prior wants of the code before belongs to the frame before. */
    private void addFollowing(double[] dCode, double[] dBefore) {
        int block = arrays.rows().sequences() * arrays.width();
        for (int i = block; i < dBefore.length; i++) {
            dCode[i - block] += dBefore[i];
        }
    }

    private static void backward(List<Stage> stages, ParameterSet target) {
        for (int i = stages.size() - 1; i >= 0; i--) {
            stages.get(i).backward(target);
        }
    }
}
