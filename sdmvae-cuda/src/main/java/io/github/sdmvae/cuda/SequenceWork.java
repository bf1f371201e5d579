/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.CellFrame;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.network.RecurrentCell;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What recurrent layers take beside products, kernel by kernel on the lane of {@link Transfers}.
 *
 * <p><b>Thread rule:</b> as {@link Transfers}.
 */
final class SequenceWork implements AutoCloseable {
    /** Patterns of sequences that have a frame: as many as a batch has frames, at most. */
    private static final int MOST_PATTERNS = 1024;

    private static final int BLOCKS = 64;
    private static final int THREADS = 256;

    private final Kernels kernels;
    private final Transfers transfers;
    private final Map<Pattern, CudaTensor> patterns = new LinkedHashMap<>(16, 0.75f, true);

    SequenceWork(Kernels kernels, Transfers transfers) {
        this.kernels = kernels;
        this.transfers = transfers;
    }

    /** Which sequences have a frame. */
    @SuppressWarnings("ArrayRecordComponent") // compared by content
    private record Pattern(boolean[] valid) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Pattern p && Arrays.equals(valid, p.valid);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(valid);
        }
    }

    /** Address of a pattern on the card; 0 where every sequence has the frame. */
    private synchronized long address(boolean[] valid) {
        boolean all = true;
        for (boolean one : valid) {
            all &= one;
        }
        if (all) {
            return 0;
        }
        CudaTensor known = patterns.get(new Pattern(valid));
        if (known == null) {
            float[] values = new float[valid.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = valid[i] ? 1 : 0;
            }
            known = CudaTensor.zeros(transfers, 1, values.length);
            known.write(values, 0);
            patterns.put(new Pattern(valid.clone()), known);
            dropEldest();
        }
        return known.address();
    }

    private void dropEldest() {
        if (patterns.size() > MOST_PATTERNS) {
            var eldest = patterns.entrySet().iterator();
            eldest.next().getValue().free();
            eldest.remove();
        }
    }

    private static long at(Tensor tensor) {
        return CudaEngine.on(tensor).address();
    }

    private void each(String kernel, long values, Object... arguments) {
        transfers.run(new Sequence().then(kernels.each(KernelText.SEQUENCES, kernel, values, arguments)));
    }

    void cell(RecurrentCell cell, CellFrame frame, boolean[] valid) {
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
                address(valid),
                frame.state().length(),
                frame.state().columns());
    }

    private static String forward(RecurrentCell cell) {
        return switch (cell) {
            case LSTM -> "lstm";
            case GRU -> "gru";
        };
    }

    void cellBackward(RecurrentCell cell, CellFrame frame, boolean[] valid) {
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
                address(valid),
                frame.state().length(),
                frame.state().columns());
    }

    void add(Tensor x, Tensor sum) {
        each("add_values", sum.length(), at(x), at(sum), sum.length());
    }

    void join(Tensor left, Tensor right, Tensor joined) {
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

    void split(Tensor joined, Tensor left, Tensor right) {
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

    /** Rows, runs of them at once. */
    void clear(Tensor tensor, int[] rows) {
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
    public synchronized void close() {
        patterns.values().forEach(CudaTensor::free);
        patterns.clear();
    }

    double sum(Tensor tensor, boolean squares) {
        synchronized (transfers) { // the room is for one at a time
            long parts = transfers.room(BLOCKS * Double.BYTES);
            transfers.run(new Sequence()
                    .then(kernels.blocks(
                            KernelText.SEQUENCES,
                            "sum_values",
                            BLOCKS,
                            1,
                            THREADS,
                            at(tensor),
                            parts,
                            tensor.length(),
                            squares ? 1 : 0)));
            double sum = 0;
            for (double part : transfers.doubles(parts, BLOCKS)) {
                sum += part;
            }
            return sum;
        }
    }
}
