// SPDX-License-Identifier: Apache-2.0
// What masks take beside layers: the gate and the regulariser of a dimension selector, the prior of sparse decoding's mask, and
// variances of features. In double precision, as the rules of io.github.sdmvae.mask are.
#include "device.cuh"
#define LEAST_SHARE 1e-10
#define SMALLEST 2.2250738585072014e-308 // of normal numbers

DEV double entropy(double p) { return p > 0 ? -p * log(p) : 0; }
DEV double open_at(double v, double least) { return least + (1 - least) / (1 + exp(-v)); }

// A block per row: code = draw * d, and the shares of d, or of |code|, in their sum.
BLOCK_KERNEL(selector_open, const float *draw, const float *v, float *code, double *shares, double *sums, double *entropies, int width,
             double least, int ofCode) {
    BLOCK_SHARED;
    long long first = (long long)blockIdx.x * width;
    double sum = 0;
    for (int j = threadIdx.x; j < width; j += blockDim.x) {
        double d = open_at(v[first + j], least), a = draw[first + j] * d, size = ofCode ? fabs(a) : d;
        code[first + j] = (float)a;
        shares[first + j] = size;
        sum += size;
    }
    sum = block_sum(sum, shared);
    double h = 0;
    for (int j = threadIdx.x; j < width; j += blockDim.x) {
        double p = sum > 0 ? shares[first + j] / sum : 0;
        shares[first + j] = p;
        h += entropy(p);
    }
    h = block_sum(h, shared);
    if (threadIdx.x == 0) { sums[blockIdx.x] = sum; entropies[blockIdx.x] = h; }
}
// A block per entry.
BLOCK_KERNEL(selector_mean, const double *shares, double *mean, int rows, int width) {
    BLOCK_SHARED;
    double sum = 0;
    for (int i = threadIdx.x; i < rows; i += blockDim.x) sum += shares[(long long)i * width + blockIdx.x];
    sum = block_sum(sum, shared);
    if (threadIdx.x == 0) mean[blockIdx.x] = sum / rows;
}
// One block.
BLOCK_KERNEL(selector_term, const double *entropies, const double *mean, double *term, int rows, int width, double weight) {
    BLOCK_SHARED;
    double sum = 0;
    for (int i = threadIdx.x; i < rows; i += blockDim.x) sum += entropies[i] / rows;
    for (int j = threadIdx.x; j < width; j += blockDim.x) sum -= entropy(mean[j]);
    sum = block_sum(sum, shared);
    if (threadIdx.x == 0) term[0] = weight * sum;
}
// A block per row.
BLOCK_KERNEL(selector_back, const float *draw, const float *v, const float *dCode, const double *shares, const double *sums,
             const double *mean, float *byDraw, float *byGate, int rows, int width, double least, double weight, int ofCode) {
    BLOCK_SHARED;
    long long first = (long long)blockIdx.x * width;
    double inner = 0, sum = sums[blockIdx.x];
    for (int j = threadIdx.x; j < width; j += blockDim.x) {
        double p = shares[first + j];
        inner += p * (log(fmax(mean[j], SMALLEST)) - log(fmax(p, SMALLEST))) / rows;
    }
    inner = block_sum(inner, shared);
    for (int j = threadIdx.x; j < width; j += blockDim.x) {
        double p = shares[first + j], byShare = (log(fmax(mean[j], SMALLEST)) - log(fmax(p, SMALLEST))) / rows;
        double r = sum > 0 ? weight * (byShare - inner) / sum : 0, y = draw[first + j], d = open_at(v[first + j], least);
        double a = dCode[first + j] + (ofCode ? r * (y > 0 ? 1 : y < 0 ? -1 : 0) : 0);
        byDraw[first + j] = (float)(a * d);
        byGate[first + j] = (float)((a * y + (ofCode ? 0 : r)) * (d - least) * (1 - d) / (1 - least));
    }
}

