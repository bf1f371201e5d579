/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.graph.RecurrentNode;
import io.github.sdmvae.network.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Recurrent layers over a sequence, one or both ways. */
final class RecurrentStage implements Stage {
    private final KernelEngine engine;
    private final Tensor in;
    private final @Nullable Tensor dIn;
    private final @Nullable Tensor dInOfSecond;
    private final List<RecurrentLayer> layers = new ArrayList<>();
    private final Tensor out;
    private final @Nullable Tensor dOut;

    RecurrentStage(Request request) {
        engine = request.engine();
        RecurrentNode node = (RecurrentNode) request.node();
        in = request.in();
        dIn = request.dIn();
        for (String name : node.layers()) {
            boolean reversed = layers.size() == 1 || node.direction() == Direction.BACKWARD;
            layers.add(layer(request, node, name, reversed));
        }
        boolean both = layers.size() == 2;
        RecurrentLayer first = layers.get(0);
        out = both ? engine.allocate(in.rows(), node.out()) : first.output();
        dInOfSecond = both && dIn != null ? engine.allocate(in.rows(), in.columns()) : null;
        if (request.gradient()) {
            dOut = both ? engine.allocate(in.rows(), node.out()) : first.outputGradient();
        } else {
            dOut = null;
        }
    }

    private static RecurrentLayer layer(Request request, RecurrentNode node, String name, boolean reversed) {
        SequenceRows rows = request.sequences();
        if (rows == null) {
            throw new IllegalArgumentException("the recurrent layer '" + node.name()
                    + "' needs rows that are frames of sequences; compile the model for a BatchShape");
        }
        return new RecurrentLayer(
                request.engine(),
                request.parameters(),
                name,
                node.units(),
                node.cell(),
                reversed,
                rows,
                request.gradient());
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
        if (layers.size() == 1) {
            layers.get(0).forward(in);
        } else {
            engine.together(() -> layers.get(0).forward(in), () -> layers.get(1).forward(in));
            engine.join(layers.get(0).output(), layers.get(1).output(), out);
        }
    }

    @Override
    public void backward(@Nullable ParameterSet target) {
        if (layers.size() == 1) {
            layers.get(0).backward(in, target, dIn);
            return;
        }
        engine.split(
                Objects.requireNonNull(dOut),
                layers.get(0).outputGradient(),
                layers.get(1).outputGradient());
        engine.together(
                () -> layers.get(0).backward(in, target, dIn),
                () -> layers.get(1).backward(in, target, dInOfSecond));
        if (dIn != null && dInOfSecond != null) {
            engine.add(dInOfSecond, dIn);
        }
    }

    @Override
    public long values() {
        long values = Stage.super.values();
        for (RecurrentLayer layer : layers) {
            values += layer.values();
        }
        return values + (dInOfSecond == null ? 0 : dInOfSecond.length());
    }

    @Override
    public void restart() {
        layers.forEach(RecurrentLayer::restart);
    }
}
