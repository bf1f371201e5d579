/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import static io.github.sdmvae.engine.kernels.HostLayers.values;

import io.github.sdmvae.graph.CodeHeadsNode;
import io.github.sdmvae.network.Activation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Heads from the average of the layers over x and a dense layer over the last code (Krishnan et al. 2017). */
final class MarkovCodeReader implements CodeReader {
    private final Context context;
    private final KernelEngine engine;
    private final double share;
    private final int units;
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
        units = node.units();
        weight = context.weight();
        codeWeight = context.parameters().named(CodeHeadsNode.CODE + ".weight");
        codeBias = context.parameters().named(CodeHeadsNode.CODE + ".bias");
        int all = context.rows().shape().rows();
        mixed = engine.allocate(all, units);
        hidden = engine.allocate(all, units);
        boolean gradient = context.dHeads() != null;
        dHidden = gradient ? engine.allocate(all, units) : null;
        part = engine.allocate(context.rows().sequences(), 2 * node.width());
        before = context.blocks(context.before());
        heads = context.blocks(context.heads());
        hiddens = context.blocks(hidden);
        dHeads = context.dHeads() == null ? new Tensor[0] : context.blocks(context.dHeads());
        dHiddens = dHidden == null ? new Tensor[0] : context.blocks(dHidden);
    }

    @Override
    public void start() {
        double[] features = values(context.features());
        double[] mix = new double[mixed.length()];
        for (int i = 0; i < mix.length; i++) {
            for (int d = 0; d < context.node().directions(); d++) {
                mix[i] += share * features[feature(i, d)];
            }
        }
        mixed.write(mix);
        engine.dense(mixed, weight, context.bias(), Activation.IDENTITY, context.heads());
    }

    private int feature(int i, int direction) {
        return i / units * context.features().columns() + direction * units + i % units;
    }

    @Override
    public void step(int t) {
        engine.dense(before[t], codeWeight, codeBias, Activation.TANH, hiddens[t]);
        engine.multiply(hiddens[t], false, weight, false, part);
        double[] own = values(part);
        double[] sum = values(heads[t]);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += share * own[i];
        }
        heads[t].write(sum);
    }

    @Override
    public void startBackward() {}

    @Override
    public void stepBackward(int t, Tensor dBefore) {
        engine.multiply(dHeads[t], false, weight, true, dHiddens[t]);
        double[] d = values(dHiddens[t]);
        for (int i = 0; i < d.length; i++) {
            d[i] *= share;
        }
        dHiddens[t].write(d);
        engine.denseBackward(before[t], codeWeight, hiddens[t], Activation.TANH, dHiddens[t], null, null, dBefore);
    }

    @Override
    public void finish(ParameterSet target) {
        double[] mix = values(mixed);
        double[] own = values(hidden);
        for (int i = 0; i < mix.length; i++) {
            mix[i] += share * own[i];
        }
        mixed.write(mix);
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
        spread(values(dMixed), Objects.requireNonNull(context.dFeatures()));
    }

    private void spread(double[] d, Tensor dFeatures) {
        double[] spread = new double[dFeatures.length()];
        for (int i = 0; i < d.length; i++) {
            for (int direction = 0; direction < context.node().directions(); direction++) {
                spread[feature(i, direction)] = share * d[i];
            }
        }
        dFeatures.write(spread);
    }
}
