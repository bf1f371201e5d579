/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import static io.github.sdmvae.engine.kernels.HostLayers.values;

import io.github.sdmvae.network.Activation;
import io.github.sdmvae.prior.CodeSequences;
import io.github.sdmvae.prior.TimeTerms;
import io.github.sdmvae.prior.Transition;
import java.util.Objects;

/** A variance from the codes before, {@code log v = hidden W + b} over a dense or a recurrent layer. */
final class AnchorStep implements TransitionStep {
    /** Bounds of log v, as of λ. */
    private static final double LEAST = SequenceCode.LEAST_LOG_VARIANCE;

    private static final double MOST = SequenceCode.MOST_LOG_VARIANCE;

    private final Stage hidden;
    private final DenseStage logVariance;
    private double[] slope = {};

    AnchorStep(Context context) {
        int units = context.node().units();
        if (context.node().transition() == Transition.RECURRENT_ANCHOR) {
            hidden = new RecurrentStage(new Stage.Request(
                    context.engine(),
                    context.node().recurrent(),
                    context.parameters(),
                    context.before(),
                    context.dBefore(),
                    context.gradient(),
                    context.rows()));
        } else {
            hidden = context.dense("anchor1", context.before(), context.dBefore(), units, Activation.TANH);
        }
        logVariance = context.dense(
                "anchor2",
                hidden.output(),
                hidden.outputGradient(),
                context.node().width(),
                Activation.IDENTITY);
    }

    @Override
    public void forward(CodeSequences codes) {
        hidden.forward();
        logVariance.forward();
        double[] variance = values(logVariance.output());
        slope = new double[variance.length];
        for (int e = 0; e < variance.length; e++) {
            variance[e] = Math.exp(Math.max(LEAST, Math.min(MOST, variance[e])));
            // Beyond the bounds v does not change with what it is computed from.
            slope[e] = variance[e] > Math.exp(LEAST) && variance[e] < Math.exp(MOST) ? variance[e] : 0;
        }
        System.arraycopy(variance, 0, codes.predictedVariance(), 0, variance.length);
    }

    @Override
    public void backward(TimeTerms terms, double scale, ParameterSet target) {
        double[] d = new double[slope.length];
        for (int e = 0; e < d.length; e++) {
            d[e] = scale * terms.dPredictedVariance()[e] * slope[e];
        }
        Objects.requireNonNull(logVariance.outputGradient()).write(d);
        logVariance.backward(target);
        hidden.backward(target);
    }

    @Override
    public void restart() {
        hidden.restart();
    }
}