// Rows of a mask as they are used: as they are, or as shares of their absolute values. A block per row.
BLOCK_KERNEL(mask_used, const float *mask, float *used, int width, int sumToOne) {
    BLOCK_SHARED;
    const float *m = mask + (long long)blockIdx.x * width;
    float *u = used + (long long)blockIdx.x * width;
    double sum = 0;
    for (int l = threadIdx.x; l < width; l += blockDim.x) sum += fabs((double)m[l]);
    sum = block_sum(sum, shared);
    for (int l = threadIdx.x; l < width; l += blockDim.x) u[l] = !sumToOne ? m[l] : sum > 0 ? (float)(fabs((double)m[l]) / sum) : 0.f;
}
DEV double mask_rate(double slab, double slabRate, double spikeRate) { return slabRate * slab + spikeRate * (1 - slab); }
// A block per row.
BLOCK_KERNEL(mask_term, const float *mask, const float *slab, double *parts, int width, double slabRate, double spikeRate, double scale) {
    BLOCK_SHARED;
    long long first = (long long)blockIdx.x * width;
    double sum = 0;
    for (int l = threadIdx.x; l < width; l += blockDim.x) sum += mask_rate(slab[first + l], slabRate, spikeRate) * fabs((double)mask[first + l]);
    sum = block_sum(sum, shared);
    if (threadIdx.x == 0) parts[blockIdx.x] = scale * sum;
}
// From the mask in use back to the mask, and its penalty. A block per row.
BLOCK_KERNEL(mask_back, const float *mask, const float *slab, const float *dUsed, float *dMask, int width, int sumToOne, double slabRate,
             double spikeRate, double scale) {
    BLOCK_SHARED;
    long long first = (long long)blockIdx.x * width;
    double sum = 0, inner = 0;
    for (int l = threadIdx.x; l < width; l += blockDim.x) {
        double size = fabs((double)mask[first + l]);
        sum += size;
        inner += dUsed[first + l] * size;
    }
    sum = block_sum(sum, shared);
    inner = block_sum(inner, shared);
    for (int l = threadIdx.x; l < width; l += blockDim.x) {
        double m = mask[first + l], sign = m > 0 ? 1 : m < 0 ? -1 : 0, d = dUsed[first + l];
        if (sumToOne) d = sum > 0 ? sign * (d - inner / sum) / sum : 0;
        dMask[first + l] = (float)(d + scale * mask_rate(slab[first + l], slabRate, spikeRate) * sign);
    }
}
// After an update: a proximal step where scale is above 0, then the probabilities of the slab.
KERNEL(mask_update, const State *s, float *mask, float *slab, const float *logOdds, int n, int width, double slabRate, double spikeRate,
       double scale) {
    EACH(e, n) {
        double m = mask[e];
        if (scale > 0) {
            double left = fabs(m) - s->learningRate * scale * mask_rate(slab[e], slabRate, spikeRate);
            m = (m > 0 ? 1 : m < 0 ? -1 : 0) * fmax(0.0, left);
            mask[e] = (float)m;
        }
        double odds = logOdds[e % width] + log(slabRate / spikeRate) + (spikeRate - slabRate) * fabs(m);
        slab[e] = (float)(1 / (1 + exp(-odds)));
    }
}
// A block per latent entry.
BLOCK_KERNEL(mask_odds, const float *slab, float *logOdds, int rows, int width, double a, double b) {
    BLOCK_SHARED;
    double sum = 0;
    for (int i = threadIdx.x; i < rows; i += blockDim.x) sum += slab[(long long)i * width + blockIdx.x];
    double share = (block_sum(sum, shared) + a - 1) / (a + b + rows - 2);
    share = fmin(1 - LEAST_SHARE, fmax(LEAST_SHARE, share));
    if (threadIdx.x == 0) logOdds[blockIdx.x] = (float)(log(share) - log1p(-share));
}
KERNEL(tile_values, const float *x, float *tiled, int n, int width) { EACH(i, n) tiled[i] = x[i % width]; }

// Means, and behind them log variances of the features, the same in every row.
KERNEL(variance_spread, const float *means, const float *logVariance, float *both, int n, int width) {
    EACH(i, n) {
        long long row = i / (2 * width), j = i - row * 2 * width;
        both[i] = j < width ? means[row * width + j] : logVariance[j - width];
    }
}
KERNEL(variance_means, const float *dBoth, float *dMeans, int n, int width) {
    EACH(i, n) { long long row = i / width; dMeans[i] = dBoth[2 * row * width + (i - row * width)]; }
}
KERNEL(variance_term, const float *logVariance, double *parts, int width, double scale, double nu, double xi) {
    EACH(j, width) { double v = logVariance[j]; parts[j] = scale * ((nu / 2 + 1) * v + nu * xi / 2 * exp(-v)); }
}
// A block per feature.
BLOCK_KERNEL(variance_back, const float *dBoth, const float *logVariance, float *gradient, int rows, int width, double scale, double nu,
             double xi) {
    BLOCK_SHARED;
    int j = blockIdx.x;
    double sum = 0;
    for (int i = threadIdx.x; i < rows; i += blockDim.x) sum += dBoth[(2 * (long long)i + 1) * width + j];
    sum = block_sum(sum, shared);
    if (threadIdx.x == 0) gradient[j] = (float)(sum + scale * (nu / 2 + 1 - nu * xi / 2 * exp(-(double)logVariance[j])));
}
