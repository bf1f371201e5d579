/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.graph.PenaltyNode;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.prior.CodePass;
import io.github.sdmvae.prior.CodeRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws, divergence, likelihood and penalties of a batch: what the loss and its gradient are made of. */
final class BatchLoss {
    private final KernelEngine engine;
    private final List<PenaltyNode> penalties;
    private final Objective objective;
    private final CodeRule rule;
    private final ParameterSet parameters;
    private final BatchArrays batch;
    private final HostImportance importance;
    private final Exchange exchange;
    private final int rows;
    private final int totalRows;
    private double heldDivergence = Double.NaN;

    BatchLoss(CompiledModel model, BatchArrays batch) {
        this.engine = model.engine();
        this.penalties = model.graph().penalties();
        this.objective = model.objective();
        this.rule = objective.rule();
        this.parameters = model.parameters().values();
        this.batch = batch;
        this.importance = new HostImportance(engine, batch.codeStep(), batch.likelihood(), batch.samples());
        this.exchange = model.trains() ? model.meeting() : Exchange.none();
        this.rows = batch.rows();
        this.totalRows = exchange.totalRows(rows);
    }

    private double perPoint(boolean train) {
        return train ? 1.0 / totalRows : 0;
    }

    /** Heads and noise → codes and divergence; in training the shared γ takes the batch in first. */
    void draw(StepValues values, boolean train) {
        CodeStep code = batch.codeStep();
        if (train && rule.sharesGamma()) {
            double[] moments = code.moments(totalRows);
            exchange.statistics(moments);
            code.share(moments, totalRows);
        }
        code.sample(new CodePass(values.relaxation(), values.beta() * perPoint(train)));
        boolean held = train && objective.freeBits() > 0;
        heldDivergence =
                held ? HostFreeBits.apply(batch.code(), objective.freeBits(), totalRows, exchange) : Double.NaN;
    }

    void reconstruct() {
        batch.likelihoodStep().mean();
    }

    /** Output → loss and its gradient, then all terms. */
    LossTerms terms(StepValues values, boolean train) {
        batch.likelihoodStep().evaluate(perPoint(train) / batch.samples());
        if (rule.importance()) {
            return importanceTerms(weigh(values.beta(), perPoint(train)), values.beta(), train);
        }
        CodeTensors code = batch.code();
        boolean hyperprior = rule.prior().isGaussian() && rule.effectiveGamma().hasHyperprior();
        return new LossTerms(
                engine.sum(batch.likelihood().loss()) / (rows * batch.samples()),
                Double.isNaN(heldDivergence) ? engine.sum(code.divergence()) / rows : heldDivergence,
                hyperprior ? engine.sum(code.hyperprior()) / rows : 0,
                values.beta(),
                penalties(train));
    }

    /** Draws → codes; in training the workers add up what the selection needs to know of the batch. */
    void select(boolean train) {
        for (Stage stage : batch.selection()) {
            stage.forward();
            if (train) {
                stage.meet(exchange, rows, totalRows);
            }
        }
    }

    /** Codes → output. */
    void decode(boolean train) {
        List<Stage> decoder = batch.decoder();
        // Without an iterator: live use must not leave garbage.
        for (int i = 0; i < decoder.size(); i++) {
            decoder.get(i).forward();
            if (train) {
                decoder.get(i).meet(exchange, rows, totalRows);
            }
        }
    }

    private Map<String, Double> penalties(boolean train) {
        Map<String, Double> terms = new LinkedHashMap<>();
        for (PenaltyNode penalty : penalties) {
            Tensor parameter = parameters.named(penalty.parameter());
            terms.put(penalty.name(), engine.coherence(parameter, penalty.weight(), null));
        }
        batch.selection().forEach(stage -> stage.addTerms(terms));
        if (train) {
            batch.decoder().forEach(stage -> stage.addTerms(terms));
        }
        return terms;
    }

    /** A penalty depends on no data: each worker adds its share, so that the sum has it once. */
    void penaltyGradients(ParameterSet target) {
        double share = (double) rows / totalRows;
        for (PenaltyNode penalty : penalties) {
            engine.coherence(
                    parameters.named(penalty.parameter()), penalty.weight() * share, target.named(penalty.parameter()));
        }
    }

    private double[][] weigh(double beta, double gradientScale) {
        return importance.run(beta, gradientScale);
    }

    /** What the bound has beyond the weighted reconstruction counts as divergence, so that the terms add up to it. */
    private LossTerms importanceTerms(double[][] boundAndReconstruction, double beta, boolean train) {
        double bound = Arrays.stream(boundAndReconstruction[0]).sum() / rows;
        double reconstruction = Arrays.stream(boundAndReconstruction[1]).sum() / rows;
        double rest = beta == 0 ? 0 : (bound - reconstruction) / beta;
        return new LossTerms(reconstruction, rest, 0, beta, penalties(train));
    }

    /** The negative importance-weighted bound of every data point. */
    double[] bounds() {
        batch.likelihoodStep().evaluate(0);
        return weigh(1, 0)[0];
    }
}
