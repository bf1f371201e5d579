/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import static io.github.sdmvae.engine.kernels.HostLayers.values;

import io.github.sdmvae.network.RecurrentCell;

/** The element-wise parts of recurrent layers on the host, in double precision between an engine's arrays. */
final class HostCells {
    private HostCells() {}

    private static double sigmoid(double v) {
        return 1 / (1 + Math.exp(-v));
    }

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

    private static void lstm(CellFrame frame, boolean[] valid) {
        int h = frame.state().columns();
        double[] gates = values(frame.input());
        double[] product = values(frame.product());
        double[] before = values(frame.memoryBefore());
        double[] memory = new double[before.length];
        double[] state = new double[before.length];
        for (int e = 0; e < state.length; e++) {
            if (!valid[e / h]) {
                continue;
            }
            int at = e / h * 4 * h + e % h;
            double i = sigmoid(gates[at] + product[at]);
            double f = sigmoid(gates[at + h] + product[at + h]);
            double g = Math.tanh(gates[at + 2 * h] + product[at + 2 * h]);
            double o = sigmoid(gates[at + 3 * h] + product[at + 3 * h]);
            memory[e] = f * before[e] + i * g;
            state[e] = o * Math.tanh(memory[e]);
            gates[at] = i;
            gates[at + h] = f;
            gates[at + 2 * h] = g;
            gates[at + 3 * h] = o;
        }
        frame.gates().write(gates);
        frame.memory().write(memory);
        frame.state().write(state);
    }

    private static void lstmBackward(CellFrame frame, boolean[] valid) {
        CellFrame.Backward backward = frame.gradients();
        int h = frame.state().columns();
        double[] gates = values(frame.gates());
        double[] before = values(frame.memoryBefore());
        double[] memory = values(frame.memory());
        double[] dState = values(backward.dState());
        double[] carried = values(backward.dStateCarried());
        double[] dMemory = values(backward.dMemoryCarried());
        double[] d = new double[gates.length];
        for (int e = 0; e < dState.length; e++) {
            int at = e / h * 4 * h + e % h;
            if (!valid[e / h]) {
                dMemory[e] = 0;
                continue;
            }
            double i = gates[at];
            double f = gates[at + h];
            double g = gates[at + 2 * h];
            double o = gates[at + 3 * h];
            double dh = dState[e] + carried[e];
            double tanh = Math.tanh(memory[e]);
            double dc = dMemory[e] + dh * o * (1 - tanh * tanh);
            d[at] = dc * g * i * (1 - i);
            d[at + h] = dc * before[e] * f * (1 - f);
            d[at + 2 * h] = dc * i * (1 - g * g);
            d[at + 3 * h] = dh * tanh * o * (1 - o);
            dMemory[e] = dc * f;
        }
        backward.dInput().write(d);
        backward.dMemoryCarried().write(dMemory);
        backward.dStateCarried().write(new double[carried.length]);
    }

    private static void gru(CellFrame frame, boolean[] valid) {
        int h = frame.state().columns();
        double[] gates = values(frame.input());
        double[] product = values(frame.product());
        double[] before = values(frame.stateBefore());
        double[] candidate = new double[before.length];
        double[] state = new double[before.length];
        for (int e = 0; e < state.length; e++) {
            if (!valid[e / h]) {
                continue;
            }
            int at = e / h * 3 * h + e % h;
            double r = sigmoid(gates[at] + product[at]);
            double z = sigmoid(gates[at + h] + product[at + h]);
            double n = Math.tanh(gates[at + 2 * h] + r * product[at + 2 * h]);
            candidate[e] = product[at + 2 * h];
            state[e] = (1 - z) * n + z * before[e];
            gates[at] = r;
            gates[at + h] = z;
            gates[at + 2 * h] = n;
        }
        frame.gates().write(gates);
        frame.memory().write(candidate);
        frame.state().write(state);
    }

    private static void gruBackward(CellFrame frame, boolean[] valid) {
        CellFrame.Backward backward = frame.gradients();
        int h = frame.state().columns();
        double[] gates = values(frame.gates());
        double[] before = values(frame.stateBefore());
        double[] candidate = values(frame.memory());
        double[] dState = values(backward.dState());
        double[] carried = values(backward.dStateCarried());
        double[] dInput = new double[gates.length];
        double[] dProduct = new double[gates.length];
        double[] direct = new double[carried.length];
        for (int e = 0; e < dState.length; e++) {
            if (!valid[e / h]) {
                continue;
            }
            int at = e / h * 3 * h + e % h;
            double r = gates[at];
            double z = gates[at + h];
            double n = gates[at + 2 * h];
            double dh = dState[e] + carried[e];
            double dn = dh * (1 - z) * (1 - n * n);
            dInput[at] = dn * candidate[e] * r * (1 - r);
            dInput[at + h] = dh * (before[e] - n) * z * (1 - z);
            dInput[at + 2 * h] = dn;
            dProduct[at] = dInput[at];
            dProduct[at + h] = dInput[at + h];
            dProduct[at + 2 * h] = dn * r;
            direct[e] = dh * z;
        }
        backward.dInput().write(dInput);
        backward.dProduct().write(dProduct);
        backward.dStateCarried().write(direct);
    }
}
