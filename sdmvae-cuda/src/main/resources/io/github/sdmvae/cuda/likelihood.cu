// SPDX-License-Identifier: Apache-2.0
// -log p(x|z) of every draw without its constant, its gradient, and the mean of p(x|z). Draw r of data point i is row
// r * dataRows + i of the output.
#include "device.cuh"
#define COMPLEX_GAUSSIAN 0
#define GAUSSIAN 1
#define LEARNED_VARIANCE 2
#define BERNOULLI 3

// Beyond the clamp there is no gradient further out.
DEV float limited_gradient(float eta, float limited, float g) { return (eta - limited) * g < 0 ? 0.f : g; }
DEV float limit(float eta, float clamp) { return fmaxf(-clamp, fminf(clamp, eta)); }

// A block per draw. a: floor, precision; b: clamp. gradient may be null.
BLOCK_KERNEL(likelihood, const float *x, const float *output, float *gradient, float *loss, int dataRows, int width, int kind,
             float a, float clamp, float scale) {
    BLOCK_SHARED;
    int outputs = kind == LEARNED_VARIANCE ? 2 : 1;
    const float *xs = x + (long long)(blockIdx.x % dataRows) * width, *o = output + (long long)blockIdx.x * width * outputs;
    float *g = gradient == nullptr ? nullptr : gradient + (long long)blockIdx.x * width * outputs;
    float sum = 0;
    for (int j = threadIdx.x; j < width; j += blockDim.x) {
        float v = o[j], d, second = 0;
        if (kind == COMPLEX_GAUSSIAN) {
            float limited = limit(v, clamp), ratio = fmaxf(xs[j], a) * expf(-limited);
            sum += ratio + limited;
            d = limited_gradient(v, limited, 1.f - ratio);
        } else if (kind == GAUSSIAN) {
            float difference = v - xs[j];
            sum += 0.5f * a * difference * difference;
            d = difference * a;
        } else if (kind == LEARNED_VARIANCE) {
            float eta = o[width + j], limited = limit(eta, clamp), inverse = expf(-limited), difference = v - xs[j];
            float scaled = difference * difference * inverse;
            sum += 0.5f * (limited + scaled);
            d = difference * inverse;
            second = limited_gradient(eta, limited, 0.5f * (1.f - scaled));
        } else {
            sum += fmaxf(v, 0.f) + log1pf(expf(-fabsf(v))) - xs[j] * v;
            d = 1.f / (1.f + expf(-v)) - xs[j];
        }
        if (g != nullptr) {
            g[j] = scale * d;
            if (outputs == 2) g[width + j] = scale * second;
        }
    }
    double all = block_sum(sum, shared);
    if (threadIdx.x == 0) loss[blockIdx.x] = (float)all;
}

KERNEL(likelihood_mean, const float *output, float *mean, int rows, int width, int kind, float clamp) {
    EACH(i, (long long)rows * width) {
        if (kind == COMPLEX_GAUSSIAN) mean[i] = expf(limit(output[i], clamp));
        else if (kind == GAUSSIAN) mean[i] = output[i];
        else if (kind == LEARNED_VARIANCE) { long long r = i / width; mean[i] = output[2 * r * width + (i - r * width)]; }
        else mean[i] = 1.f / (1.f + expf(-output[i]));
    }
}

// The importance-weighted bound, a block of 32 per data point. drawn: log q - log p of every entry of every draw.
BLOCK_KERNEL(importance, const float *loss, const double *drawn, double *weights, double *bound, double *reconstruction, int rows,
             int samples, int width, const State *s) {
    BLOCK_SHARED;
    int i = blockIdx.x;
    double largest = FROM_BITS((long long)0xfff0000000000000ull); // minus infinity
    for (int r = 0; r < samples; r++) {
        long long draw = (long long)r * rows + i;
        double sum = 0;
        for (int j = threadIdx.x; j < width; j += blockDim.x) sum += drawn[draw * width + j];
        double w = -(double)loss[draw] - s->beta * block_sum(sum, shared);
        if (threadIdx.x == 0) weights[draw] = w;
        largest = w > largest || w != w ? w : largest;
    }
    if (threadIdx.x != 0) return;
    double sum = 0, all = 0;
    for (int r = 0; r < samples; r++) { double w = exp(weights[(long long)r * rows + i] - largest); weights[(long long)r * rows + i] = w; sum += w; }
    for (int r = 0; r < samples; r++) { weights[(long long)r * rows + i] /= sum; all += weights[(long long)r * rows + i] * loss[(long long)r * rows + i]; }
    bound[i] = log((double)samples) - largest - log(sum);
    reconstruction[i] = all;
}
KERNEL(weigh_output, float *gradient, const double *weights, long long n, int columns, int samples) {
    EACH(i, n) gradient[i] = (float)(gradient[i] * samples * weights[i / columns]);
}
