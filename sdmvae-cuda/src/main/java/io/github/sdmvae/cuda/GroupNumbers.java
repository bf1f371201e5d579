/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.GroupedColumns;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.IntStream;

/**
 * Which columns of an output layer belong to which group, on the card.
 *
 * <p><b>Thread rule:</b> for use from any number of threads.
 */
final class GroupNumbers implements AutoCloseable {
    private final Transfers transfers;
    private final Map<GroupedColumns, Numbers> known = Collections.synchronizedMap(new WeakHashMap<>());

    GroupNumbers(Transfers transfers) {
        this.transfers = transfers;
    }

    /**
     * Columns in the order of their groups, the group of each, and where each group's columns begin.
     *
     * @param memory the three, one behind the other
     * @param count of columns
     */
    record Numbers(Memory memory, int count) {
        long columns() {
            return memory.address();
        }

        long groups() {
            return columns() + Integer.BYTES * (long) count;
        }

        /** One more than groups, of which the last that has a column is the last. */
        long starts() {
            return groups() + Integer.BYTES * (long) count;
        }
    }

    Numbers of(GroupedColumns columns) {
        return known.computeIfAbsent(columns, this::upload);
    }

    private Numbers upload(GroupedColumns c) {
        int[] order = IntStream.range(0, c.count())
                .boxed()
                .sorted(Comparator.comparing(i -> c.groups()[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int groups = Arrays.stream(c.groups()).max().orElse(-1) + 1;
        int[] starts = new int[groups + 1];
        for (int group : c.groups()) {
            starts[group + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * (2 * c.count() + starts.length))
                .order(ByteOrder.nativeOrder());
        for (int i : order) {
            bytes.putInt(c.columns()[i]);
        }
        for (int i : order) {
            bytes.putInt(c.groups()[i]);
        }
        for (int start : starts) {
            bytes.putInt(start);
        }
        Memory memory = new Memory(transfers.device(), bytes.capacity(), "numbers of columns");
        transfers.write(memory.address(), bytes.flip());
        return new Numbers(memory, c.count());
    }

    @Override
    public void close() {
        synchronized (known) {
            known.values().forEach(numbers -> numbers.memory().close());
            known.clear();
        }
    }
}
