/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.graph.CodeHeadsNode;
import io.github.sdmvae.network.Activation;
import java.util.Objects;

/** Heads from the layers over x with a recurrent layer over the codes beside them. */
final class RecurrentCodeReader implements CodeReader {
    private final Context context;
    private final KernelEngine engine;
    private final RecurrentLayer layer;
    private final Tensor ofFeatures;
    private final Tensor ofCodes;
    private final Tensor part;
    private final Tensor[] before;
    private final Tensor[] heads;
    private final Tensor[] dHeads;

    RecurrentCodeReader(Context context) {
        this.context = context;
        engine = context.engine();
        CodeHeadsNode node = context.node();
        layer = new RecurrentLayer(
                engine,
                context.parameters(),
                CodeHeadsNode.CODE,
                node.units(),
                node.cell(),
                false,
                context.rows(),
                context.dHeads() != null);
        ofFeatures = upper(context.weight());
        ofCodes = lower(context.weight());
        part = engine.allocate(context.rows().sequences(), 2 * node.width());
        before = context.blocks(context.before());
        heads = context.blocks(context.heads());
        dHeads = context.dHeads() == null ? new Tensor[0] : context.blocks(context.dHeads());
    }

    private Tensor upper(Tensor weight) {
        return weight.view(0, context.features().columns(), weight.columns());
    }

    private Tensor lower(Tensor weight) {
        int first = context.features().columns();
        return weight.view(first * weight.columns(), context.node().units(), weight.columns());
    }

    @Override
    public void start() {
        engine.dense(context.features(), ofFeatures, context.bias(), Activation.IDENTITY, context.heads());
    }

    @Override
    public void step(int t) {
        layer.forward(before[t], t);
        engine.multiply(layer.output(t), false, ofCodes, false, part);
        engine.add(part, heads[t]);
    }

    @Override
    public void startBackward() {
        layer.startBackward();
    }

    @Override
    public void stepBackward(int t, Tensor dBefore) {
        engine.multiply(dHeads[t], false, ofCodes, true, layer.outputGradient(t));
        layer.backward(t, dBefore);
    }

    @Override
    public void finish(ParameterSet target) {
        Tensor d = Objects.requireNonNull(context.dHeads());
        Tensor dWeight = target.named(context.node().name() + ".weight");
        engine.denseBackward(
                context.features(),
                ofFeatures,
                context.heads(),
                Activation.IDENTITY,
                d,
                upper(dWeight),
                target.named(context.node().name() + ".bias"),
                context.dFeatures());
        engine.multiply(layer.output(), true, d, false, lower(dWeight));
        layer.weightGradients(context.before(), target, null);
    }

    @Override
    public void restart() {
        layer.restart();
    }
}
