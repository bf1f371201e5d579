/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.graph.TransformNode;
import io.github.sdmvae.transform.InputTransform;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An input transform's own rule in double precision, between an engine's arrays. */
public final class TransformStage implements Stage {
    private final InputTransform transform;
    private final int width;
    private final Tensor in;
    private final @Nullable Tensor dIn;
    private final Tensor out;
    private final @Nullable Tensor dOut;
    private double @Nullable [] x;
    private double @Nullable [] y;

    /**
     * Allocates the output.
     *
     * @param request of a {@link TransformNode}
     */
    public TransformStage(Request request) {
        TransformNode node = (TransformNode) request.node();
        transform = node.transform();
        width = node.width();
        in = request.in();
        dIn = request.dIn();
        out = request.engine().allocate(in.rows(), width);
        // Nobody needs the gradient unless the rows in front are learned, or it is what was asked for.
        dOut = dIn == null ? null : request.engine().allocate(in.rows(), width);
    }

    @Override
    public Tensor output() {
        return out;
    }

    @Override
    public @Nullable Tensor outputGradient() {
        return dOut;
    }

    @Override
    public void forward() {
        double[] values = input();
        double[] results = results();
        transform.apply(values, width, results);
        out.write(results);
    }

    @Override
    public void backward(@Nullable ParameterSet target) {
        if (dIn != null) {
            double[] gradient = results();
            Objects.requireNonNull(dOut).read(gradient);
            transform.backward(input(), width, gradient, gradient);
            dIn.write(gradient);
        }
    }

    private double[] input() {
        if (x == null) {
            x = new double[in.length()];
        }
        in.read(x);
        return x;
    }

    private double[] results() {
        if (y == null) {
            y = new double[out.length()];
        }
        return y;
    }
}
