/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.graph.CodeHeadsNode;
import io.github.sdmvae.network.Activation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Heads from the average of the layers over x and a dense layer over the last code (Krishnan et al. 2017). */
final class MarkovCodeReader implements CodeReader {
    private final Context context;
    private final KernelEngine engine;
    private final double share;
    private final Tensor weight;
    private final Tensor codeWeight;
    private final Tensor codeBias;
    private final Tensor mixed;
    private final Tensor hidden;
    private final @Nullable Tensor dHidden;
    private final Tensor part;
    private final Tensor[] before;
    private final Tensor[] heads;
    private final Tensor[] hiddens;
    private final Tensor[] dHeads;
    private final Tensor[] dHiddens;

    MarkovCodeReader(Context context) {
        this.context = context;
        engine = context.engine();
        CodeHeadsNode node = context.node();
        share = 1.0 / (node.directions() + 1);
        weight = context.weight();
        codeWeight = context.parameters().named(CodeHeadsNode.CODE + ".weight");
        codeBias = context.parameters().named(CodeHeadsNode.CODE + ".bias");
        int all = context.rows().shape().rows();
        mixed = engine.allocate(all, node.units());
        hidden = engine.allocate(all, node.units());
        boolean gradient = context.dHeads() != null;
        dHidden = gradient ? engine.allocate(all, node.units()) : null;
        part = engine.allocate(context.rows().sequences(), 2 * node.width());
        before = context.blocks(context.before());
        heads = context.blocks(context.heads());
        hiddens = context.blocks(hidden);
        dHeads = context.dHeads() == null ? new Tensor[0] : context.blocks(context.dHeads());
        dHiddens = dHidden == null ? new Tensor[0] : context.blocks(dHidden);
    }

    @Override
    public void start() {
        engine.sumParts(context.features(), share, mixed);
        engine.dense(mixed, weight, context.bias(), Activation.IDENTITY, context.heads());
    }

    @Override
    public void step(int t) {
        engine.dense(before[t], codeWeight, codeBias, Activation.TANH, hiddens[t]);
        engine.multiply(hiddens[t], false, weight, false, part);
        engine.addScaled(part, share, heads[t]);
    }

    @Override
    public void startBackward() {}

    @Override
    public void stepBackward(int t, Tensor dBefore) {
        engine.multiply(dHeads[t], false, weight, true, dHiddens[t]);
        engine.scale(dHiddens[t], share);
        engine.denseBackward(before[t], codeWeight, hiddens[t], Activation.TANH, dHiddens[t], null, null, dBefore);
    }

    @Override
    public void finish(ParameterSet target) {
        engine.addScaled(hidden, share, mixed);
        Tensor dMixed = hidden;
        engine.denseBackward(
                context.before(),
                codeWeight,
                hidden,
                Activation.IDENTITY,
                Objects.requireNonNull(dHidden),
                target.named(CodeHeadsNode.CODE + ".weight"),
                target.named(CodeHeadsNode.CODE + ".bias"),
                null);
        engine.denseBackward(
                mixed,
                weight,
                context.heads(),
                Activation.IDENTITY,
                Objects.requireNonNull(context.dHeads()),
                target.named(context.node().name() + ".weight"),
                target.named(context.node().name() + ".bias"),
                dMixed);
        engine.sumPartsBackward(dMixed, share, Objects.requireNonNull(context.dFeatures()));
    }
}
