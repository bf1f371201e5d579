/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import static io.github.sdmvae.engine.kernels.HostLayers.values;

import io.github.sdmvae.network.Activation;
import io.github.sdmvae.prior.CodeSequences;
import io.github.sdmvae.prior.TimeTerms;
import io.github.sdmvae.prior.Transition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The gated transition of Krishnan, Shalit and Sontag (2017), sec. 4, for all frames at once: {@code m = (1 - gate) (u W + b)
 * + gate · proposal}, {@code v = softplus(relu(proposal) W + b)}.
 */
final class GatedTransition implements TransitionStep {
    /** The smallest v: the sources have none, and divide by it. */
    static final double FLOOR = 1e-6;

    private final KernelEngine engine;
    private final Tensor dBefore;
    private final Tensor part;
    private final DenseStage gateHidden;
    private final DenseStage gate;
    private final DenseStage proposalHidden;
    private final DenseStage proposal;
    private final DenseStage straight;
    private final Tensor risen;
    private final Tensor dRisen;
    private final @Nullable DenseStage variance;

    GatedTransition(Context context) {
        engine = context.engine();
        dBefore = context.dBefore();
        part = context.like(dBefore);
        Tensor u = context.before();
        int k = context.node().width();
        gateHidden = context.dense("gate1", u, part, k, Activation.RELU);
        gate = context.dense("gate2", gateHidden.output(), gateHidden.outputGradient(), k, Activation.SIGMOID);
        proposalHidden = context.dense("proposal1", u, part, k, Activation.RELU);
        proposal = context.dense(
                "proposal2", proposalHidden.output(), proposalHidden.outputGradient(), k, Activation.IDENTITY);
        straight = context.dense("mean", u, part, k, Activation.IDENTITY);
        risen = context.like(u);
        dRisen = context.like(u);
        variance = context.node().transition() == Transition.GATED
                ? context.dense("variance", risen, dRisen, k, Activation.IDENTITY)
                : null;
    }

    @Override
    public void forward(CodeSequences codes) {
        gateHidden.forward();
        gate.forward();
        proposalHidden.forward();
        proposal.forward();
        straight.forward();
        double[] g = values(gate.output());
        double[] p = values(proposal.output());
        double[] s = values(straight.output());
        for (int e = 0; e < g.length; e++) {
            codes.predictedMean()[e] = (1 - g[e]) * s[e] + g[e] * p[e];
        }
        if (variance != null) {
            variance(p, variance, codes.predictedVariance());
        }
    }

    private void variance(double[] p, DenseStage stage, double[] v) {
        double[] positive = new double[p.length];
        for (int e = 0; e < p.length; e++) {
            positive[e] = Math.max(p[e], 0);
        }
        risen.write(positive);
        stage.forward();
        double[] s = values(stage.output());
        for (int e = 0; e < s.length; e++) {
            v[e] = Math.max(softplus(s[e]), FLOOR);
        }
    }

    private static double softplus(double s) {
        return Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)));
    }

    @Override
    public void backward(TimeTerms terms, double scale, ParameterSet target) {
        double[] g = values(gate.output());
        double[] p = values(proposal.output());
        double[] s = values(straight.output());
        double[] dGate = new double[g.length];
        double[] dProposal = variance == null ? new double[g.length] : byVariance(variance, p, terms, scale, target);
        double[] dStraight = new double[g.length];
        for (int e = 0; e < g.length; e++) {
            double dm = scale * terms.dPredictedMean()[e];
            dGate[e] = dm * (p[e] - s[e]);
            dProposal[e] += dm * g[e];
            dStraight[e] = dm * (1 - g[e]);
        }
        start(gate, dGate).backward(target);
        gateHidden.backward(target);
        dBefore.write(values(part));
        start(proposal, dProposal).backward(target);
        proposalHidden.backward(target);
        engine.add(part, dBefore);
        start(straight, dStraight).backward(target);
        engine.add(part, dBefore);
    }

    private double[] byVariance(DenseStage stage, double[] p, TimeTerms terms, double scale, ParameterSet target) {
        double[] s = values(stage.output());
        double[] ds = new double[s.length];
        for (int e = 0; e < s.length; e++) {
            double slope = softplus(s[e]) > FLOOR ? 1 / (1 + Math.exp(-s[e])) : 0;
            ds[e] = scale * terms.dPredictedVariance()[e] * slope;
        }
        start(stage, ds).backward(target);
        double[] dProposal = values(dRisen);
        for (int e = 0; e < p.length; e++) {
            dProposal[e] = p[e] > 0 ? dProposal[e] : 0;
        }
        return dProposal;
    }

    private static DenseStage start(DenseStage stage, double[] gradient) {
        Objects.requireNonNull(stage.outputGradient()).write(gradient);
        return stage;
    }
}
