// SPDX-License-Identifier: Apache-2.0
// Recurrent layers frame by frame, and what masks take: element-wise parts between the products. valid: for each of B
// sequences 1 where it has the frame, else 0; null where all have it. Gates lie side by side in PyTorch's order.
#include "device.cuh"
DEV float sigmoid(float v) { return 1.f / (1.f + expf(-v)); }
DEV bool is_there(const float *valid, long long sequence) { return valid == nullptr || valid[sequence] != 0; }

KERNEL(lstm, const float *input, const float *product, float *gates, const float *memoryBefore, float *memory, float *state,
       const float *valid, int n, int h) {
    EACH(e, n) {
        long long at = e / h * 4 * h + e % h;
        if (!is_there(valid, e / h)) { memory[e] = 0; state[e] = 0; for (int g = 0; g < 4; g++) gates[at + g * h] = input[at + g * h]; continue; }
        float i = sigmoid(input[at] + product[at]), f = sigmoid(input[at + h] + product[at + h]);
        float g = tanhf(input[at + 2 * h] + product[at + 2 * h]), o = sigmoid(input[at + 3 * h] + product[at + 3 * h]);
        float c = f * memoryBefore[e] + i * g;
        memory[e] = c;
        state[e] = o * tanhf(c);
        gates[at] = i; gates[at + h] = f; gates[at + 2 * h] = g; gates[at + 3 * h] = o;
    }
}
KERNEL(lstm_back, const float *gates, const float *memoryBefore, const float *memory, const float *dState, float *dCarried,
       float *dMemory, float *d, const float *valid, int n, int h) {
    EACH(e, n) {
        long long at = e / h * 4 * h + e % h;
        if (!is_there(valid, e / h)) {
            dMemory[e] = 0; dCarried[e] = 0;
            for (int g = 0; g < 4; g++) d[at + g * h] = 0;
            continue;
        }
        float i = gates[at], f = gates[at + h], g = gates[at + 2 * h], o = gates[at + 3 * h];
        float dh = dState[e] + dCarried[e], t = tanhf(memory[e]), dc = dMemory[e] + dh * o * (1.f - t * t);
        d[at] = dc * g * i * (1.f - i);
        d[at + h] = dc * memoryBefore[e] * f * (1.f - f);
        d[at + 2 * h] = dc * i * (1.f - g * g);
        d[at + 3 * h] = dh * t * o * (1.f - o);
        dMemory[e] = dc * f;
        dCarried[e] = 0;
    }
}
// candidate: the state's part of the candidate, kept for the way back.
KERNEL(gru, const float *input, const float *product, float *gates, const float *stateBefore, float *candidate, float *state,
       const float *valid, int n, int h) {
    EACH(e, n) {
        long long at = e / h * 3 * h + e % h;
        if (!is_there(valid, e / h)) { candidate[e] = 0; state[e] = 0; for (int g = 0; g < 3; g++) gates[at + g * h] = input[at + g * h]; continue; }
        float r = sigmoid(input[at] + product[at]), z = sigmoid(input[at + h] + product[at + h]);
        float m = tanhf(input[at + 2 * h] + r * product[at + 2 * h]);
        candidate[e] = product[at + 2 * h];
        state[e] = (1.f - z) * m + z * stateBefore[e];
        gates[at] = r; gates[at + h] = z; gates[at + 2 * h] = m;
    }
}
KERNEL(gru_back, const float *gates, const float *stateBefore, const float *candidate, const float *dState, float *dCarried,
       float *dInput, float *dProduct, const float *valid, int n, int h) {
    EACH(e, n) {
        long long at = e / h * 3 * h + e % h;
        if (!is_there(valid, e / h)) {
            dCarried[e] = 0;
            for (int g = 0; g < 3; g++) { dInput[at + g * h] = 0; dProduct[at + g * h] = 0; }
            continue;
        }
        float r = gates[at], z = gates[at + h], m = gates[at + 2 * h], dh = dState[e] + dCarried[e];
        float dm = dh * (1.f - z) * (1.f - m * m), dr = dm * candidate[e] * r * (1.f - r), dz = dh * (stateBefore[e] - m) * z * (1.f - z);
        dInput[at] = dr; dInput[at + h] = dz; dInput[at + 2 * h] = dm;
        dProduct[at] = dr; dProduct[at + h] = dz; dProduct[at + 2 * h] = dm * r;
        dCarried[e] = dh * z;
    }
}

