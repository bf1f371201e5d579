/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.ParameterSet;
import io.github.sdmvae.engine.kernels.SequenceRows;
import io.github.sdmvae.engine.kernels.Stage;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.graph.TransitionNode;
import io.github.sdmvae.network.Activation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a prior predicts of the codes from those before: the library's layers, and what stands between them by kernels. */
interface CardTransition {

    /** Codes before → mean and variance. */
    void forward(TimeTensors t);

    /** Back to its start; nothing unless something is carried. */
    default void restart() {}

    /** Gradients of mean and variance → gradients of codes before and parameters. */
    void backward(TimeTensors t, ParameterSet target);

    /**
     * What a transition works on.
     *
     * @param before codes of the frames before, all × k
     * @param dBefore receives their gradient
     * @param gradient whether gradients are wanted
     */
    record Context(
            RecordingEngine engine,
            TransitionNode node,
            ParameterSet parameters,
            CudaTensor before,
            CudaTensor dBefore,
            SequenceRows rows,
            boolean gradient) {

        Stage dense(String layer, Tensor in, @Nullable Tensor dIn, int out, Activation activation) {
            return engine.stage(
                    TransitionNode.dense(layer, in.columns(), out, activation), parameters, in, dIn, gradient, rows);
        }

        void each(String kernel, Object... arguments) {
            engine.run(engine.kernels().each(KernelText.TIME, kernel, before.length(), arguments));
        }
    }

    /** Null if nothing is predicted. */
    static @Nullable CardTransition of(Context context) {
        return switch (context.node().transition()) {
            case NONE -> null;
            case GATED, GATED_MEAN -> new Gated(context);
            case ANCHOR, RECURRENT_ANCHOR -> new Anchor(context);
        };
    }

    private static long output(Stage stage) {
        return ((CudaTensor) stage.output()).address();
    }

    private static long gradient(Stage stage) {
        return ((CudaTensor) Objects.requireNonNull(stage.outputGradient())).address();
    }

    /** The gated transition of Krishnan, Shalit and Sontag (2017), sec. 4. */
    final class Gated implements CardTransition {
        private final Context c;
        private final CudaTensor part;
        private final Stage gateHidden;
        private final Stage gate;
        private final Stage proposalHidden;
        private final Stage proposal;
        private final Stage straight;
        private final CudaTensor risen;
        private final CudaTensor dRisen;
        private final @Nullable Stage variance;

        Gated(Context context) {
            c = context;
            CudaTensor u = c.before();
            int k = c.node().width();
            part = c.engine().zeros(u.rows(), k);
            gateHidden = c.dense("gate1", u, part, k, Activation.RELU);
            gate = c.dense("gate2", gateHidden.output(), gateHidden.outputGradient(), k, Activation.SIGMOID);
            proposalHidden = c.dense("proposal1", u, part, k, Activation.RELU);
            proposal = c.dense(
                    "proposal2", proposalHidden.output(), proposalHidden.outputGradient(), k, Activation.IDENTITY);
            straight = c.dense("mean", u, part, k, Activation.IDENTITY);
            risen = c.engine().zeros(u.rows(), k);
            dRisen = c.engine().zeros(u.rows(), k);
            variance = c.node().transition().predictsVariance()
                    ? c.dense("variance", risen, dRisen, k, Activation.IDENTITY)
                    : null;
        }

        @Override
        public void forward(TimeTensors t) {
            gateHidden.forward();
            gate.forward();
            proposalHidden.forward();
            proposal.forward();
            straight.forward();
            c.each(
                    "gated_mean",
                    output(gate),
                    output(proposal),
                    output(straight),
                    TimeTensors.address(t.mean()),
                    risen.address(),
                    risen.length());
            if (variance != null) {
                variance.forward();
                c.each("gated_variance", output(variance), TimeTensors.address(t.variance()), risen.length());
            }
        }

        @Override
        public void backward(TimeTensors t, ParameterSet target) {
            if (variance != null) {
                c.each(
                        "gated_variance_back",
                        c.engine().state(),
                        output(variance),
                        TimeTensors.address(t.dPredictedVariance()),
                        gradient(variance),
                        risen.length());
                variance.backward(target);
            }
            c.each(
                    "gated_back",
                    c.engine().state(),
                    output(gate),
                    output(proposal),
                    output(straight),
                    TimeTensors.address(t.dPredictedMean()),
                    variance == null ? 0L : dRisen.address(),
                    gradient(gate),
                    gradient(proposal),
                    gradient(straight),
                    risen.length());
            c.engine()
                    .clear(
                            c.dBefore(),
                            java.util.stream.IntStream.range(0, c.dBefore().rows())
                                    .toArray());
            gate.backward(target);
            gateHidden.backward(target);
            c.engine().add(part, c.dBefore());
            proposal.backward(target);
            proposalHidden.backward(target);
            c.engine().add(part, c.dBefore());
            straight.backward(target);
            c.engine().add(part, c.dBefore());
        }
    }

    /** A variance over a dense or a recurrent layer. */
    final class Anchor implements CardTransition {
        private final Context c;
        private final Stage hidden;
        private final Stage logVariance;

        Anchor(Context context) {
            c = context;
            hidden = switch (c.node().transition()) {
                case RECURRENT_ANCHOR ->
                    c.engine()
                            .stage(
                                    c.node().recurrent(),
                                    c.parameters(),
                                    c.before(),
                                    c.dBefore(),
                                    c.gradient(),
                                    c.rows());
                default -> c.dense("anchor1", c.before(), c.dBefore(), c.node().units(), Activation.TANH);
            };
            logVariance = c.dense(
                    "anchor2",
                    hidden.output(),
                    hidden.outputGradient(),
                    c.node().width(),
                    Activation.IDENTITY);
        }

        @Override
        public void forward(TimeTensors t) {
            hidden.forward();
            logVariance.forward();
            c.each("anchor_variance", output(logVariance), TimeTensors.address(t.variance()), t.entries());
        }

        @Override
        public void restart() {
            hidden.restart();
        }

        @Override
        public void backward(TimeTensors t, ParameterSet target) {
            c.each(
                    "anchor_variance_back",
                    c.engine().state(),
                    output(logVariance),
                    TimeTensors.address(t.dPredictedVariance()),
                    gradient(logVariance),
                    t.entries());
            logVariance.backward(target);
            hidden.backward(target);
        }
    }
}
