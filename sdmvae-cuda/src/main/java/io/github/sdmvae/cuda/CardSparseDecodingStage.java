/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.GroupedColumns;
import io.github.sdmvae.engine.kernels.ParameterSet;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.graph.SelectorNode;
import io.github.sdmvae.graph.SparseDecodingNode;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.network.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A decoder with a mask for every feature, all rows of the mask at once: a card has room for their hidden units, which are rows ×
 * mask rows × units. The state of the mask's prior follows after each update, in double precision.
 */
final class CardSparseDecodingStage implements TermStage {
    private static final int THREADS = 64;

    private final RecordingEngine engine;
    private final SparseDecodingNode node;
    private final SparseDecoding decoding;
    private final ParameterSet parameters;
    private final CudaTensor latent;
    private final @Nullable CudaTensor dLatent;
    private final CudaTensor used;
    private final CudaTensor stacked;
    private final CudaTensor biases;
    private final List<CudaTensor> hidden = new ArrayList<>();
    private final CudaTensor out;
    private final @Nullable Gradients gradients;
    private final GroupedColumns columns;
    private final long parts;

    /** Where gradients go that are no parameters' or not yet. */
    private record Gradients(
            List<CudaTensor> hidden,
            CudaTensor stacked,
            CudaTensor biases,
            CudaTensor used,
            CudaTensor nobody,
            CudaTensor out) {}

    CardSparseDecodingStage(RecordingEngine engine, Request request) {
        this.engine = engine;
        node = (SparseDecodingNode) request.node();
        decoding = node.decoding();
        parameters = request.parameters();
        latent = engine.on(request.in());
        dLatent = request.dIn() == null ? null : engine.on(request.dIn());
        int rows = latent.rows();
        int groups = node.rows();
        int first = Math.multiplyExact(groups, node.hidden().get(0));
        used = engine.zeros(groups, node.in());
        stacked = engine.zeros(node.in(), first);
        biases = engine.zeros(1, first);
        units(rows, hidden);
        out = engine.zeros(rows, node.outputs());
        gradients = request.gradient() ? gradients(rows, groups, first) : null;
        columns = new GroupedColumns(
                IntStream.range(0, node.outputs()).toArray(),
                IntStream.range(0, node.outputs())
                        .map(c -> decoding.rowOf(c % node.features()))
                        .toArray());
        parts = engine.doubles(groups);
    }

    private void units(int rows, List<CudaTensor> all) {
        node.hidden().forEach(size -> all.add(engine.zeros(rows, Math.multiplyExact(node.rows(), size))));
    }

    private Gradients gradients(int rows, int groups, int first) {
        List<CudaTensor> dHidden = new ArrayList<>();
        units(rows, dHidden);
        return new Gradients(
                dHidden,
                engine.zeros(node.in(), first),
                engine.zeros(1, first),
                engine.zeros(groups, node.in()),
                engine.zeros(rows, node.in()),
                engine.zeros(rows, node.outputs()));
    }

    @Override
    public Tensor output() {
        return out;
    }

    @Override
    public @Nullable Tensor outputGradient() {
        return gradients == null ? null : gradients.out();
    }

    @Override
    public String term() {
        return SelectorNode.PENALTY;
    }

    private CudaTensor parameter(String name) {
        return (CudaTensor) parameters.named(name);
    }

    /** A row for each group of each data point. */
    private Tensor byGroup(CudaTensor units, int layer) {
        return units.view(0, latent.rows() * node.rows(), node.hidden().get(layer));
    }

    private Launch rowsOfMask(String kernel, Object... arguments) {
        return engine.kernels().blocks(KernelText.MASKS, kernel, node.rows(), 1, THREADS, arguments);
    }

    private Launch each(String kernel, int count, Object... arguments) {
        return engine.kernels().each(KernelText.MASKS, kernel, count, arguments);
    }

    @Override
    public void forward() {
        engine.run(rowsOfMask(
                "mask_used",
                parameter(SparseDecodingNode.MASK).address(),
                used.address(),
                node.in(),
                decoding.sumToOne() ? 1 : 0));
        engine.stack(used, parameter(node.weight(0)), stacked);
        CudaTensor bias = parameter(node.bias(0));
        engine.run(
                each("tile_values", biases.length(), bias.address(), biases.address(), biases.length(), bias.length()));
        Activation activation = node.activation();
        engine.dense(latent, stacked, biases, activation, hidden.get(0));
        for (int l = 1; l < hidden.size(); l++) {
            engine.dense(
                    byGroup(hidden.get(l - 1), l - 1),
                    parameter(node.weight(l)),
                    parameter(node.bias(l)),
                    activation,
                    byGroup(hidden.get(l), l));
        }
        int last = hidden.size();
        engine.grouped(hidden.get(last - 1), parameter(node.weight(last)), parameter(node.bias(last)), columns, out);
    }

