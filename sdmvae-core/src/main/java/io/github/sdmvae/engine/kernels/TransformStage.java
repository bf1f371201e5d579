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
    private final Tensor wanted;
    private final @Nullable Tensor dIn;
    private final Tensor out;
    private final @Nullable Tensor dOut;
    private double @Nullable [] x;
    private double @Nullable [] y;
    private double @Nullable [] wantedX;
    private double @Nullable [] dx;

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
        dOut = dIn == null ? null : request.engine().allocate(dIn.rows(), width);
        wanted = request.wanted(in);
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
        x = sized(x, in);
        y = sized(y, out);
        in.read(x);
        transform.apply(x, width, y);
        out.write(y);
    }

    @Override
    public void backward(@Nullable ParameterSet target) {
        if (dIn != null) {
            wantedX = sized(wantedX, wanted);
            dx = sized(dx, dIn);
            wanted.read(wantedX);
            Objects.requireNonNull(dOut).read(dx);
            transform.backward(wantedX, width, dx, dx);
            dIn.write(dx);
        }
    }

    private static double[] sized(double @Nullable [] array, Tensor tensor) {
        return array == null ? new double[tensor.length()] : array;
    }
}
