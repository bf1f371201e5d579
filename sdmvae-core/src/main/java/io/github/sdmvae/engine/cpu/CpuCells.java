/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.CellFrame;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.network.RecurrentCell;
import java.util.Arrays;

/**
 * The element-wise parts of recurrent layers, in single precision. Gates are kept gate by gate rather than row by row, so that
 * every loop runs along whole blocks of B·h values.
 */
final class CpuCells {
    private static final int INPUT = 0;
    private static final int PRODUCT = 1;
    private static final int SIGMOIDS = 2;
    private static final int TANHS = 3;
    private static final int SPARE = 4;
    private static final int BEFORE = 5;
    private static final int STATE = 6;
    private static final int D_STATE = 7;
    private static final int D_MEMORY = 8;
    private static final int D_GATES = 9;
    private static final int D_PRODUCT = 10;

    private CpuCells() {}

    static void forward(RecurrentCell cell, CellFrame frame, boolean[] valid) {
        switch (cell) {
            case LSTM -> lstm(frame, valid);
            case GRU -> gru(frame, valid);
        }
    }

    static void backward(RecurrentCell cell, CellFrame frame, boolean[] valid) {
        switch (cell) {
            case LSTM -> lstmBackward(frame, valid);
            case GRU -> gruBackward(frame, valid);
        }
    }

    private static float[] get(Tensor tensor, int slot, CpuScratch scratch) {
        float[] values = scratch.array(slot, tensor.length());
        ((CpuTensor) tensor).get(0, values, 0, tensor.length());
        return values;
    }

    private static void put(Tensor tensor, float[] values) {
        ((CpuTensor) tensor).put(0, values, 0, tensor.length());
    }

    /** Gate g of rows → a block. */
    private static void block(float[] rows, int gates, int gate, int h, int n, float[] block, int at) {
        for (int first = 0, b = 0; first < n; first += h, b++) {
            System.arraycopy(rows, (b * gates + gate) * h, block, at + first, h);
        }
    }

    /** The other way round. */
    private static void rows(float[] block, int at, int gates, int gate, int h, int n, float[] rows) {
        for (int first = 0, b = 0; first < n; first += h, b++) {
            System.arraycopy(block, at + first, rows, (b * gates + gate) * h, h);
        }
    }

    private static void clearInvalid(float[] values, int h, boolean[] valid) {
        for (int b = 0; b < valid.length; b++) {
            if (!valid[b]) {
                Arrays.fill(values, b * h, (b + 1) * h, 0);
            }
        }
    }

    private static void add(float[] sums, float[] values, int n) {
        for (int i = 0; i < n; i++) {
            sums[i] += values[i];
        }
    }

    private static void lstm(CellFrame frame, boolean[] valid) {
        CpuScratch scratch = CpuScratch.own();
        int h = frame.state().columns();
        int n = frame.state().length();
        float[] sums = get(frame.input(), INPUT, scratch);
        add(sums, get(frame.product(), PRODUCT, scratch), 4 * n);
        float[] ifo = scratch.array(SIGMOIDS, 3 * n);
        float[] g = scratch.array(TANHS, n);
        lstmGates(sums, h, ifo, g, n);
        float[] memory = get(frame.memoryBefore(), BEFORE, scratch);
        float[] state = scratch.array(STATE, n);
        for (int e = 0; e < n; e++) {
            memory[e] = ifo[n + e] * memory[e] + ifo[e] * g[e];
        }
        clearInvalid(memory, h, valid);
        System.arraycopy(memory, 0, state, 0, n);
        FastMath.tanh(state, n);
        for (int e = 0; e < n; e++) {
            state[e] *= ifo[2 * n + e];
        }
        put(frame.memory(), memory);
        put(frame.state(), state);
        if (frame.backward() != null) {
            keep(frame, ifo, g, n);
        }
    }

    /** From sums in the order i, f, g, o to the gates of sigmoids, i, f, o, and the candidate g. */
    private static void lstmGates(float[] sums, int h, float[] ifo, float[] g, int n) {
        block(sums, 4, 0, h, n, ifo, 0);
        block(sums, 4, 1, h, n, ifo, n);
        block(sums, 4, 3, h, n, ifo, 2 * n);
        block(sums, 4, 2, h, n, g, 0);
        FastMath.gate(ifo, 3 * n);
        FastMath.tanh(g, n);
    }

    /** Gates for the way back: first those of sigmoids, then the candidate. */
    private static void keep(CellFrame frame, float[] sigmoids, float[] candidate, int n) {
        CpuTensor gates = (CpuTensor) frame.gates();
        gates.put(0, sigmoids, 0, gates.length() - n);
        gates.put(gates.length() - n, candidate, 0, n);
    }

    private static void lstmBackward(CellFrame frame, boolean[] valid) {
        CpuScratch scratch = CpuScratch.own();
        CellFrame.Backward backward = frame.gradients();
        int h = frame.state().columns();
        int n = frame.state().length();
        float[] gates = get(frame.gates(), INPUT, scratch);
        float[] before = get(frame.memoryBefore(), BEFORE, scratch);
        float[] tanh = get(frame.memory(), TANHS, scratch);
        FastMath.tanh(tanh, n);
        float[] dh = get(backward.dState(), D_STATE, scratch);
        add(dh, get(backward.dStateCarried(), SPARE, scratch), n);
        float[] dc = get(backward.dMemoryCarried(), D_MEMORY, scratch);
        clearInvalid(dh, h, valid);
        clearInvalid(dc, h, valid);
        float[] d = scratch.array(D_GATES, 4 * n);
        outputGateBackward(gates, tanh, dh, dc, d, n);
        inputGateBackward(gates, dc, d, n);
        forgetGateBackward(gates, before, dc, d, n);
        float[] ordered = scratch.array(D_PRODUCT, 4 * n);
        for (int gate = 0; gate < 4; gate++) {
            rows(d, gate * n, 4, gate, h, n, ordered);
        }
        put(backward.dInput(), ordered);
        put(backward.dMemoryCarried(), dc);
        ((CpuTensor) backward.dStateCarried()).zero(0, n);
    }

