// SPDX-License-Identifier: Apache-2.0
// Terms of the loss, the gradient's norm, Adam, and what a learned dictionary keeps to.
#include "device.cuh"

// A block per term: sums of up to three arrays go to columns 0, 1 and 2 of the ring's row.
BLOCK_KERNEL(sum_terms, const State *s, double *ring, int columns, const float *first, int firstCount, const float *second,
             int secondCount, const float *third, int thirdCount) {
    BLOCK_SHARED;
    const float *values = blockIdx.x == 0 ? first : blockIdx.x == 1 ? second : third;
    int n = blockIdx.x == 0 ? firstCount : blockIdx.x == 1 ? secondCount : thirdCount;
    double sum = 0;
#pragma unroll 8
    for (int i = threadIdx.x; i < n; i += blockDim.x) sum += values[i];
    sum = block_sum(sum, shared);
    if (threadIdx.x == 0) ring[s->slot * columns + blockIdx.x] = sum;
}
BLOCK_KERNEL(sum_doubles, const State *s, double *ring, int columns, int column, const double *values, int n) {
    BLOCK_SHARED;
    double sum = 0;
    for (int i = threadIdx.x; i < n; i += blockDim.x) sum += values[i];
    sum = block_sum(sum, shared);
    if (threadIdx.x == 0) ring[s->slot * columns + column] = sum;
}
// Sum of squares of a stretch per block.
BLOCK_KERNEL(square_sums, const float *g, double *parts, int n) {
    BLOCK_SHARED;
    double sum = 0;
    EACH(i, n) sum += (double)g[i] * g[i];
    sum = block_sum(sum, shared);
    if (threadIdx.x == 0) parts[blockIdx.x] = sum;
}
// One thread: the norm, and what is left of the gradient.
KERNEL(clip_gradient, State *s, const double *parts, int count, double *ring, int columns, int column) {
    double sum = 0;
    for (int i = 0; i < count; i++) sum += parts[i];
    double norm = sqrt(sum);
    ring[s->slot * columns + column] = norm;
    s->gradientScale = norm <= s->clipping ? 1 : s->clipping / norm;
}
DEV void adam_value(float *p, float *m, float *v, long long i, float d, float rate, float root) {
    float mean = 0.9f * m[i] + 0.1f * d, square = 0.999f * v[i] + 0.001f * d * d;
    m[i] = mean;
    v[i] = square;
    p[i] -= rate * mean / (sqrtf(square) * root + 1e-8f);
}
KERNEL(adam, const State *s, float *p, const float *g, float *m, float *v, int n) {
    float rate = (float)s->rate, root = (float)s->root, scale = (float)s->gradientScale;
    EACH(i, n) adam_value(p, m, v, i, scale * g[i], rate, root);
}
// The same with its numbers from the host.
KERNEL(adam_of, float *p, const float *g, float *m, float *v, int n, float rate, float root, float scale) {
    EACH(i, n) adam_value(p, m, v, i, scale * g[i], rate, root);
}

// Atoms of norm 1, one block per column; shorter ones than 1e-20 are left alone.
BLOCK_KERNEL(unit_columns, float *d, int rows, int columns) {
    BLOCK_SHARED;
    double sum = 0;
    for (int i = threadIdx.x; i < rows; i += blockDim.x) { double v = d[i * columns + blockIdx.x]; sum += v * v; }
    double norm = sqrt(block_sum(sum, shared));
    if (norm > 1e-20) for (int i = threadIdx.x; i < rows; i += blockDim.x) d[i * columns + blockIdx.x] = (float)(d[i * columns + blockIdx.x] / norm);
}
// w |D'D - I|^2 without the diagonal: a block per atom writes its part of the term and adds its part of the gradient.
// products: columns * columns values of room.
BLOCK_KERNEL(coherence, const float *d, float *gradient, double *parts, double *products, int rows, int columns, double weight) {
    BLOCK_SHARED;
    int i = blockIdx.x;
    double *p = products + (long long)i * columns, sum = 0;
    for (int j = threadIdx.x; j < columns; j += blockDim.x) {
        double v = 0;
        for (int l = 0; l < rows; l++) v += (double)d[l * columns + i] * d[l * columns + j];
        p[j] = j == i ? 0 : v;
        sum += p[j] * p[j];
    }
    sum = block_sum(sum, shared); // and every product is there
    if (threadIdx.x == 0) parts[i] = weight * sum;
    if (gradient == nullptr) return;
    for (int l = threadIdx.x; l < rows; l += blockDim.x) {
        double v = 0;
        for (int j = 0; j < columns; j++) v += p[j] * d[l * columns + j];
        gradient[l * columns + i] = (float)(gradient[l * columns + i] + 4 * weight * v);
    }
}
