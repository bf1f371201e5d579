/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.CellFrame;
import io.github.sdmvae.engine.kernels.GroupedColumns;
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.network.RecurrentCell;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What kernels of the library are on a card: launches and products, which are either done at once or recorded. */
abstract class CardEngine extends KernelEngine {
    private final Kernels kernels;
    private final Transfers transfers;
    private final GroupNumbers groups;

    CardEngine(Kernels kernels, Transfers transfers, GroupNumbers groups) {
        this.kernels = kernels;
        this.transfers = transfers;
        this.groups = groups;
    }

    /** What is to be done with launches and products. */
    abstract void run(Sequence work);

    /** A tensor of this engine's, ready to be used. */
    abstract CudaTensor on(Tensor tensor);

    /** Address of a number for each of B sequences, 1 where it has a frame and else 0; 0 where every sequence has it. */
    abstract long present(boolean[] valid);

    /** Address of room for sums; the caller holds the lock of {@link #transfers()}. */
    abstract long roomForSums(int values);

    Kernels kernels() {
        return kernels;
    }

    Transfers transfers() {
        return transfers;
    }

    GroupNumbers groups() {
        return groups;
    }

    private long at(Tensor tensor) {
        return on(tensor).address();
    }

    void run(Launch launch) {
        run(new Sequence().then(launch));
    }

    private void each(String kernel, long values, Object... arguments) {
        run(kernels.each(KernelText.SEQUENCES, kernel, values, arguments));
    }

    @Override
    public void dense(Tensor x, Tensor weight, Tensor bias, Activation activation, Tensor y) {
        Sequence work = new Sequence();
        new LayerWork(kernels).forward(work, on(x), on(weight), on(bias), activation, on(y));
        run(work);
    }

    @Override
    public void denseBackward(
            Tensor x,
            Tensor weight,
            Tensor y,
            Activation activation,
            Tensor dy,
            @Nullable Tensor dWeight,
            @Nullable Tensor dBias,
            @Nullable Tensor dx) {
        Sequence work = new Sequence();
        synchronized (transfers) { // the room is for one at a time
            new LayerWork(kernels)
                    .backward(
                            work,
                            on(x),
                            on(weight),
                            on(y),
                            activation,
                            on(dy),
                            dWeight == null ? null : on(dWeight),
                            dBias == null ? null : on(dBias),
                            dx == null ? null : on(dx),
                            roomForSums(LayerWork.roomForSums(y.rows(), y.columns())));
            run(work);
        }
    }

    @Override
    public void multiply(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor c) {
        Sequence work = new Sequence();
        new LayerWork(kernels).multiply(work, on(a), transposeA, on(b), transposeB, on(c));
        run(work);
    }

    @Override
    public void unitColumns(Tensor dictionary) {
        run(DictionaryKernels.unitColumns(kernels, on(dictionary)));
    }

    @Override
    public void cell(RecurrentCell cell, CellFrame frame, boolean[] valid) {
        each(
                forward(cell),
                frame.state().length(),
                at(frame.input()),
                at(frame.product()),
                at(frame.gates()),
                // One remembers beside its state; the other needs the state before.
                at(cell == RecurrentCell.LSTM ? frame.memoryBefore() : frame.stateBefore()),
                at(frame.memory()),
                at(frame.state()),
                present(valid),
                frame.state().length(),
                frame.state().columns());
    }

    private static String forward(RecurrentCell cell) {
        return switch (cell) {
            case LSTM -> "lstm";
            case GRU -> "gru";
        };
    }

    @Override
    public void cellBackward(RecurrentCell cell, CellFrame frame, boolean[] valid) {
        CellFrame.Backward back = frame.gradients();
        boolean remembers = cell == RecurrentCell.LSTM;
        each(
                forward(cell) + "_back",
                frame.state().length(),
                at(frame.gates()),
                at(remembers ? frame.memoryBefore() : frame.stateBefore()),
                at(frame.memory()),
                at(back.dState()),
                at(back.dStateCarried()),
                at(remembers ? back.dMemoryCarried() : back.dInput()),
                at(remembers ? back.dInput() : back.dProduct()),
                present(valid),
                frame.state().length(),
                frame.state().columns());
    }

    @Override
    public void add(Tensor x, Tensor sum) {
        each("add_values", sum.length(), at(x), at(sum), sum.length());
    }

