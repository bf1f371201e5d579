/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.graph.SelectorNode;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.DimensionSelector.Shares;
import io.github.sdmvae.mask.ShareEntropy;
import io.github.sdmvae.network.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code a = y ⊙ DS(y)}: the layers of DS by the engine's kernels, gate and regulariser on the host in double precision. The
 * gradient is {@code dy = da ⊙ d} and, through the layers, that of {@code dd = da ⊙ y + w ∂R/∂d}.
 */
final class SelectorStage implements Stage {
    private final KernelEngine engine;
    private final SelectorNode node;
    private final DimensionSelector selector;
    private final Tensor draw;
    private final @Nullable Tensor dDraw;
    private final ParameterSet parameters;
    private final List<Tensor> outputs = new ArrayList<>();
    private final List<Tensor> gradients = new ArrayList<>();
    private final @Nullable Tensor dNetwork;
    private final Tensor out;
    private final @Nullable Tensor dOut;
    private final ShareEntropy shares;
    private final int width;
    private double[] y = {};
    private double[] d = {};
    private double[] mean = {};
    private int totalRows;

    SelectorStage(Request request) {
        engine = request.engine();
        node = (SelectorNode) request.node();
        selector = node.selector();
        width = node.width();
        draw = request.in();
        dDraw = request.dIn();
        parameters = request.parameters();
        int rows = draw.rows();
        List<Integer> sizes = selector.sizes(width);
        for (int size : sizes.subList(1, sizes.size())) {
            outputs.add(engine.allocate(rows, size));
            if (request.gradient()) {
                gradients.add(engine.allocate(rows, size));
            }
        }
        dNetwork = request.gradient() ? engine.allocate(rows, width) : null;
        out = engine.allocate(rows, width);
        dOut = request.gradient() ? engine.allocate(rows, width) : null;
        shares = new ShareEntropy(rows, width);
        totalRows = rows;
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
        long length = dNetwork == null ? 0 : dNetwork.length();
        for (List<Tensor> tensors : List.of(outputs, gradients)) {
            length += tensors.stream().mapToLong(Tensor::length).sum();
        }
        return length;
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
        y = HostLayers.values(draw);
        d = HostLayers.values(outputs.get(outputs.size() - 1));
        double[] code = new double[y.length];
        for (int e = 0; e < y.length; e++) {
            d[e] = selector.open(d[e]);
            code[e] = y[e] * d[e];
        }
        out.write(code);
        totalRows = out.rows();
        mean = meanOf(shares.take(shared(code)));
    }

    private Tensor input(int layer) {
        return layer == 0 ? draw : outputs.get(layer - 1);
    }

    private Activation activation(int layer) {
        return layer == outputs.size() - 1 ? Activation.IDENTITY : Activation.RELU;
    }

    /** What the regulariser is taken of. */
    private double[] shared(double[] code) {
        if (selector.shares() == Shares.SELECTOR) {
            return d;
        }
        double[] sizes = new double[code.length];
        for (int e = 0; e < code.length; e++) {
            sizes[e] = Math.abs(code[e]);
        }
        return sizes;
    }

    private double[] meanOf(double[] sums) {
        double[] means = sums.clone();
        for (int j = 0; j < width; j++) {
            means[j] /= totalRows;
        }
        return means;
    }

    @Override
    public void meet(Exchange exchange, int rows, int total) {
        double[] sums = mean;
        for (int j = 0; j < width; j++) {
            sums[j] *= totalRows;
        }
        exchange.statistics(sums);
        totalRows = out.rows() / rows * total;
        mean = meanOf(sums);
    }

    @Override
    public void addTerms(Map<String, Double> terms) {
        terms.merge(SelectorNode.PENALTY, selector.weight() * shares.value(mean), Double::sum);
    }

    @Override
    public void backward(@Nullable ParameterSet target) {
        double[] dCode = HostLayers.values(Objects.requireNonNull(dOut));
        double[] regular = new double[y.length];
        shares.gradient(mean, totalRows, regular);
        double[] byDraw = new double[y.length];
        double[] byGate = new double[y.length];
        boolean ofCode = selector.shares() == Shares.CODE;
        for (int e = 0; e < y.length; e++) {
            double r = selector.weight() * regular[e];
            double a = dCode[e] + (ofCode ? r * Math.signum(y[e]) : 0);
            byDraw[e] = a * d[e];
            byGate[e] = (a * y[e] + (ofCode ? 0 : r)) * selector.slope(d[e]);
        }
        gradients.get(gradients.size() - 1).write(byGate);
        throughNetwork(target);
        if (dDraw != null) {
            double[] through = HostLayers.values(Objects.requireNonNull(dNetwork));
            for (int e = 0; e < y.length; e++) {
                byDraw[e] += through[e];
            }
            dDraw.write(byDraw);
        }
    }

    private void throughNetwork(@Nullable ParameterSet target) {
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
    }
}