KERNEL(add_values, const float *x, float *sum, int n) { EACH(i, n) sum[i] += x[i]; }
KERNEL(add_scaled, const float *x, float *sum, int n, double factor) { EACH(i, n) sum[i] = (float)(sum[i] + factor * x[i]); }
KERNEL(scale_values, float *x, int n, double factor) { EACH(i, n) x[i] = (float)(factor * x[i]); }
// Matrices side by side: columns in all, width of each.
KERNEL(sum_parts, const float *parts, float *sum, int n, int columns, int width, double factor) {
    EACH(i, n) {
        double all = 0;
        for (int at = 0; at < columns; at += width) all += factor * parts[i / width * columns + i % width + at];
        sum[i] = (float)all;
    }
}
KERNEL(sum_parts_back, const float *dSum, float *dParts, int n, int columns, int width, double factor) {
    EACH(i, n) dParts[i] = (float)(factor * dSum[i / columns * width + i % columns % width]);
}
KERNEL(clear_values, float *x, int n) { EACH(i, n) x[i] = 0; }
KERNEL(join_columns, const float *left, const float *right, float *joined, int n, int p, int q) {
    EACH(i, n) {
        long long row = i / (p + q), j = i - row * (p + q);
        joined[i] = j < p ? left[row * p + j] : right[row * q + j - p];
    }
}
KERNEL(split_columns, const float *joined, float *left, float *right, int n, int p, int q) {
    EACH(i, n) {
        long long row = i / (p + q), j = i - row * (p + q);
        if (j < p) left[row * p + j] = joined[i];
        else right[row * q + j - p] = joined[i];
    }
}
// Sums of values, or of their squares, of stretches; one block after the other adds parts up.
BLOCK_KERNEL(sum_values, const float *x, double *parts, int n, int squares) {
    BLOCK_SHARED;
    double sum = 0;
    EACH(i, n) sum += squares ? (double)x[i] * x[i] : (double)x[i];
    sum = block_sum(sum, shared);
    if (threadIdx.x == 0) parts[blockIdx.x] = sum;
}

// First layers under masks: V = [diag(w_1) W | diag(w_2) W | ...]; mask is groups x width, weight width x hidden.
KERNEL(stack_layers, const float *mask, const float *weight, float *stacked, int n, int groups, int width, int hidden) {
    EACH(at, n) {
        long long l = at / (groups * hidden), inRow = at - l * groups * hidden, g = inRow / hidden, i = inRow - g * hidden;
        stacked[at] = mask[g * width + l] * weight[l * hidden + i];
    }
}
KERNEL(stack_back_mask, const float *weight, const float *dStacked, float *dMask, int n, int groups, int width, int hidden) {
    EACH(at, n) {
        long long g = at / width, l = at - g * width;
        float sum = 0;
        for (int i = 0; i < hidden; i++) sum += dStacked[(l * groups + g) * hidden + i] * weight[l * hidden + i];
        dMask[at] = sum;
    }
}
KERNEL(stack_back_weight, const float *mask, const float *dStacked, float *dWeight, int n, int groups, int width, int hidden) {
    EACH(at, n) {
        long long l = at / hidden, i = at - l * hidden;
        float sum = 0;
        for (int g = 0; g < groups; g++) sum += dStacked[(l * groups + g) * hidden + i] * mask[g * width + l];
        dWeight[at] = sum;
    }
}
// Some columns of an output layer, each from its own group of hidden units; in the order of their groups.
KERNEL(grouped, const float *x, const float *weight, const float *bias, const int *columns, const int *groups, float *output, int n,
       int count, int hidden, int xColumns, int outputs) {
    EACH(at, n) {
        long long row = at / count;
        int c = (int)(at - row * count), column = columns[c];
        const float *from = x + row * xColumns + groups[c] * hidden;
        float sum = bias[column];
        for (int i = 0; i < hidden; i++) sum += from[i] * weight[(long long)i * outputs + column];
        output[row * outputs + column] = sum;
    }
}
KERNEL(grouped_back_weight, const float *x, const int *columns, const int *groups, const float *dOutput, float *dWeight, int n, int rows,
       int count, int hidden, int xColumns, int outputs) {
    EACH(at, n) {
        int i = (int)(at / count), c = (int)(at - (long long)i * count), column = columns[c];
        float sum = 0;
        for (int row = 0; row < rows; row++)
            sum += dOutput[(long long)row * outputs + column] * x[(long long)row * xColumns + groups[c] * hidden + i];
        dWeight[(long long)i * outputs + column] = sum;
    }
}
KERNEL(grouped_back_input, const float *weight, const int *columns, const int *starts, const float *dOutput, float *dx, int n, int hidden,
       int xColumns, int outputs) {
    EACH(at, n) {
        long long row = at / xColumns;
        int u = (int)(at - row * xColumns), g = u / hidden, i = u - g * hidden;
        float sum = 0;
        for (int c = starts[g]; c < starts[g + 1]; c++) sum += dOutput[row * outputs + columns[c]] * weight[(long long)i * outputs + columns[c]];
        dx[at] = sum;
    }
}
