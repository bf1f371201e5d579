// SPDX-License-Identifier: Apache-2.0
// What stands between the products of layers: rows of data, input transforms, biases, activations and their derivatives.
#include "device.cuh"
#define IDENTITY 0
#define TANH 1
#define RELU 2
#define SIGMOID 3

KERNEL(step_begin, State *s, long long data, long long order, int first, long long key, long long firstNoise, int noiseOrder,
       int slot, double codeScale, double beta, double relaxation, double rate, double root, double clipping, double learningRate,
       double rowScale) {
    s->data = (const float *)data; s->order = (const int *)order; s->first = first;
    s->key = key; s->firstNoise = firstNoise; s->noiseOrder = noiseOrder; s->slot = slot;
    s->codeScale = codeScale; s->beta = beta; s->relaxation = relaxation;
    s->rate = rate; s->root = root; s->clipping = clipping; s->gradientScale = 1;
    s->learningRate = learningRate; s->rowScale = rowScale;
}

KERNEL(gather_rows, const State *s, float *x, int rows, int width) {
    if (s->data == nullptr) return;
    EACH(i, (long long)rows * width) {
        int r = (int)(i / width);
        x[i] = s->data[(long long)s->order[s->first + r] * width + (i - (long long)r * width)];
    }
}

KERNEL(copy_values, float *to, const float *from, int n) { EACH(i, n) to[i] = from[i]; }

KERNEL(log_power, const float *x, float *y, int n, float floor, float factor) {
    EACH(i, n) y[i] = logf(fmaxf(x[i], 0.f) + floor) * factor;
}
KERNEL(log_power_back, const float *x, const float *dy, float *dx, int n, float floor, float factor) {
    EACH(i, n) dx[i] = x[i] < 0 ? 0.f : factor * dy[i] / (x[i] + floor);
}
KERNEL(power_law, const float *x, float *y, int n, float exponent, float factor) {
    EACH(i, n) y[i] = powf(fmaxf(x[i], 0.f), exponent) * factor;
}
KERNEL(power_law_back, const float *x, const float *dy, float *dx, int n, float exponent, float factor) {
    EACH(i, n) dx[i] = x[i] <= 0 ? 0.f : factor * dy[i] * exponent * powf(x[i], exponent - 1);
}
KERNEL(standardise, const float *x, float *y, const float *mean, const float *scale, int n, int width) {
    EACH(i, n) y[i] = (x[i] - mean[i % width]) * scale[i % width];
}
KERNEL(standardise_back, const float *dy, float *dx, const float *scale, int n, int width) {
    EACH(i, n) dx[i] = dy[i] * scale[i % width];
}

DEV float activate(float v, int f) {
    return f == TANH ? tanhf(v) : f == RELU ? (v < 0 ? 0.f : v) : f == SIGMOID ? 1.f / (1.f + expf(-v)) : v;
}
DEV float derivative(float y, int f) {
    return f == TANH ? 1.f - y * y : f == RELU ? (y > 0 ? 1.f : 0.f) : f == SIGMOID ? y * (1.f - y) : 1.f;
}
KERNEL(bias_activation, float *y, const float *bias, int n, int width, int f) {
    EACH(i, n) y[i] = activate(y[i] + bias[i % width], f);
}

// dy *= f'(y), and sums of columns over the rows of a chunk: block (32, 8), grid (columns / 32, chunks).
BLOCK_KERNEL(derive_and_sum, const float *y, float *dy, float *sums, int rows, int width, int f, int chunkRows) {
    SHARED;
    int column = blockIdx.x * 32 + threadIdx.x, from = blockIdx.y * chunkRows, to = min(rows, from + chunkRows);
    float sum = 0;
    if (column < width) {
        for (int r = from + threadIdx.y; r < to; r += 8) {
            long long at = (long long)r * width + column;
            float d = dy[at];
            if (f != IDENTITY) { d *= derivative(y[at], f); dy[at] = d; }
            sum += d;
        }
    }
    sm[threadIdx.y * 32 + threadIdx.x] = sum;
    SYNC();
    if (threadIdx.y == 0 && column < width) {
        for (int i = 1; i < 8; i++) sum += sm[i * 32 + threadIdx.x];
        sums[blockIdx.y * width + column] = sum;
    }
}
KERNEL(fold_sums, float *target, const float *sums, int parts, int width) {
    EACH(j, width) {
        float sum = 0;
        for (int p = 0; p < parts; p++) sum += sums[p * width + j];
        target[j] = sum;
    }
}
