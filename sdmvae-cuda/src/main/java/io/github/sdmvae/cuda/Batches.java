/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.DomainCheck;
import io.github.sdmvae.graph.ModelGraph;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Brings a program's batches to where its gathering kernel finds them: rows of a resident source by their numbers, uploaded
 * once an epoch; or else the rows themselves, into one of two places, on a lane beside the program's. Not thread-safe.
 */
final class Batches implements StagedData {
    private final ResidentData resident;
    private final Lane lane;
    private final Device device;
    private final int rows;
    private final int width;
    private final DomainCheck check;
    private final ResidentData.Checked checked = new ResidentData.Checked();
    private final float[] values;
    private final ResidentData.Visits visits;
    private @Nullable UploadPlaces places;
    private @Nullable Lane aside;
    private @Nullable Order order;
    private @Nullable Order counting;
    private long data;
    private long numbers;
    private int first;

    Batches(ModelGraph graph, ResidentData resident, Device device, Lane lane, int rows, boolean training) {
        this.resident = resident;
        this.device = device;
        this.lane = lane;
        this.rows = rows;
        this.visits = new ResidentData.Visits(training);
        this.width = graph.input().width();
        this.check = new DomainCheck(graph.observation().likelihood(), width);
        this.values = new float[Math.multiplyExact(rows, width)];
    }

    @Override
    public long data() {
        return data;
    }

    @Override
    public long numbers() {
        return numbers;
    }

    @Override
    public int first() {
        return first;
    }

    @Override
    public void stage(FrameSource source, int[] rowNumbers, int from) {
        Objects.checkFromIndexSize(from, rows, rowNumbers.length);
        boolean isNew = checked.isNew(source, rowNumbers, from, rows);
        if (isNew) {
            source.read(rowNumbers, from, rows, values, 0);
            check.require(values, rows, source.description(), i -> rowNumbers[from + i]);
            checked.done(rowNumbers, from, rows);
        }
        if (visits.areWorthKeeping(source, rows)) {
            ResidentData.Rows there = resident.of(source);
            if (there.isThere()) {
                byNumbers(there.address(), rowNumbers, from);
                return;
            }
        }
        if (!isNew) {
            source.read(rowNumbers, from, rows, values, 0);
        }
        upload();
    }

    private void byNumbers(long address, int[] rowNumbers, int from) {
        if (order == null || !order.holds(rowNumbers, from, rows)) {
            if (order == null || order.length() < rowNumbers.length) {
                lane.finish(); // steps on their way read the old ones
                if (order != null) {
                    order.close();
                }
                order = new Order(device, rowNumbers.length);
            }
            order.write(lane, rowNumbers);
        }
        data = address;
        numbers = order.address();
        first = from;
    }

    @Override
    public void stage(float[] x, int firstRow) {
        check.require(x, rows, "", i -> firstRow + i);
        System.arraycopy(x, 0, values, 0, values.length);
        upload();
    }

    @Override
    public void stage(double[] x) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) x[i];
        }
        upload();
    }

    private void upload() {
        if (places == null) {
            counting = new Order(device, rows);
            counting.write(lane, IntStream.range(0, rows).toArray());
            aside = device.lane(1 << 20);
            places = new UploadPlaces(device, lane, aside, Float.BYTES * values.length, "a batch on its way");
        }
        places.write(bytes -> bytes.asFloatBuffer().put(values));
        data = places.address();
        numbers = Objects.requireNonNull(counting).address();
        first = 0;
    }

    /** To be called when what was staged has been asked for by all that need it. */
    @Override
    public void used() {
        if (places != null) {
            places.used();
        }
    }

    @Override
    public void close() {
        if (places != null) {
            places.close();
        }
        if (order != null) {
            order.close();
        }
        if (counting != null) {
            counting.close();
        }
        if (aside != null) {
            aside.close();
        }
    }

    /** Numbers of rows, as they are on the device. */
    private static final class Order {
        private final Memory memory;
        private final Pinned pinned;
        private final int[] copy;
        private int length;
        private Lane.@Nullable Mark sent;

        Order(Device device, int length) {
            copy = new int[length];
            memory = new Memory(device, (long) Integer.BYTES * length, "numbers of rows");
            pinned = device.pinned(Integer.BYTES * length);
        }

        long address() {
            return memory.address();
        }

        int length() {
            return copy.length;
        }

        /** The caller may fill its array anew for the next epoch, so contents count. */
        boolean holds(int[] numbers, int from, int count) {
            return length == numbers.length && Arrays.equals(numbers, from, from + count, copy, from, from + count);
        }

        void write(Lane lane, int[] numbers) {
            if (sent != null) {
                sent.await();
            }
            System.arraycopy(numbers, 0, copy, 0, numbers.length);
            length = numbers.length;
            IntBuffer target = pinned.bytes().asIntBuffer();
            target.put(numbers);
            lane.upload(memory.address(), pinned, 0, (long) Integer.BYTES * numbers.length);
            if (sent == null) {
                sent = lane.mark();
            } else {
                sent.renew();
            }
        }

        void close() {
            if (sent != null) {
                sent.await();
                sent.close();
            }
            memory.close();
            pinned.close();
        }
    }
}
