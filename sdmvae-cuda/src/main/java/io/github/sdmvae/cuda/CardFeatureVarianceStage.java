/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.ParameterSet;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.graph.FeatureVarianceNode;
import io.github.sdmvae.likelihood.GaussianFeatureVariance;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Means, and behind them log σ² of the features, the same in every row. */
final class CardFeatureVarianceStage implements TermStage {
    private static final int THREADS = 64;

    private final RecordingEngine engine;
    private final GaussianFeatureVariance variance;
    private final int width;
    private final CudaTensor in;
    private final @Nullable CudaTensor dIn;
    private final CudaTensor logVariance;
    private final CudaTensor out;
    private final @Nullable CudaTensor dOut;
    private final long parts;

    CardFeatureVarianceStage(RecordingEngine engine, Request request) {
        this.engine = engine;
        FeatureVarianceNode node = (FeatureVarianceNode) request.node();
        variance = node.variance();
        width = node.width();
        in = engine.on(request.in());
        dIn = request.dIn() == null ? null : engine.on(request.dIn());
        logVariance = engine.on(request.parameters().named(FeatureVarianceNode.LOG_VARIANCE));
        out = engine.zeros(in.rows(), 2 * width);
        dOut = request.gradient() ? engine.zeros(in.rows(), 2 * width) : null;
        parts = engine.doubles(width);
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
    public String term() {
        return variance.nu() > 0 ? FeatureVarianceNode.VARIANCE_PRIOR : "";
    }

    @Override
    public void forward() {
        engine.run(engine.kernels()
                .each(
                        KernelText.MASKS,
                        "variance_spread",
                        out.length(),
                        in.address(),
                        logVariance.address(),
                        out.address(),
                        out.length(),
                        width));
    }

    private double scale() {
        variance.derivative(0); // says so if the scale is not known
        return variance.nu() > 0 ? variance.scale() : 0;
    }

    @Override
    public Parts record() {
        engine.run(engine.kernels()
                .each(
                        KernelText.MASKS,
                        "variance_term",
                        width,
                        logVariance.address(),
                        parts,
                        width,
                        scale(),
                        variance.nu(),
                        variance.xi()));
        return new Parts(parts, width);
    }

    @Override
    public void backward(@Nullable ParameterSet target) {
        CudaTensor d = Objects.requireNonNull(dOut);
        if (dIn != null) {
            engine.run(engine.kernels()
                    .each(
                            KernelText.MASKS,
                            "variance_means",
                            dIn.length(),
                            d.address(),
                            dIn.address(),
                            dIn.length(),
                            width));
        }
        if (target == null) {
            return;
        }
        engine.run(engine.kernels()
                .blocks(
                        KernelText.MASKS,
                        "variance_back",
                        width,
                        1,
                        THREADS,
                        d.address(),
                        logVariance.address(),
                        engine.on(target.named(FeatureVarianceNode.LOG_VARIANCE))
                                .address(),
                        in.rows(),
                        width,
                        scale(),
                        variance.nu(),
                        variance.xi()));
    }
}
