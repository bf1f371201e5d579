/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.DomainCheck;
import io.github.sdmvae.graph.ModelGraph;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Brings a program's batches to where its gathering kernel finds them: rows of a resident source by their numbers, uploaded
 * once an epoch; or else the rows themselves, into one of two places, on a lane beside the program's. Not thread-safe.
 */
final class Batches implements AutoCloseable {
    private static final int PLACES = 2;

    private final ResidentData resident;
    private final Lane lane;
    private final Device device;
    private final boolean training;
    private final int rows;
    private final int width;
    private final DomainCheck check;
    private final ResidentData.Checked checked = new ResidentData.Checked();
    private final float[] values;
    private final @Nullable Place[] places = new @Nullable Place[PLACES];
    private @Nullable FrameSource passing;
    private @Nullable Lane aside;
    private @Nullable Order order;
    private @Nullable Order counting;
    private int next;
    private long passed;
    private long data;
    private long numbers;
    private int first;

    Batches(ModelGraph graph, ResidentData resident, Device device, Lane lane, int rows, boolean training) {
        this.resident = resident;
        this.device = device;
        this.lane = lane;
        this.rows = rows;
        this.training = training;
        this.width = graph.input().width();
        this.check = new DomainCheck(graph.observation().likelihood(), width);
        this.values = new float[Math.multiplyExact(rows, width)];
    }

    /** Address of the rows that the batch's numbers count in; 0 before anything was staged. */
    long data() {
        return data;
    }

    long numbers() {
        return numbers;
    }

    /** Where in the numbers the batch begins. */
    int first() {
        return first;
    }

    void stage(FrameSource source, int[] rowNumbers, int from) {
        Objects.checkFromIndexSize(from, rows, rowNumbers.length);
        boolean isNew = checked.isNew(source, rowNumbers, from, rows);
        if (isNew) {
            source.read(rowNumbers, from, rows, values, 0);
            check.require(values, rows, source.description(), i -> rowNumbers[from + i]);
            checked.done(rowNumbers, from, rows);
        }
        if (isWorthKeeping(source)) {
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

    /** Training reads its data again and again; who evaluates keeps it from the second time on. */
    private boolean isWorthKeeping(FrameSource source) {
        if (source != passing) {
            passing = source;
            passed = 0;
        }
        boolean again = passed >= source.size();
        passed = again ? passed : passed + rows;
        return training || again;
    }

    private void byNumbers(long address, int[] rowNumbers, int from) {
        if (order == null || !order.holds(rowNumbers, from, rows)) {
            if (order == null || order.length() < rowNumbers.length) {
                lane.finish(); // steps on their way read the old ones
                close(order);
                order = new Order(device, rowNumbers.length);
            }
            order.write(lane, rowNumbers);
        }
        data = address;
        numbers = order.address();
        first = from;
    }

    void stage(float[] x, int firstRow) {
        check.require(x, rows, "", i -> firstRow + i);
        System.arraycopy(x, 0, values, 0, values.length);
        upload();
    }

    void stage(double[] x) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) x[i];
        }
        upload();
    }

    private void upload() {
        if (counting == null) {
            counting = new Order(device, rows);
            counting.write(lane, IntStream.range(0, rows).toArray());
            aside = device.lane(1 << 20);
            for (int i = 0; i < PLACES; i++) {
                places[i] = new Place(device, lane, aside, values.length);
            }
        }
        Place place = Objects.requireNonNull(places[next]);
        place.write(Objects.requireNonNull(aside), lane, values);
        data = place.address();
        numbers = counting.address();
        first = 0;
    }

    /** To be called when what was staged has been asked for by all that need it. */
    void used() {
        Place place = places[next];
        if (place != null && data == place.address()) {
            place.used();
            next = (next + 1) % PLACES;
        }
    }

    @Override
    public void close() {
        for (Place place : places) {
            close(place);
        }
        close(order);
        close(counting);
        if (aside != null) {
            aside.close();
        }
    }

    private static void close(@Nullable Part part) {
        if (part != null) {
            part.close();
        }
    }

    /** What has memory to give back. */
    private interface Part {
        void close();
    }

    /** Numbers of rows, as they are on the device. */
    private static final class Order implements Part {
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

        @Override
        public void close() {
            if (sent != null) {
                sent.await();
                sent.close();
            }
            memory.close();
            pinned.close();
        }
    }

    /** Room for a batch, here and there. */
    private static final class Place implements Part {
        private final Memory memory;
        private final Pinned pinned;
        private final Lane.Mark sent;
        private final Lane.Mark read;

        Place(Device device, Lane lane, Lane aside, int values) {
            memory = new Memory(device, (long) Float.BYTES * values, "a batch on its way");
            pinned = device.pinned(Float.BYTES * values);
            sent = aside.mark();
            read = lane.mark();
        }

        long address() {
            return memory.address();
        }

        void write(Lane aside, Lane lane, float[] values) {
            sent.await();
            FloatBuffer target = pinned.bytes().asFloatBuffer();
            target.put(values);
            aside.await(read);
            aside.upload(memory.address(), pinned, 0, (long) Float.BYTES * values.length);
            sent.renew();
            lane.await(sent);
        }

        void used() {
            read.renew();
        }

        @Override
        public void close() {
            sent.await();
            read.await();
            sent.close();
            read.close();
            memory.close();
            pinned.close();
        }
    }
}
