/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.Program;
import io.github.sdmvae.graph.DrawNode;
import io.github.sdmvae.graph.InputNode;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.ObservationNode;
import io.github.sdmvae.graph.RecurrentNode;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.network.RecurrentCell;
import io.github.sdmvae.prior.Prior;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Recurrent layers alone, and what programs of time do not hand out, for tests. */
public final class TimeKernels {
    private TimeKernels() {}

    /** What the prior predicts: means, then variances. */
    public static double[][] predictions(Program program) {
        return ((SequenceProgram) program).predictions();
    }

    /** Runs one frame of a cell from a given state; {@code in} has x, h0, c0, the weights, dh and dc. */
    public static Map<String, double[]> cell(
            KernelEngine engine, RecurrentCell cell, int batch, int n, int h, Function<String, double[]> in) {
        int columns = cell.gates() * h;
        Tensor input = engine.allocate(batch, columns);
        Tensor product = engine.allocate(batch, columns);
        Tensor x = of(engine, batch, n, in.apply("x"));
        Tensor h0 = of(engine, batch, h, in.apply("h0"));
        Tensor inputWeight = of(engine, n, columns, in.apply("Wx"));
        Tensor stateWeight = of(engine, h, columns, in.apply("Wh"));
        boolean two = cell.hasStateBias();
        Tensor bias = of(engine, 1, columns, in.apply(two ? "bx" : "b"));
        Tensor stateBias = of(engine, 1, columns, two ? in.apply("bh") : new double[columns]);
        engine.dense(x, inputWeight, bias, io.github.sdmvae.network.Activation.IDENTITY, input);
        engine.dense(h0, stateWeight, stateBias, io.github.sdmvae.network.Activation.IDENTITY, product);
        Tensor dInput = engine.allocate(batch, columns);
        Tensor dProduct = two ? engine.allocate(batch, columns) : dInput;
        CellFrame.Backward backward = new CellFrame.Backward(
                of(engine, batch, h, in.apply("dh")),
                engine.allocate(batch, h),
                of(engine, batch, h, two ? new double[batch * h] : in.apply("dc")),
                dInput,
                dProduct);
        Tensor c0 = of(engine, batch, h, two ? new double[batch * h] : in.apply("c0"));
        CellFrame frame = new CellFrame(
                input,
                product,
                engine.allocate(batch, columns),
                c0,
                engine.allocate(batch, h),
                h0,
                engine.allocate(batch, h),
                backward);
        boolean[] valid = new boolean[batch];
        java.util.Arrays.fill(valid, true);
        engine.cell(cell, frame, valid);
        engine.cellBackward(cell, frame, valid);
        Map<String, double[]> out = new TreeMap<>();
        out.put("h", HostLayers.values(frame.state()));
        out.put("c", HostLayers.values(frame.memory()));
        Tensor dx = engine.allocate(batch, n);
        engine.multiply(dInput, false, inputWeight, true, dx);
        Tensor dh0 = engine.allocate(batch, h);
        engine.multiply(dProduct, false, stateWeight, true, dh0);
        engine.add(backward.dStateCarried(), dh0);
        out.put("gradient.x", HostLayers.values(dx));
        out.put("gradient.h0", HostLayers.values(dh0));
        out.put("gradient.c0", HostLayers.values(backward.dMemoryCarried()));
        Tensor dWx = engine.allocate(n, columns);
        engine.multiply(x, true, dInput, false, dWx);
        out.put("gradient.Wx", HostLayers.values(dWx));
        Tensor dWh = engine.allocate(h, columns);
        engine.multiply(h0, true, dProduct, false, dWh);
        out.put("gradient.Wh", HostLayers.values(dWh));
        out.put(two ? "gradient.bx" : "gradient.b", sums(dInput));
        out.put("gradient.bh", sums(dProduct));
        return out;
    }

    private static Tensor of(KernelEngine engine, int rows, int columns, double[] values) {
        Tensor tensor = engine.allocate(rows, columns);
        tensor.write(values);
        return tensor;
    }

    private static double[] sums(Tensor tensor) {
        double[] sums = new double[tensor.columns()];
        double[] values = HostLayers.values(tensor);
        for (int i = 0; i < values.length; i++) {
            sums[i % sums.length] += values[i];
        }
        return sums;
    }

    /** Runs recurrent layers over sequences; arrays are sequence by sequence. */
    public static Map<String, double[]> layer(
            KernelEngine engine, RecurrentNode node, int[] lengths, int frames, Function<String, double[]> in) {
        ModelGraph graph = new ModelGraph(
                new InputNode(node.in()),
                List.of(node),
                new DrawNode(Prior.standardNormal(), 1, node.in()),
                List.of(node),
                new ObservationNode(Likelihood.complexGaussian(), node.in()),
                List.of());
        ParameterSet parameters = new ParameterSet(engine, graph.layout());
        ParameterSet gradients = new ParameterSet(engine, graph.layout());
        graph.layout().entries().forEach(e -> parameters.named(e.name()).write(in.apply(e.name())));
        SequenceRows rows = new SequenceRows(BatchShape.of(lengths.length, frames));
        rows.set(lengths, 0);
        Tensor x = engine.allocate(lengths.length * frames, node.in());
        // Not zeroed where there is no frame: what stands there must not matter.
        double[] all = in.apply("x");
        double[] byFrame = new double[all.length];
        SequenceRows full = new SequenceRows(BatchShape.of(lengths.length, frames));
        full.byFrame(all, byFrame, node.in());
        x.write(byFrame);
        Tensor dx = engine.allocate(lengths.length * frames, node.in());
        Stage stage = new RecurrentStage(new Stage.Request(engine, node, parameters, x, dx, true, rows));
        stage.forward();
        double[] upstream = in.apply("H");
        double[] dOut = new double[upstream.length];
        full.byFrame(upstream, dOut, node.out());
        java.util.Objects.requireNonNull(stage.outputGradient()).write(dOut);
        Map<String, double[]> out = new TreeMap<>();
        out.put("H", ordered(full, HostLayers.values(stage.output()), node.out()));
        stage.backward(gradients);
        out.put("gradient.x", ordered(full, HostLayers.values(dx), node.in()));
        graph.layout()
                .entries()
                .forEach(e -> out.put("gradient." + e.name(), HostLayers.values(gradients.named(e.name()))));
        return out;
    }

    private static double[] ordered(SequenceRows rows, double[] byFrame, int columns) {
        double[] ordered = new double[byFrame.length];
        rows.bySequence(byFrame, ordered, columns);
        return ordered;
    }
}
