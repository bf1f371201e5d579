// SPDX-License-Identifier: Apache-2.0
// A tile of a mixture of sources with noise (MixtureProgram.java has the equations): variance, logarithm, quotient and sums of a
// row in one pass. A source's variances are rows * bins values, of all sources one behind the other; so are its gains, a
// value per row; samples hold the variances of all sources one sample behind the other.
#include "device.cuh"
#define ETA_LIMIT 30.f
#define TILE_OF_SOURCES const float *variances, const float *gains, const float *noise, const float *power, int rows, int bins, int sources

DEV float limited_eta(float eta) { return fmaxf(-ETA_LIMIT, fminf(ETA_LIMIT, eta)); }
// The variance of everything but one source (-1: of everything), as a sum: a difference would lose what is small.
DEV float all_but(int own, const float *variances, const float *gains, const float *noise, int rows, int bins, int sources, int row,
                  long long i) {
    float sum = noise[i];
    for (int j = 0; j < sources; j++)
        if (j != own) sum += gains[j * rows + row] * variances[(long long)j * rows * bins + i];
    return sum;
}

KERNEL(mixture_variances, const float *eta, float *target, int n) { EACH(i, n) target[i] = expf(limited_eta(eta[i])); }
KERNEL(mixture_floor, float *noise, int n, float least) { EACH(i, n) noise[i] = fmaxf(noise[i], least); }

// A block per row: log u + p/u over its frequencies. With own at least 0 that source has the variances of eta, which are kept.
BLOCK_KERNEL(mixture_loss, TILE_OF_SOURCES, int own, const float *eta, float *proposed, double *loss) {
    BLOCK_SHARED;
    int row = blockIdx.x;
    double sum = 0;
    for (int f = threadIdx.x; f < bins; f += blockDim.x) {
        long long i = (long long)row * bins + f;
        float u = all_but(own, variances, gains, noise, rows, bins, sources, row, i);
        if (own >= 0) {
            float v = expf(limited_eta(eta[i]));
            proposed[i] = v;
            u += gains[own * rows + row] * v;
        }
        sum += logf(u) + power[i] / u;
    }
    sum = block_sum(sum, shared);
    if (threadIdx.x == 0) loss[row] = sum;
}
// The derivative of that with respect to eta; none where it would push further beyond the limit.
KERNEL(mixture_gradient, TILE_OF_SOURCES, int own, const float *eta, const float *proposed, float *dEta) {
    EACH(i, (long long)rows * bins) {
        int row = (int)(i / bins);
        float q = gains[own * rows + row] * proposed[i];
        float inverse = 1.f / (q + all_but(own, variances, gains, noise, rows, bins, sources, row, i));
        float d = q * inverse * (1.f - power[i] * inverse);
        dEta[i] = (eta[i] - limited_eta(eta[i])) * d < 0 ? 0.f : d;
    }
}
KERNEL(mixture_accept, const float *which, const float *proposed, float *current, int n, int bins) {
    EACH(i, n) if (which[i / bins] != 0) current[i] = proposed[i];
}
// The power that is expected of a source.
KERNEL(mixture_expected, TILE_OF_SOURCES, int own, float *expected) {
    EACH(i, (long long)rows * bins) {
        int row = (int)(i / bins);
        float gain = gains[own * rows + row], q = gain * variances[(long long)own * rows * bins + i];
        float rest = all_but(own, variances, gains, noise, rows, bins, sources, row, i), share = q / (q + rest);
        expected[i] = share * (share * power[i] + rest) / gain;
    }
}
KERNEL(mixture_shares, TILE_OF_SOURCES, float *shares) {
    EACH(i, (long long)rows * bins) {
        int row = (int)(i / bins);
        float u = all_but(-1, variances, gains, noise, rows, bins, sources, row, i);
        for (int j = 0; j < sources; j++) {
            long long at = (long long)j * rows * bins + i;
            shares[at] += gains[j * rows + row] * variances[at] / u;
        }
    }
}

// Over the samples, of which the variances are: means of 1/u, and p times those of its square.
KERNEL(mixture_inverses, TILE_OF_SOURCES, int samples, float *inverse, float *square) {
    long long n = (long long)rows * bins;
    float each = samples > 0 ? 1.f / samples : 0.f;
    EACH(i, n) {
        float sum = 0, squares = 0;
        for (int r = 0; r < samples; r++) {
            float one = 1.f / all_but(-1, variances + r * sources * n, gains, noise, rows, bins, sources, (int)(i / bins), i);
            sum += one;
            squares += one * one;
        }
        inverse[i] = sum * each;
        square[i] = squares * each * power[i];
    }
}
// A block per row. sums: rows values of p s/u^2 and behind them rows of s/u, s without gain.
BLOCK_KERNEL(mixture_gain_sums, TILE_OF_SOURCES, int samples, int own, double *sums) {
    BLOCK_SHARED;
    int row = blockIdx.x;
    long long n = (long long)rows * bins;
    double up = 0, down = 0;
    for (int r = 0; r < samples; r++) {
        const float *sample = variances + r * sources * n;
        for (int f = threadIdx.x; f < bins; f += blockDim.x) {
            long long i = (long long)row * bins + f;
            float u = all_but(-1, sample, gains, noise, rows, bins, sources, row, i), ratio = sample[own * n + i] / u;
            down += ratio;
            up += ratio * (power[i] / u);
        }
    }
    up = block_sum(up, shared);
    down = block_sum(down, shared);
    double each = samples > 0 ? 1.0 / samples : 0;
    if (threadIdx.x == 0) { sums[row] = up * each; sums[rows + row] = down * each; }
}
BLOCK_KERNEL(mixture_cost, TILE_OF_SOURCES, int samples, double *cost) {
    BLOCK_SHARED;
    int row = blockIdx.x;
    long long n = (long long)rows * bins;
    double sum = 0;
    for (int r = 0; r < samples; r++) {
        for (int f = threadIdx.x; f < bins; f += blockDim.x) {
            long long i = (long long)row * bins + f;
            float u = all_but(-1, variances + r * sources * n, gains, noise, rows, bins, sources, row, i);
            sum += logf(u) + power[i] / u;
        }
    }
    sum = block_sum(sum, shared);
    if (threadIdx.x == 0) cost[row] = samples > 0 ? sum / samples : 0;
}
