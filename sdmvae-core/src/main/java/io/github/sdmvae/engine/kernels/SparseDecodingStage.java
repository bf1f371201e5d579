/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.graph.SelectorNode;
import io.github.sdmvae.graph.SparseDecodingNode;
import io.github.sdmvae.mask.SparseDecoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A decoder with a mask for every feature, in blocks of the mask's rows that bound the memory. After each step p* and η
 * follow from the mask, which a proximal step may have made sparse before.
 */
final class SparseDecodingStage implements Stage {
    /** Rows of the mask at once: some megabytes of hidden units at the paper's size. */
    private static final int BLOCK = 64;

    private final KernelEngine engine;
    private final SparseDecodingNode node;
    private final SparseDecoding decoding;
    private final Tensor latent;
    private final @Nullable Tensor dLatent;
    private final ParameterSet parameters;
    private final Tensor out;
    private final @Nullable Tensor dOut;
    private final List<DecoderBlock> blocks = new ArrayList<>();
    private long innerLength;
    private double share = 1;

    SparseDecodingStage(Request request) {
        engine = request.engine();
        node = (SparseDecodingNode) request.node();
        decoding = node.decoding();
        latent = request.in();
        dLatent = request.dIn();
        parameters = request.parameters();
        int rows = latent.rows();
        out = engine.allocate(rows, node.outputs());
        dOut = request.gradient() ? engine.allocate(rows, node.outputs()) : null;
        DecoderBlock.Gradients gradients = request.gradient() ? gradients(rows) : null;
        List<Tensor> room = List.of();
        for (int first = 0; first < node.rows(); first += BLOCK) {
            // Without gradients nobody looks back at a block: one room serves all.
            room = gradients != null || room.isEmpty() ? room(rows, sizeFrom(first)) : room;
            blocks.add(new DecoderBlock(engine, node, rows, sizeFrom(first), columns(first), room, gradients));
        }
        innerLength += blocks.stream().mapToLong(DecoderBlock::length).sum();
    }

    private int sizeFrom(int firstGroup) {
        return Math.min(BLOCK, node.rows() - firstGroup);
    }

    private List<Tensor> room(int rows, int groups) {
        List<Tensor> room = new ArrayList<>();
        node.hidden().forEach(size -> room.add(counted(rows, groups * size)));
        return room;
    }

    private Tensor counted(int rows, int columns) {
        innerLength += (long) rows * columns;
        return engine.allocate(rows, columns);
    }

    private DecoderBlock.Gradients gradients(int rows) {
        int groups = sizeFrom(0);
        List<Integer> sizes = node.sizes();
        List<Tensor> weights = new ArrayList<>();
        List<Tensor> biases = new ArrayList<>();
        for (int l = 0; l < node.hidden().size(); l++) {
            weights.add(counted(sizes.get(l), sizes.get(l + 1)));
            if (l > 0) {
                biases.add(counted(1, sizes.get(l + 1)));
            }
        }
        int first = node.hidden().get(0);
        return new DecoderBlock.Gradients(
                room(rows, groups),
                counted(node.in(), groups * first),
                counted(1, groups * first),
                counted(rows, node.in()),
                counted(groups, node.in()),
                weights,
                biases);
    }

    private GroupedColumns columns(int firstGroup) {
        List<Integer> columns = new ArrayList<>();
        for (int c = 0; c < node.outputs(); c++) {
            int group = decoding.rowOf(c % node.features()) - firstGroup;
            if (group >= 0 && group < BLOCK) {
                columns.add(c);
            }
        }
        int[] numbers = columns.stream().mapToInt(Integer::intValue).toArray();
        int[] groups = columns.stream()
                .mapToInt(c -> decoding.rowOf(c % node.features()) - firstGroup)
                .toArray();
        return new GroupedColumns(numbers, groups);
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
    public long innerLength() {
        return innerLength;
    }

    private double[] value(String name) {
        return HostLayers.values(parameters.named(name));
    }

    @Override
    public void forward() {
        double[] used = decoding.used(value(SparseDecodingNode.MASK), node.in());
        for (int b = 0; b < blocks.size(); b++) {
            blocks.get(b).load(used, b * BLOCK, parameters);
            blocks.get(b).forward(latent, parameters, out);
        }
    }

    @Override
    public void meet(Exchange exchange, int rows, int totalRows) {
        share = (double) rows / totalRows;
    }

    @Override
    public void addTerms(Map<String, Double> terms) {
        double penalty = decoding.penalty(value(SparseDecodingNode.MASK), value(SparseDecodingNode.SLAB_PROBABILITY));
        terms.merge(SelectorNode.PENALTY, penalty, Double::sum);
    }

    @Override
    public void backward(@Nullable ParameterSet target) {
        Tensor d = Objects.requireNonNull(dOut);
        int last = node.hidden().size();
        DecoderGradient sums = new DecoderGradient(node, latent.rows());
        for (int b = 0; b < blocks.size(); b++) {
            DecoderBlock block = blocks.get(b);
            block.backward(latent, parameters, d, target == null ? null : target.named(node.weight(last)));
            sums.add(block.gradients(), b * BLOCK);
        }
        if (dLatent != null) {
            dLatent.write(sums.latent());
        }
        if (target != null) {
            sums.write(target);
            target.named(node.bias(last)).write(columnSums(HostLayers.values(d)));
            target.named(SparseDecodingNode.MASK).write(maskGradient(sums.usedMask()));
        }
    }

    private double[] columnSums(double[] values) {
        double[] sums = new double[node.outputs()];
        for (int at = 0; at < values.length; at++) {
            sums[at % sums.length] += values[at];
        }
        return sums;
    }

    /** From the mask in use back to the mask, and its penalty unless a proximal step does that. */
    private double[] maskGradient(double[] gradient) {
        double[] mask = value(SparseDecodingNode.MASK);
        decoding.usedBackward(mask, node.in(), gradient);
        if (!decoding.proximal()) {
            double[] slab = value(SparseDecodingNode.SLAB_PROBABILITY);
            double scale = share * decoding.knownScale();
            for (int e = 0; e < mask.length; e++) {
                gradient[e] += scale * decoding.rate(slab[e]) * Math.signum(mask[e]);
            }
        }
        return gradient;
    }

    @Override
    public void afterUpdate(StepValues values) {
        double[] mask = value(SparseDecodingNode.MASK);
        double[] slab = value(SparseDecodingNode.SLAB_PROBABILITY);
        if (decoding.proximal()) {
            double step = values.learningRate() * decoding.knownScale();
            for (int e = 0; e < mask.length; e++) {
                double left = Math.abs(mask[e]) - step * decoding.rate(slab[e]);
                mask[e] = Math.signum(mask[e]) * Math.max(0, left);
            }
            parameters.named(SparseDecodingNode.MASK).write(mask);
        }
        double[] logOdds = value(SparseDecodingNode.LOG_ODDS);
        for (int e = 0; e < mask.length; e++) {
            slab[e] = decoding.slabProbability(logOdds[e % node.in()], mask[e]);
        }
        parameters.named(SparseDecodingNode.SLAB_PROBABILITY).write(slab);
        parameters.named(SparseDecodingNode.LOG_ODDS).write(decoding.logOdds(slab, node.in()));
    }
}