    @Override
    public void addScaled(Tensor x, double factor, Tensor sum) {
        each("add_scaled", sum.length(), at(x), at(sum), sum.length(), factor);
    }

    @Override
    public void scale(Tensor x, double factor) {
        each("scale_values", x.length(), at(x), x.length(), factor);
    }

    @Override
    public void sumParts(Tensor parts, double factor, Tensor sum) {
        each("sum_parts", sum.length(), at(parts), at(sum), sum.length(), parts.columns(), sum.columns(), factor);
    }

    @Override
    public void sumPartsBackward(Tensor dSum, double factor, Tensor dParts) {
        each(
                "sum_parts_back",
                dParts.length(),
                at(dSum),
                at(dParts),
                dParts.length(),
                dParts.columns(),
                dSum.columns(),
                factor);
    }

    @Override
    public void copy(Tensor from, Tensor to) {
        run(kernels.each(KernelText.LAYERS, "copy_values", to.length(), at(to), at(from), to.length()));
    }

    @Override
    public void join(Tensor left, Tensor right, Tensor joined) {
        each(
                "join_columns",
                joined.length(),
                at(left),
                at(right),
                at(joined),
                joined.length(),
                left.columns(),
                right.columns());
    }

    @Override
    public void split(Tensor joined, Tensor left, Tensor right) {
        each(
                "split_columns",
                joined.length(),
                at(joined),
                at(left),
                at(right),
                joined.length(),
                left.columns(),
                right.columns());
    }

    /** Runs of rows at once. */
    @Override
    public void clear(Tensor tensor, int[] rows) {
        int[] sorted = rows.clone();
        Arrays.sort(sorted);
        int width = tensor.columns();
        for (int i = 0; i < sorted.length; ) {
            int first = i++;
            while (i < sorted.length && sorted[i] <= sorted[i - 1] + 1) {
                i++;
            }
            int count = (sorted[i - 1] - sorted[first] + 1) * width;
            each("clear_values", count, at(tensor) + Float.BYTES * (long) sorted[first] * width, count);
        }
    }

    @Override
    public void stack(Tensor mask, Tensor weight, Tensor stacked) {
        each(
                "stack_layers",
                stacked.length(),
                at(mask),
                at(weight),
                at(stacked),
                stacked.length(),
                mask.rows(),
                mask.columns(),
                weight.columns());
    }

    @Override
    public void stackBackward(Tensor mask, Tensor weight, Tensor dStacked, Tensor dMask, Tensor dWeight) {
        each(
                "stack_back_mask",
                dMask.length(),
                at(weight),
                at(dStacked),
                at(dMask),
                dMask.length(),
                mask.rows(),
                mask.columns(),
                weight.columns());
        each(
                "stack_back_weight",
                dWeight.length(),
                at(mask),
                at(dStacked),
                at(dWeight),
                dWeight.length(),
                mask.rows(),
                mask.columns(),
                weight.columns());
    }

    @Override
    public void grouped(Tensor x, Tensor weight, Tensor bias, GroupedColumns columns, Tensor output) {
        GroupNumbers.Numbers numbers = groups.of(columns);
        int n = x.rows() * columns.count();
        each(
                "grouped",
                n,
                at(x),
                at(weight),
                at(bias),
                numbers.columns(),
                numbers.groups(),
                at(output),
                n,
                columns.count(),
                weight.rows(),
                x.columns(),
                weight.columns());
    }

    @Override
    public void groupedBackward(
            Tensor x, Tensor weight, GroupedColumns columns, Tensor dOutput, @Nullable Tensor dWeight, Tensor dx) {
        GroupNumbers.Numbers numbers = groups.of(columns);
        each(
                "grouped_back_input",
                dx.length(),
                at(weight),
                numbers.columns(),
                numbers.starts(),
                at(dOutput),
                at(dx),
                dx.length(),
                weight.rows(),
                x.columns(),
                weight.columns());
        if (dWeight != null) {
            int n = weight.rows() * columns.count();
            each(
                    "grouped_back_weight",
                    n,
                    at(x),
                    numbers.columns(),
                    numbers.groups(),
                    at(dOutput),
                    at(dWeight),
                    n,
                    x.rows(),
                    columns.count(),
                    weight.rows(),
                    x.columns(),
                    weight.columns());
        }
    }
}
