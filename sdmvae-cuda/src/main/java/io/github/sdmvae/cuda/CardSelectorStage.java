/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.ParameterSet;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.graph.SelectorNode;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.DimensionSelector.Shares;
import io.github.sdmvae.network.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A dimension selector: its layers, then gate and regulariser by kernels in double precision. */
final class CardSelectorStage implements TermStage {
    private static final int THREADS = 64;

    private final RecordingEngine engine;
    private final SelectorNode node;
    private final DimensionSelector selector;
    private final ParameterSet parameters;
    private final CudaTensor draw;
    private final @Nullable CudaTensor dDraw;
    private final List<CudaTensor> outputs = new ArrayList<>();
    private final List<CudaTensor> gradients = new ArrayList<>();
    private final @Nullable CudaTensor dNetwork;
    private final CudaTensor out;
    private final @Nullable CudaTensor dOut;
    private final long shares;
    private final long sums;
    private final long entropies;
    private final long mean;
    private final long parts;

    CardSelectorStage(RecordingEngine engine, Request request) {
        this.engine = engine;
        node = (SelectorNode) request.node();
        selector = node.selector();
        parameters = request.parameters();
        draw = engine.on(request.in());
        dDraw = request.dIn() == null ? null : engine.on(request.dIn());
        int rows = draw.rows();
        int width = node.width();
        List<Integer> sizes = selector.sizes(width);
        for (int size : sizes.subList(1, sizes.size())) {
            outputs.add(engine.zeros(rows, size));
            if (request.gradient()) {
                gradients.add(engine.zeros(rows, size));
            }
        }
        dNetwork = request.gradient() ? engine.zeros(rows, width) : null;
        out = engine.zeros(rows, width);
        dOut = request.gradient() ? engine.zeros(rows, width) : null;
        shares = engine.doubles(Math.multiplyExact(rows, width));
        sums = engine.doubles(rows);
        entropies = engine.doubles(rows);
        mean = engine.doubles(width);
        parts = engine.doubles(1);
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
        return SelectorNode.PENALTY;
    }

    private CudaTensor input(int layer) {
        return layer == 0 ? draw : outputs.get(layer - 1);
    }

    private CudaTensor last() {
        return outputs.get(outputs.size() - 1);
    }

    private Activation activation(int layer) {
        return layer == outputs.size() - 1 ? Activation.IDENTITY : Activation.RELU;
    }

    private int ofCode() {
        return selector.shares() == Shares.CODE ? 1 : 0;
    }

    private Launch blocks(String kernel, int count, Object... arguments) {
        return engine.kernels().blocks(KernelText.MASKS, kernel, count, 1, THREADS, arguments);
    }

    @Override
    public void forward() {
        for (int l = 0; l < outputs.size(); l++) {
            engine.dense(
                    input(l),
                    parameters.named(node.weight(l)),
                    parameters.named(node.bias(l)),
                    activation(l),
                    outputs.get(l));
        }
        engine.run(blocks(
                "selector_open",
                out.rows(),
                draw.address(),
                last().address(),
                out.address(),
                shares,
                sums,
                entropies,
                node.width(),
                selector.floor(),
                ofCode()));
        engine.run(blocks("selector_mean", node.width(), shares, mean, out.rows(), node.width()));
    }

    @Override
    public Parts record() {
        engine.run(blocks("selector_term", 1, entropies, mean, parts, out.rows(), node.width(), selector.weight()));
        return new Parts(parts, 1);
    }

    @Override
    public void backward(@Nullable ParameterSet target) {
        CudaTensor byDraw = Objects.requireNonNull(dDraw, "no gradients were asked for");
        engine.run(blocks(
                "selector_back",
                out.rows(),
                draw.address(),
                last().address(),
                Objects.requireNonNull(dOut).address(),
                shares,
                sums,
                mean,
                byDraw.address(),
                gradients.get(gradients.size() - 1).address(),
                out.rows(),
                node.width(),
                selector.floor(),
                selector.weight(),
                ofCode()));
        for (int l = outputs.size() - 1; l >= 0; l--) {
            engine.denseBackward(
                    input(l),
                    parameters.named(node.weight(l)),
                    outputs.get(l),
                    activation(l),
                    gradients.get(l),
                    target == null ? null : target.named(node.weight(l)),
                    target == null ? null : target.named(node.bias(l)),
                    l == 0 ? dNetwork : gradients.get(l - 1));
        }
        engine.add(Objects.requireNonNull(dNetwork), byDraw);
    }
}
