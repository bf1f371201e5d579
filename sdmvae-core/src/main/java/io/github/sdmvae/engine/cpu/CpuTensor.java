/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * A matrix that starts as an array on the heap and moves outside it, for good,
 * the first time that a product or a view needs its address. Kernels copy stretches of either kind into
 * {@link CpuScratch}.
 */
final class CpuTensor implements Tensor {
    private static final int ALIGNMENT = 64;
    private static final float[] ZEROS = new float[CpuScratch.STRETCH];

    private final int rows;
    private final int columns;
    private float @Nullable [] heap;
    private volatile @Nullable FloatBuffer outside;
    private @Nullable FloatPointer pointer;
    private @Nullable CpuTensor partials;

    CpuTensor(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.heap = new float[Math.multiplyExact(rows, columns)];
    }

    private CpuTensor(int rows, int columns, FloatBuffer outside) {
        this.rows = rows;
        this.columns = columns;
        this.outside = outside;
        this.pointer = new FloatPointer(outside);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    /** The address for products. */
    synchronized FloatPointer pointer() {
        if (pointer == null) {
            move();
        }
        return Objects.requireNonNull(pointer);
    }

    private synchronized FloatBuffer move() {
        FloatBuffer buffer = outside;
        if (buffer == null) {
            buffer = allocate(length());
            buffer.put(0, Objects.requireNonNull(heap));
            pointer = new FloatPointer(buffer);
            outside = buffer;
            heap = null;
        }
        return buffer;
    }

    private static FloatBuffer allocate(int length) {
        long bytes = (long) length * Float.BYTES + 2 * ALIGNMENT;
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a matrix has at most 2^29 values, got " + length);
        }
        ByteBuffer memory = ByteBuffer.allocateDirect((int) bytes).alignedSlice(ALIGNMENT);
        return memory.order(ByteOrder.nativeOrder()).asFloatBuffer().slice(0, length);
    }

    /** Room for further parts of a product that is cut along its inner dimension, kept for the next time. */
    synchronized CpuTensor partials(int parts) {
        if (partials == null || partials.rows < parts) {
            partials = new CpuTensor(parts, length());
        }
        return partials;
    }

    /** Copies a stretch out. */
    void get(int first, float[] target, int offset, int count) {
        FloatBuffer buffer = outside;
        if (buffer == null) {
            float[] values = heap;
            if (values != null) {
                System.arraycopy(values, first, target, offset, count);
                return;
            }
            buffer = Objects.requireNonNull(outside);
        }
        buffer.get(first, target, offset, count);
    }

    /** Copies a stretch in. */
    void put(int first, float[] source, int offset, int count) {
        FloatBuffer buffer = outside;
        if (buffer != null) {
            buffer.put(first, source, offset, count);
        } else {
            System.arraycopy(source, offset, Objects.requireNonNull(heap), first, count);
        }
    }

    /** Zeroes a stretch. */
    void zero(int first, int count) {
        for (int at = 0; at < count; at += ZEROS.length) {
            put(first + at, ZEROS, 0, Math.min(ZEROS.length, count - at));
        }
    }

    @Override
    public void write(float[] source, int offset) {
        put(0, source, offset, length());
    }

    @Override
    public void write(double[] source) {
        float[] values = new float[length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) source[i];
        }
        put(0, values, 0, values.length);
    }

    @Override
    public void read(float[] target, int offset) {
        get(0, target, offset, length());
    }

    @Override
    public void read(double[] target) {
        float[] values = new float[length()];
        get(0, values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            target[i] = values[i];
        }
    }

    @Override
    public Tensor view(int first, int rows, int columns) {
        Objects.checkFromIndexSize(first, rows * columns, length());
        return new CpuTensor(rows, columns, move().slice(first, rows * columns));
    }
}
