/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.ParameterSet;
import io.github.sdmvae.engine.kernels.Stage;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.engine.kernels.TransformStage;
import io.github.sdmvae.graph.TransformNode;
import org.jspecify.annotations.Nullable;

/** An input transform forward in one pass; the way back, which few models take, is the host's. */
final class CpuTransformStage implements Stage {
    private final CpuTeam team;
    private final CpuTransforms.Kernel kernel;
    private final TransformStage host;
    private final CpuTensor in;
    private final CpuTensor out;
    private final CpuRows rows;

    private CpuTransformStage(CpuTeam team, CpuTransforms.Kernel kernel, TransformStage host, Tensor in) {
        this.team = team;
        this.kernel = kernel;
        this.host = host;
        this.in = (CpuTensor) in;
        this.out = (CpuTensor) host.output();
        this.rows = new CpuRows(in.rows(), in.columns());
    }

    static Stage create(CpuTeam team, Request request) {
        TransformStage host = new TransformStage(request);
        CpuTransforms.Kernel kernel = CpuTransforms.of(((TransformNode) request.node()).transform());
        return kernel == null ? host : new CpuTransformStage(team, kernel, host, request.in());
    }

    @Override
    public Tensor output() {
        return out;
    }

    @Override
    public @Nullable Tensor outputGradient() {
        return host.outputGradient();
    }

    @Override
    public void forward() {
        team.run(rows.parts(), p -> rows.each(p, this::forward));
    }

    private void forward(int firstRow, int n) {
        int width = in.columns();
        CpuScratch scratch = CpuScratch.own();
        float[] values = scratch.array(0, n * width);
        in.get(firstRow * width, values, 0, n * width);
        kernel.apply(values, width, n * width, scratch);
        out.put(firstRow * width, values, 0, n * width);
    }

    @Override
    public void backward(@Nullable ParameterSet target) {
        host.backward(target);
    }
}
