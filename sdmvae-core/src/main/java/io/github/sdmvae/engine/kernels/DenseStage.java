/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.graph.DenseNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A dense layer. */
final class DenseStage implements Stage {
    private final KernelEngine engine;
    private final DenseNode node;
    private final Tensor in;
    private final @Nullable Tensor dIn;
    private final Tensor weight;
    private final Tensor bias;
    private final Tensor out;
    private final @Nullable Tensor dOut;
    private final @Nullable Tensor dWanted;

    DenseStage(Request request) {
        engine = request.engine();
        node = (DenseNode) request.node();
        in = request.in();
        dIn = request.dIn();
        weight = request.parameters().named(node.name() + ".weight");
        bias = request.parameters().named(node.name() + ".bias");
        out = engine.allocate(in.rows(), node.out());
        dOut = request.gradient() ? engine.allocate(in.rows(), node.out()) : null;
        dWanted = dOut == null ? null : request.wanted(dOut);
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
        engine.dense(in, weight, bias, node.activation(), out);
    }

    @Override
    public void backward(@Nullable ParameterSet target) {
        boolean ofAll = dWanted == dOut;
        engine.denseBackward(
                in,
                weight,
                out,
                node.activation(),
                Objects.requireNonNull(dOut),
                target == null ? null : target.named(node.name() + ".weight"),
                target == null ? null : target.named(node.name() + ".bias"),
                ofAll ? dIn : null);
        if (!ofAll) {
            engine.multiply(Objects.requireNonNull(dWanted), false, weight, true, Objects.requireNonNull(dIn));
        }
    }
}
