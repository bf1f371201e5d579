/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.network.Activation;
import io.github.sdmvae.network.RecurrentCell;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One recurrent layer in one direction. Products with the input and all gradients of weights are one product over all rows
 * each; only those with the state go frame by frame.
 */
final class RecurrentLayer {
    private final KernelEngine engine;
    private final String name;
    private final RecurrentCell cell;
    private final boolean reversed;
    private final SequenceRows rows;
    private final Tensor inputWeight;
    private final Tensor stateWeight;
    private final Tensor bias;
    private final @Nullable Tensor stateBias;
    private final Tensor inputs;
    private final Tensor product;
    private final Tensor states;
    private final Tensor memories;
    private final Tensor before;
    private final Tensor output;
    private final StateProduct forwardProduct;
    private final CellFrame[] frames;
    private final @Nullable Gradients gradients;

    /** What a layer needs for its gradients. */
    private record Gradients(
            Tensor dOutput,
            Tensor dInputs,
            Tensor dProducts,
            Tensor stateCarried,
            Tensor memoryCarried,
            StateProduct product) {
        CellFrame.Backward at(int t, int b) {
            Tensor dInput = block(dInputs, t, b);
            Tensor dProduct = dProducts == dInputs ? dInput : block(dProducts, t, b);
            return new CellFrame.Backward(block(dOutput, t, b), stateCarried, memoryCarried, dInput, dProduct);
        }
    }

    /**
     * Allocates the arrays.
     *
     * @param engine whose kernels
     * @param parameters of the model
     * @param name of the layer, begins those of its weights
     * @param units h
     * @param cell what it does
     * @param reversed whether it reads from the last frame back
     * @param rows of the batch
     * @param gradient whether gradients are wanted
     */
    RecurrentLayer(
            KernelEngine engine,
            ParameterSet parameters,
            String name,
            int units,
            RecurrentCell cell,
            boolean reversed,
            SequenceRows rows,
            boolean gradient) {
        this.engine = engine;
        this.name = name;
        this.cell = cell;
        this.reversed = reversed;
        this.rows = rows;
        inputWeight = parameters.named(name + ".inputWeight");
        stateWeight = parameters.named(name + ".stateWeight");
        bias = parameters.named(name + ".bias");
        stateBias = cell.hasStateBias() ? parameters.named(name + ".stateBias") : null;
        int all = rows.shape().rows();
        int b = rows.sequences();
        int columns = cell.gates() * units;
        inputs = engine.allocate(all, columns);
        product = engine.allocate(b, columns);
        // One block more than frames: the state before the first that is read stays zero.
        states = engine.allocate(all + b, units);
        memories = engine.allocate(all + b, units);
        before = states.view(reversed ? b * units : 0, all, units);
        output = states.view(reversed ? 0 : b * units, all, units);
        forwardProduct = engine.stateProduct(stateWeight, false, b);
        gradients = gradient ? gradients(units, columns) : null;
        frames = new CellFrame[rows.steps()];
        Tensor gates = gradient ? engine.allocate(all, columns) : engine.allocate(b, columns);
        for (int t = 0; t < frames.length; t++) {
            frames[t] = frame(t, b, gradient ? block(gates, t, b) : gates);
        }
    }

    private Gradients gradients(int units, int columns) {
        int all = rows.shape().rows();
        int b = rows.sequences();
        Tensor dInputs = engine.allocate(all, columns);
        return new Gradients(
                engine.allocate(all, units),
                dInputs,
                cell.hasStateBias() ? engine.allocate(all, columns) : dInputs,
                engine.allocate(b, units),
                engine.allocate(b, units),
                engine.stateProduct(stateWeight, true, b));
    }

    static Tensor block(Tensor tensor, int t, int b) {
        return tensor.view(t * b * tensor.columns(), b, tensor.columns());
    }

    private CellFrame frame(int t, int b, Tensor gates) {
        int last = reversed ? t + 1 : t;
        int own = reversed ? t : t + 1;
        return new CellFrame(
                block(inputs, t, b),
                product,
                gates,
                block(memories, last, b),
                block(memories, own, b),
                block(states, last, b),
                block(states, own, b),
                gradients == null ? null : gradients.at(t, b));
    }

    /** How many numbers its arrays hold. */
    long values() {
        long values = 2L * inputs.length() + product.length() + states.length() + memories.length();
        return gradients == null ? values : 3L * inputs.length() + values + 2L * output.length();
    }

    /** h of all frames. */
    Tensor output() {
        return output;
    }

