/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A kernel, how many threads of it, and its arguments: each in 8 bytes of its own, whatever its type. May be launched any
 * number of times; arguments may be changed in between. Not thread-safe.
 */
final class Launch {
    private final Kernel kernel;
    private final Shape shape;
    private final ByteBuffer slots;
    private final String types;
    private @Nullable Object prepared;

    /**
     * How many threads.
     *
     * @param gridX blocks
     * @param gridY blocks
     * @param blockX threads of a block
     * @param blockY threads of a block
     * @param sharedBytes shared memory of a block
     */
    record Shape(int gridX, int gridY, int blockX, int blockY, int sharedBytes) {
        private static final int THREADS = 256;
        /** Enough for every card, few enough that loops inside have work. */
        private static final int MOST_BLOCKS = 4096;

        /** A thread for each of so many values. */
        static Shape each(long values) {
            long blocks = Math.max(1, Math.min(MOST_BLOCKS, (values + THREADS - 1) / THREADS));
            return new Shape((int) blocks, 1, THREADS, 1, 0);
        }

        /** Blocks that add up, with room for a number per warp. */
        static Shape blocks(int x, int y, int threads) {
            return new Shape(x, y, threads, 1, threads / 32 * Double.BYTES);
        }
    }

    /**
     * Puts arguments in order.
     *
     * @param arguments Long for pointers and 64-bit integers, Integer, Float, Double
     */
    Launch(Kernel kernel, Shape shape, Object... arguments) {
        this.kernel = kernel;
        this.shape = shape;
        this.slots = ByteBuffer.allocateDirect(Long.BYTES * arguments.length).order(ByteOrder.nativeOrder());
        StringBuilder codes = new StringBuilder();
        for (int i = 0; i < arguments.length; i++) {
            codes.append(put(i, arguments[i]));
        }
        this.types = codes.toString();
    }

    private char put(int index, Object value) {
        int at = index * Long.BYTES;
        if (value instanceof Long v) {
            slots.putLong(at, v);
            return 'p';
        }
        if (value instanceof Integer v) {
            slots.putInt(at, v);
            return 'i';
        }
        if (value instanceof Float v) {
            slots.putFloat(at, v);
            return 'f';
        }
        if (value instanceof Double v) {
            slots.putDouble(at, v);
            return 'd';
        }
        throw new IllegalArgumentException(kernel.name() + ": argument " + index + " is a " + value.getClass());
    }

    void set(int index, long value) {
        slots.putLong(index * Long.BYTES, value);
    }

    void set(int index, int value) {
        slots.putInt(index * Long.BYTES, value);
    }

    void set(int index, float value) {
        slots.putFloat(index * Long.BYTES, value);
    }

    void set(int index, double value) {
        slots.putDouble(index * Long.BYTES, value);
    }

    Kernel kernel() {
        return kernel;
    }

    Shape shape() {
        return shape;
    }

    /** All arguments. */
    ByteBuffer slots() {
        return slots;
    }

    /** A letter for each argument: p, i, f, d. */
    String types() {
        return types;
    }

    /** What a device has made of the arguments; null at first. */
    @Nullable
    Object prepared() {
        return prepared;
    }

    void prepared(Object form) {
        prepared = form;
    }
}
