/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.ParameterSet;
import io.github.sdmvae.engine.kernels.Stage;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.graph.TransformNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An input transform by its kernels. */
final class CardTransformStage implements Stage {
    private final RecordingEngine engine;
    private final TransformPart part;
    private final CudaTensor in;
    private final @Nullable CudaTensor dIn;
    private final CudaTensor out;
    private final @Nullable CudaTensor dOut;

    CardTransformStage(RecordingEngine engine, Request request) {
        this.engine = engine;
        part = Objects.requireNonNull(TransformPart.of(((TransformNode) request.node()).transform()));
        in = engine.on(request.in());
        dIn = request.dIn() == null ? null : engine.on(request.dIn());
        out = engine.zeros(in.rows(), in.columns());
        // Nobody needs the gradient unless the rows in front are learned.
        dOut = dIn == null ? null : engine.zeros(in.rows(), in.columns());
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
        Sequence work = new Sequence();
        part.forward(work, engine.kernels(), engine.transfers(), in, out);
        engine.run(work);
    }

    @Override
    public void backward(@Nullable ParameterSet target) {
        if (dIn != null) {
            Sequence work = new Sequence();
            part.backward(work, engine.kernels(), engine.transfers(), in, Objects.requireNonNull(dOut), dIn);
            engine.run(work);
        }
    }
}
