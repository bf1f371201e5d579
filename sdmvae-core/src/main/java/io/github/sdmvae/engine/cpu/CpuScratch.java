/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * A thread's own small arrays, into which the fused kernels copy stretches of a tensor: loops over {@code float[]} become
 * vector instructions, loops over memory outside the heap do not (61 against 8 µs for 128 × 513 values), and copies
 * within the first-level cache cost little. Arrays grow as asked and are kept. Whoever asks OpenBLAS for a product asks
 * for this first, which sees to it that the product stays on the thread. Not thread-safe.
 */
final class CpuScratch {
    /** Values per stretch: four arrays of this size fit the first-level cache of any recent processor. */
    static final int STRETCH = 2048;

    private static final int SLOTS = 24;
    private static final ThreadLocal<CpuScratch> OWN = ThreadLocal.withInitial(CpuScratch::new);

    private final float[][] arrays = new float[SLOTS][STRETCH];
    private final int[][] ints = new int[2][STRETCH];
    private FloatBuffer floatView = FloatBuffer.allocate(0);
    private IntBuffer intView = IntBuffer.allocate(0);

    private CpuScratch() {
        OpenBlas.limitThreads();
        allocateViews(STRETCH);
    }

    static CpuScratch own() {
        return OWN.get();
    }

    /**
     * An array of the thread's own with whatever is in it.
     *
     * @param slot which, from 0
     * @param size values needed
     */
    float[] array(int slot, int size) {
        if (arrays[slot].length < size) {
            arrays[slot] = new float[size];
        }
        return arrays[slot];
    }

    /** As {@link #array}, for bits; slots 0 and 1. */
    int[] bits(int slot, int size) {
        if (ints[slot].length < size) {
            ints[slot] = new int[size];
        }
        return ints[slot];
    }

    /**
     * Copies values as bits. {@link Float#floatToRawIntBits} would keep a loop from being vectorised; two views of the
     * same memory do the same at the speed of a copy.
     */
    void toBits(float[] values, int[] target, int n) {
        if (floatView.capacity() < n) {
            allocateViews(n);
        }
        floatView.put(0, values, 0, n);
        intView.get(0, target, 0, n);
    }

    /** The other way round. */
    void fromBits(int[] source, float[] target, int n) {
        if (floatView.capacity() < n) {
            allocateViews(n);
        }
        intView.put(0, source, 0, n);
        floatView.get(0, target, 0, n);
    }

    private void allocateViews(int n) {
        ByteBuffer memory = ByteBuffer.allocateDirect(n * Float.BYTES).order(ByteOrder.nativeOrder());
        floatView = memory.asFloatBuffer();
        intView = memory.asIntBuffer();
    }
}