    @Override
    public Parts record() {
        engine.run(rowsOfMask(
                "mask_term",
                parameter(SparseDecodingNode.MASK).address(),
                parameter(SparseDecodingNode.SLAB_PROBABILITY).address(),
                parts,
                node.in(),
                decoding.slabRate(),
                decoding.spikeRate(),
                decoding.knownScale()));
        return new Parts(parts, node.rows());
    }

    @Override
    public void backward(@Nullable ParameterSet target) {
        Gradients g = Objects.requireNonNull(gradients);
        int last = hidden.size();
        engine.groupedBackward(
                hidden.get(last - 1),
                parameter(node.weight(last)),
                columns,
                g.out(),
                target == null ? null : target.named(node.weight(last)),
                g.hidden().get(last - 1));
        for (int l = last - 1; l > 0; l--) {
            engine.denseBackward(
                    byGroup(hidden.get(l - 1), l - 1),
                    parameter(node.weight(l)),
                    byGroup(hidden.get(l), l),
                    node.activation(),
                    byGroup(g.hidden().get(l), l),
                    target == null ? null : target.named(node.weight(l)),
                    target == null ? null : target.named(node.bias(l)),
                    byGroup(g.hidden().get(l - 1), l - 1));
        }
        engine.denseBackward(
                latent,
                stacked,
                hidden.get(0),
                node.activation(),
                g.hidden().get(0),
                target == null ? null : g.stacked(),
                target == null ? null : g.biases(),
                dLatent == null ? g.nobody() : dLatent);
        if (target != null) {
            parameterGradients(g, target);
        }
    }

    /** Those that are not a layer's own. */
    private void parameterGradients(Gradients g, ParameterSet target) {
        columnSums(g.out(), target.named(node.bias(hidden.size())));
        engine.sumParts(g.biases(), 1, target.named(node.bias(0)));
        engine.stackBackward(used, parameter(node.weight(0)), g.stacked(), g.used(), target.named(node.weight(0)));
        maskGradient(g.used(), target);
    }

    /** Gradient of biases whose layer has no activation behind it. */
    private void columnSums(CudaTensor d, Tensor dBias) {
        engine.denseBackward(d, d, d, Activation.IDENTITY, d, null, dBias, null);
    }

    /** Through the rows' sums, and with the penalty unless a proximal step does that. */
    private void maskGradient(CudaTensor dUsed, ParameterSet target) {
        engine.run(rowsOfMask(
                "mask_back",
                parameter(SparseDecodingNode.MASK).address(),
                parameter(SparseDecodingNode.SLAB_PROBABILITY).address(),
                dUsed.address(),
                ((CudaTensor) target.named(SparseDecodingNode.MASK)).address(),
                node.in(),
                decoding.sumToOne() ? 1 : 0,
                decoding.slabRate(),
                decoding.spikeRate(),
                decoding.proximal() ? 0.0 : decoding.knownScale()));
    }

    /** What the mask's prior learns, and a proximal step before. */
    @Override
    public void afterUpdate() {
        int entries = node.rows() * node.in();
        engine.run(each(
                "mask_update",
                entries,
                engine.state(),
                parameter(SparseDecodingNode.MASK).address(),
                parameter(SparseDecodingNode.SLAB_PROBABILITY).address(),
                parameter(SparseDecodingNode.LOG_ODDS).address(),
                entries,
                node.in(),
                decoding.slabRate(),
                decoding.spikeRate(),
                decoding.proximal() ? decoding.knownScale() : 0.0));
        engine.run(engine.kernels()
                .blocks(
                        KernelText.MASKS,
                        "mask_odds",
                        node.in(),
                        1,
                        THREADS,
                        parameter(SparseDecodingNode.SLAB_PROBABILITY).address(),
                        parameter(SparseDecodingNode.LOG_ODDS).address(),
                        node.rows(),
                        node.in(),
                        decoding.a(),
                        decoding.b() == 0 ? (double) node.rows() : decoding.b()));
    }
}
