/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.GroupedColumns;
import io.github.sdmvae.engine.kernels.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What sparse decoding takes beside dense layers, kernel by kernel on the lane of {@link Transfers}.
 *
 * <p><b>Thread rule:</b> as {@link Transfers}.
 */
final class GroupWork implements AutoCloseable {
    private final Kernels kernels;
    private final Transfers transfers;
    private final Map<GroupedColumns, Numbers> known = Collections.synchronizedMap(new WeakHashMap<>());

    GroupWork(Kernels kernels, Transfers transfers) {
        this.kernels = kernels;
        this.transfers = transfers;
    }

    /**
     * Columns and groups on the card.
     *
     * @param memory first all columns, then all groups
     */
    private record Numbers(Memory memory, int count) {
        long columns() {
            return memory.address();
        }

        long groups() {
            return memory.address() + Integer.BYTES * (long) count;
        }
    }

    private Numbers numbers(GroupedColumns columns) {
        return known.computeIfAbsent(columns, c -> {
            ByteBuffer bytes =
                    ByteBuffer.allocate(2 * Integer.BYTES * c.count()).order(ByteOrder.nativeOrder());
            bytes.asIntBuffer().put(c.columns()).put(c.groups());
            Memory memory = new Memory(transfers.device(), bytes.capacity(), "numbers of columns");
            transfers.write(memory.address(), bytes);
            return new Numbers(memory, c.count());
        });
    }

    private static long at(Tensor tensor) {
        return CudaEngine.on(tensor).address();
    }

    private void each(String kernel, int values, Object... arguments) {
        transfers.run(new Sequence().then(kernels.each(KernelText.SEQUENCES, kernel, values, arguments)));
    }

    @Override
    public void close() {
        synchronized (known) {
            known.values().forEach(numbers -> numbers.memory().close());
            known.clear();
        }
    }

    void stack(Tensor mask, Tensor weight, Tensor stacked) {
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

    void stackBackward(Tensor mask, Tensor weight, Tensor dStacked, Tensor dMask, Tensor dWeight) {
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

    void grouped(Tensor x, Tensor weight, Tensor bias, GroupedColumns columns, Tensor output) {
        Numbers numbers = numbers(columns);
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

    void groupedBackward(
            Tensor x, Tensor weight, GroupedColumns columns, Tensor dOutput, @Nullable Tensor dWeight, Tensor dx) {
        Numbers numbers = numbers(columns);
        each(
                "grouped_back_input",
                dx.length(),
                at(weight),
                numbers.columns(),
                numbers.groups(),
                at(dOutput),
                at(dx),
                dx.length(),
                columns.count(),
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