    /** h of a frame. */
    Tensor output(int t) {
        return frames[t].state();
    }

    /** Gradient with respect to {@link #output}; filled from above. */
    Tensor outputGradient() {
        return gradients().dOutput();
    }

    /** Gradient with respect to h of a frame. */
    Tensor outputGradient(int t) {
        return frames[t].gradients().dState();
    }

    private Gradients gradients() {
        return Objects.requireNonNull(gradients, "no gradients were asked for");
    }

    /** All frames at once. */
    void forward(Tensor in) {
        engine.dense(in, inputWeight, bias, Activation.IDENTITY, inputs);
        forwardProduct.prepare();
        for (int i = 0; i < frames.length; i++) {
            step(reversed ? frames.length - 1 - i : i);
        }
    }

    /** One frame of input that was not known before. */
    void forward(Tensor in, int t) {
        if (t == 0) {
            forwardProduct.prepare();
        }
        engine.dense(in, inputWeight, bias, Activation.IDENTITY, frames[t].input());
        step(t);
    }

    private void step(int t) {
        CellFrame frame = frames[t];
        if (stateBias == null) {
            forwardProduct.multiply(frame.stateBefore(), product);
        } else {
            engine.dense(frame.stateBefore(), stateWeight, stateBias, Activation.IDENTITY, product);
        }
        engine.cell(cell, frame, rows.valid(t));
        if (rows.shape().carried() && t == (reversed ? 0 : frames.length - 1)) {
            carry(frame);
        }
    }

    private void carry(CellFrame last) {
        CellFrame first = frames[reversed ? frames.length - 1 : 0];
        engine.copy(last.state(), first.stateBefore());
        engine.copy(last.memory(), first.memoryBefore());
    }

    /** Back to a state of zeros. */
    void restart() {
        CellFrame first = frames[reversed ? frames.length - 1 : 0];
        first.stateBefore().write(new double[first.stateBefore().length()]);
        first.memoryBefore().write(new double[first.memoryBefore().length()]);
    }

    /** Before the frames of a backward pass. */
    void startBackward() {
        clear(gradients().stateCarried());
        clear(gradients().memoryCarried());
        gradients().product().prepare();
    }

    private void clear(Tensor tensor) {
        int[] all = new int[tensor.rows()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        engine.clear(tensor, all);
    }

    /** All frames at once; the gradient of the input unless null. */
    void backward(Tensor in, @Nullable ParameterSet target, @Nullable Tensor dIn) {
        startBackward();
        for (int i = frames.length - 1; i >= 0; i--) {
            stepBackward(reversed ? frames.length - 1 - i : i);
        }
        weightGradients(in, target, dIn);
    }

    /** One frame; then the gradient of its input unless null. */
    void backward(int t, @Nullable Tensor dIn) {
        stepBackward(t);
        if (dIn != null) {
            engine.multiply(frames[t].gradients().dInput(), false, inputWeight, true, dIn);
        }
    }

    private void stepBackward(int t) {
        CellFrame.Backward frame = frames[t].gradients();
        engine.cellBackward(cell, frames[t], rows.valid(t));
        if (t == (reversed ? frames.length - 1 : 0)) {
            return;
        }
        if (stateBias == null) {
            gradients().product().multiply(frame.dProduct(), frame.dStateCarried());
        } else {
            // What the gated recurrent unit passes on without a product is there already.
            Tensor byProduct = frames[t].gradients().dState();
            gradients().product().multiply(frame.dProduct(), byProduct);
            engine.add(byProduct, frame.dStateCarried());
        }
    }

    /** After all frames. */
    void weightGradients(Tensor in, @Nullable ParameterSet target, @Nullable Tensor dIn) {
        Gradients g = gradients();
        engine.denseBackward(
                in,
                inputWeight,
                inputs,
                Activation.IDENTITY,
                g.dInputs(),
                target == null ? null : target.named(name + ".inputWeight"),
                target == null ? null : target.named(name + ".bias"),
                dIn);
        if (target != null) {
            stateGradients(g.dProducts(), target);
        }
    }

    private void stateGradients(Tensor dProducts, ParameterSet target) {
        Tensor dWeight = target.named(name + ".stateWeight");
        if (stateBias == null) {
            engine.multiply(before, true, dProducts, false, dWeight);
        } else {
            Tensor dBias = target.named(name + ".stateBias");
            engine.denseBackward(before, stateWeight, inputs, Activation.IDENTITY, dProducts, dWeight, dBias, null);
        }
    }
}