    /** From the state's gradient to those of o and, added, of the memory. */
    private static void outputGateBackward(float[] gates, float[] tanh, float[] dh, float[] dc, float[] d, int n) {
        for (int e = 0; e < n; e++) {
            float o = gates[2 * n + e];
            dc[e] += dh[e] * o * (1 - tanh[e] * tanh[e]);
            d[3 * n + e] = dh[e] * tanh[e] * o * (1 - o);
        }
    }

    /** From the memory's gradient to those of i and g. */
    private static void inputGateBackward(float[] gates, float[] dc, float[] d, int n) {
        for (int e = 0; e < n; e++) {
            float i = gates[e];
            float g = gates[3 * n + e];
            d[e] = dc[e] * g * i * (1 - i);
            d[2 * n + e] = dc[e] * i * (1 - g * g);
        }
    }

    /** From the memory's gradient to those of f and, in place, of the memory before. */
    private static void forgetGateBackward(float[] gates, float[] before, float[] dc, float[] d, int n) {
        for (int e = 0; e < n; e++) {
            float f = gates[n + e];
            d[n + e] = dc[e] * before[e] * f * (1 - f);
            dc[e] *= f;
        }
    }

    private static void gru(CellFrame frame, boolean[] valid) {
        CpuScratch scratch = CpuScratch.own();
        int h = frame.state().columns();
        int n = frame.state().length();
        float[] input = get(frame.input(), INPUT, scratch);
        float[] product = get(frame.product(), PRODUCT, scratch);
        float[] rz = scratch.array(SIGMOIDS, 2 * n);
        gruGates(input, product, h, rz, n, scratch);
        float[] candidate = scratch.array(D_MEMORY, n);
        float[] candidates = scratch.array(TANHS, n);
        block(input, 3, 2, h, n, candidates, 0);
        block(product, 3, 2, h, n, candidate, 0);
        for (int e = 0; e < n; e++) {
            candidates[e] += rz[e] * candidate[e];
        }
        FastMath.tanh(candidates, n);
        float[] state = get(frame.stateBefore(), STATE, scratch);
        for (int e = 0; e < n; e++) {
            state[e] = (1 - rz[n + e]) * candidates[e] + rz[n + e] * state[e];
        }
        clearInvalid(state, h, valid);
        put(frame.memory(), candidate);
        put(frame.state(), state);
        if (frame.backward() != null) {
            keep(frame, rz, candidates, n);
        }
    }

    /** The gates r and z. */
    private static void gruGates(float[] input, float[] product, int h, float[] rz, int n, CpuScratch scratch) {
        float[] spare = scratch.array(SPARE, 2 * n);
        for (int gate = 0; gate < 2; gate++) {
            block(input, 3, gate, h, n, rz, gate * n);
            block(product, 3, gate, h, n, spare, gate * n);
        }
        add(rz, spare, 2 * n);
        FastMath.gate(rz, 2 * n);
    }

    private static void gruBackward(CellFrame frame, boolean[] valid) {
        CpuScratch scratch = CpuScratch.own();
        CellFrame.Backward backward = frame.gradients();
        int h = frame.state().columns();
        int n = frame.state().length();
        float[] gates = get(frame.gates(), INPUT, scratch);
        float[] before = get(frame.stateBefore(), BEFORE, scratch);
        float[] candidate = get(frame.memory(), TANHS, scratch);
        float[] dh = get(backward.dState(), D_STATE, scratch);
        add(dh, get(backward.dStateCarried(), SPARE, scratch), n);
        clearInvalid(dh, h, valid);
        float[] d = scratch.array(D_GATES, 3 * n);
        float[] ofProduct = scratch.array(SIGMOIDS, n);
        updateGateBackward(gates, before, dh, d, n);
        resetGateBackward(gates, candidate, d, ofProduct, n);
        float[] ordered = scratch.array(D_PRODUCT, 3 * n);
        for (int gate = 0; gate < 3; gate++) {
            rows(d, gate * n, 3, gate, h, n, ordered);
        }
        put(backward.dInput(), ordered);
        rows(ofProduct, 0, 3, 2, h, n, ordered);
        put(backward.dProduct(), ordered);
        put(backward.dStateCarried(), dh);
    }

    /** From the state's gradient to those of the candidate, of z and, in place, of the state before. */
    private static void updateGateBackward(float[] gates, float[] before, float[] dh, float[] d, int n) {
        for (int e = 0; e < n; e++) {
            float z = gates[n + e];
            float c = gates[2 * n + e];
            d[2 * n + e] = dh[e] * (1 - z) * (1 - c * c);
            d[n + e] = dh[e] * (before[e] - c) * z * (1 - z);
            dh[e] *= z;
        }
    }

    /** From the candidate's gradient to those of r and of the candidate's product. */
    private static void resetGateBackward(float[] gates, float[] candidate, float[] d, float[] ofProduct, int n) {
        for (int e = 0; e < n; e++) {
            float r = gates[e];
            d[e] = d[2 * n + e] * candidate[e] * r * (1 - r);
            ofProduct[e] = d[2 * n + e] * r;
        }
    }
}
