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
// Pairs of atoms whose product exceeds a bound are turned away from each other, in the order of the pairs, sweep by sweep, until
// nothing is left to do: the half sum and the half difference keep their directions. One block; d: room for the atoms in double
// precision. Parallel atoms have no common plane: the second is moved a little along the axis that it has least of.
#define MOST_SWEEPS 50
DEV double atoms_product(const double *d, int rows, int columns, int i, int j) {
    double sum = 0;
    for (int l = 0; l < rows; l++) sum += d[l * columns + i] * d[l * columns + j];
    return sum;
}
DEV void turn_atoms(double *d, int rows, int columns, int i, int j, double bound) {
    double product = atoms_product(d, rows, columns, i, j);
    if (1 - fmin(1.0, fabs(product)) < 1e-12) {
        int axis = 0;
        for (int l = 1; l < rows; l++) axis = fabs(d[l * columns + j]) < fabs(d[axis * columns + j]) ? l : axis;
        d[axis * columns + j] += 1e-3;
        double norm = sqrt(atoms_product(d, rows, columns, j, j));
        for (int l = 0; l < rows; l++) d[l * columns + j] /= norm;
        product = atoms_product(d, rows, columns, i, j);
    }
    double sign = product < 0 ? -1 : 1, size = fmin(1.0, fabs(product));
    double along = 0.5 * sqrt((1 + bound) / (1 + size)), across = 0.5 * sqrt((1 - bound) / (1 - size));
    for (int l = 0; l < rows; l++) {
        double a = d[l * columns + i], b = sign * d[l * columns + j], half = along * (a + b), rest = across * (a - b);
        d[l * columns + i] = half + rest;
        d[l * columns + j] = sign * (half - rest);
    }
}
BLOCK_KERNEL(bound_coherence, float *dictionary, double *d, int rows, int columns, double bound) {
    BLOCK_SHARED;
    int pairs = columns * columns, sweep = 0, from = 0, turned = 0, any = 0;
    for (int e = threadIdx.x; e < rows * columns; e += blockDim.x) d[e] = dictionary[e];
    SYNC();
    while (sweep < MOST_SWEEPS) {
        // The first pair from here on that exceeds the bound; a pair is i * columns + j with i < j.
        double nearest = pairs;
        for (int p = from + threadIdx.x; p < pairs && p < nearest; p += blockDim.x)
            if (p / columns < p % columns && fabs(atoms_product(d, rows, columns, p / columns, p % columns)) > bound + 1e-7) nearest = p;
        int first = (int)block_least(nearest, shared);
        if (first < pairs) {
            if (threadIdx.x == 0) turn_atoms(d, rows, columns, first / columns, first % columns, bound);
            turned = 1; any = 1; from = first + 1;
            SYNC();
        } else {
            if (!turned) break;
            turned = 0; from = 0; sweep++;
        }
    }
    if (any) for (int e = threadIdx.x; e < rows * columns; e += blockDim.x) dictionary[e] = (float)d[e];
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
