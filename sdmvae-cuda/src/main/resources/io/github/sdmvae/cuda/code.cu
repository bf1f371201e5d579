// SPDX-License-Identifier: Apache-2.0
// The code: draws, prior variances, divergence and its gradient. In double precision: there are few entries, and the rules
// of io.github.sdmvae.prior are. Heads of a row: means, log variances, logarithms of slab probabilities, logits; k each.
// Draw r of data point i is row r * rows + i of code and noise.
#include "device.cuh"
#define GAUSSIAN 0
#define LAPLACE 1
#define CAUCHY 2
#define STUDENT 3
#define MIXTURE 4
#define FIXED 0
#define MOMENTS 1
#define RUNNING 2
#define BY_ENTRY 3
#define FLOOR 1e-30
#define CLAMP 1e-6
#define SHUT 1e-20
#define HALF_LOG_TWO_PI 0.91893853320467274178

struct Prior { int kind; double a, b, c, d, e; };
struct Term { double divergence, dMean, dLogVariance, dCode; };

// log q(a) - log p(a) of a draw and its derivatives.
DEV Term drawn_term(const Prior &p, double a, double epsilon, double logVariance, double gamma) {
    Term t; t.dMean = 0; t.dLogVariance = -0.5;
    if (p.kind == GAUSSIAN) {
        t.dCode = a / gamma;
        t.divergence = 0.5 * (log(gamma) - logVariance - epsilon * epsilon + a * t.dCode);
        return t;
    }
    if (p.kind == CAUCHY) {
        double spread = 1 + a * a;
        t.divergence = log(spread) - 0.5 * logVariance - log(1 + epsilon * epsilon);
        t.dCode = 2 * a / spread;
        return t;
    }
    double energy;
    if (p.kind == LAPLACE) { // a: scale, b: log of twice the scale
        energy = p.b + fabs(a) / p.a;
        t.dCode = (a > 0 ? 1.0 : a < 0 ? -1.0 : a) / p.a;
    } else if (p.kind == STUDENT) { // a: degrees, b: logarithm of the normaliser
        energy = p.b + 0.5 * (p.a + 1) * log1p(a * a / p.a);
        t.dCode = (p.a + 1) * a / (p.a + a * a);
    } else { // a, b: log constants; c, d: deviations
        double u = a / p.c, v = a / p.d, first = p.a - 0.5 * u * u, second = p.b - 0.5 * v * v;
        double larger = fmax(first, second);
        energy = -larger - log1p(exp(fmin(first, second) - larger));
        double share = 1 / (1 + exp(second - first));
        t.dCode = a * (share / (p.c * p.c) + (1 - share) / (p.d * p.d));
    }
    t.divergence = -HALF_LOG_TWO_PI - 0.5 * logVariance - 0.5 * epsilon * epsilon + energy;
    return t;
}
// The integrated divergence.
DEV Term closed_term(const Prior &p, double mean, double logVariance, double sigma, double gamma) {
    Term t; t.dCode = 0;
    if (p.kind == GAUSSIAN) {
        double variance = sigma * sigma;
        t.divergence = 0.5 * (log(gamma) - logVariance + (variance + mean * mean) / gamma - 1);
        t.dMean = mean / gamma;
        t.dLogVariance = 0.5 * (variance / gamma - 1);
    } else if (p.kind == CAUCHY) {
        double sum = (1 + sigma) * (1 + sigma) + mean * mean;
        t.divergence = log(sum / 4) - 0.5 * logVariance;
        t.dMean = 2 * mean / sum;
        t.dLogVariance = sigma * (1 + sigma) / sum - 0.5;
    } else { // Laplace
        double ratio = mean / sigma, bell = 0.79788456080286535588 * exp(-0.5 * ratio * ratio), e = erf(ratio * 0.70710678118654752440);
        t.divergence = p.b - HALF_LOG_TWO_PI - 0.5 - 0.5 * logVariance + (sigma * bell + mean * e) / p.a;
        t.dMean = e / p.a;
        t.dLogVariance = -0.5 + 0.5 * sigma * bell / p.a;
    }
    return t;
}

// A thread per entry. drawn: of every draw's entry, for importance weights, or null. gammaKind and its three numbers: fixed
// value; what is added to the second moment and by what the sum is multiplied; hyper: factor of log, of 1/gamma, constant.
KERNEL(code_sample, const State *s, const float *heads, const float *noise, float *code, float *dHeads, float *gamma,
       float *divergence, float *hyperprior, const float *shared, double *drawn, int rows, int samples, int width, int sampled,
       int kind, double a, double b, double c, double d, int gammaKind, double plus, double times, int hasHyperprior,
       double hyperLog, double hyperInverse, double hyperConstant) {
    Prior p; p.kind = kind; p.a = a; p.b = b; p.c = c; p.d = d; p.e = 0;
    EACH(e, (long long)rows * width) {
        long long row = e / width, at = row * 2 * width + (e - row * width);
        int j = (int)(e - row * width);
        double mean = heads[at], logVariance = heads[at + width], sigma = exp(0.5 * logVariance), g = 1;
        if (kind == GAUSSIAN) {
            double found = plus;
            if (gammaKind == MOMENTS) found = (mean * mean + exp(logVariance) + plus) * times;
            if (gammaKind == BY_ENTRY) found = shared[j];
            if (gammaKind == RUNNING) found = shared[width] > 0 ? (double)shared[j] / shared[width] : 1.0;
            g = found > FLOOR ? found : found != found ? found : FLOOR;
            gamma[e] = (float)g;
            hyperprior[e] = hasHyperprior ? (float)(hyperLog * log(g) + hyperInverse / g + hyperConstant) : 0.f;
        }
        Term sum; sum.divergence = 0; sum.dMean = 0; sum.dLogVariance = 0;
        for (int r = 0; r < samples; r++) {
            long long draw = ((long long)r * rows + row) * width + j;
            double epsilon = noise[draw], value = mean + sigma * epsilon;
            code[draw] = (float)value;
            if (sampled) {
                Term t = drawn_term(p, value, epsilon, logVariance, g);
                if (drawn != nullptr) drawn[draw] = t.divergence;
                sum.divergence += t.divergence / samples;
                sum.dMean += (t.dMean + t.dCode) / samples;
                sum.dLogVariance += (t.dLogVariance + t.dCode * 0.5 * sigma * epsilon) / samples;
            }
        }
        if (!sampled) sum = closed_term(p, mean, logVariance, sigma, g);
        divergence[e] = (float)sum.divergence;
        dHeads[at] = (float)(s->codeScale * sum.dMean);
        dHeads[at + width] = (float)(s->codeScale * sum.dLogVariance);
    }
}
// The divergence's gradient anew, with a weight for every draw.
KERNEL(code_weigh, const State *s, const float *heads, const float *noise, float *dHeads, const float *gamma, const double *weights,
       int rows, int samples, int width, int kind, double a, double b, double c, double d) {
    Prior p; p.kind = kind; p.a = a; p.b = b; p.c = c; p.d = d; p.e = 0;
    EACH(e, (long long)rows * width) {
        long long row = e / width, at = row * 2 * width + (e - row * width);
        int j = (int)(e - row * width);
        double mean = heads[at], logVariance = heads[at + width], sigma = exp(0.5 * logVariance), g = kind == GAUSSIAN ? gamma[e] : 1;
        double dMean = 0, dLogVariance = 0;
        for (int r = 0; r < samples; r++) {
            long long draw = (long long)r * rows + row;
            double epsilon = noise[draw * width + j];
            Term t = drawn_term(p, mean + sigma * epsilon, epsilon, logVariance, g);
            dMean += weights[draw] * (t.dMean + t.dCode);
            dLogVariance += weights[draw] * (t.dLogVariance + t.dCode * 0.5 * sigma * epsilon);
        }
        dHeads[at] = (float)(s->codeScale * dMean);
        dHeads[at + width] = (float)(s->codeScale * dLogVariance);
    }
}
KERNEL(code_backward, const float *dCode, const float *heads, const float *noise, float *dHeads, int rows, int samples, int width) {
    EACH(e, (long long)rows * width) {
        long long row = e / width, at = row * 2 * width + (e - row * width);
        int j = (int)(e - row * width);
        double half = 0.5 * exp(0.5 * (double)heads[at + width]), dMean = dHeads[at], dLogVariance = dHeads[at + width];
        for (int r = 0; r < samples; r++) {
            long long draw = ((long long)r * rows + row) * width + j;
            dMean += dCode[draw];
            dLogVariance += dCode[draw] * half * noise[draw];
        }
        dHeads[at] = (float)dMean;
        dHeads[at + width] = (float)dLogVariance;
    }
}

KERNEL(point_sample, const State *s, const float *heads, float *code, float *dHeads, float *divergence, int n, double penalty) {
    EACH(e, n) {
        float v = heads[e];
        code[e] = v;
        divergence[e] = (float)(penalty * fabs((double)v));
        dHeads[e] = (float)(s->codeScale * penalty * (v > 0 ? 1 : v < 0 ? -1 : 0));
    }
}
KERNEL(point_backward, const float *dCode, float *dHeads, int n) { EACH(e, n) dHeads[e] += dCode[e]; }

// The running means of a shared gamma take a batch in: a block per entry.
BLOCK_KERNEL(share_gamma, const float *heads, float *shared_gamma, int rows, int width, double decay) {
    BLOCK_SHARED;
    int j = blockIdx.x;
    double sum = 0;
    for (int i = threadIdx.x; i < rows; i += blockDim.x) {
        double mean = heads[(long long)i * 2 * width + j], logVariance = heads[(long long)i * 2 * width + width + j];
        sum += (mean * mean + exp(logVariance)) / rows;
    }
    sum = block_sum(sum, shared);
    if (threadIdx.x == 0) {
        shared_gamma[j] = (float)(decay * shared_gamma[j] + (1 - decay) * sum);
        if (j == 0) shared_gamma[width] = (float)(decay * shared_gamma[width] + (1 - decay));
    }
}

// Entries whose mean divergence is below the free nats get no gradient from it: a block per entry.
BLOCK_KERNEL(free_bits, const float *divergence, float *dHeads, double *held, int rows, int width, int headColumns, double nats) {
    BLOCK_SHARED;
    int j = blockIdx.x;
    double mean = 0;
    for (int i = threadIdx.x; i < rows; i += blockDim.x) mean += (double)divergence[(long long)i * width + j] / rows;
    mean = block_sum(mean, shared);
    if (threadIdx.x == 0) held[j] = mean < nats ? nats : mean;
    if (!(mean < nats)) return;
    for (int i = threadIdx.x; i < rows; i += blockDim.x)
        for (int at = j; at < headColumns; at += width) dHeads[(long long)i * headColumns + at] = 0;
}

struct Slab { double mean, logVariance, variance, probability, slab; };
DEV Slab slab_at(const float *heads, long long at, int width) {
    Slab q;
    q.mean = heads[at]; q.logVariance = heads[at + width]; q.variance = exp(q.logVariance);
    q.probability = exp(fmin(0.0, (double)heads[at + 2 * width]));
    q.slab = fmax(CLAMP, fmin(1 - CLAMP, q.probability));
    return q;
}
DEV double gate_at(double slope, double uniform, double probability) {
    double open = 1 / (1 + exp(-slope * (uniform + probability - 1)));
    return open < SHUT ? 0 : open;
}
DEV double bernoulli_divergence(double q, double p) { return (1 - q) * log((1 - q) / (1 - p)) + q * log(q / p); }
DEV double bernoulli_slope(double q, double p) { return log(q / p) - log((1 - q) / (1 - p)); }
DEV void write_slab(float *dHeads, long long at, int width, const Slab &q, double dMean, double dLogVariance, double dSlab) {
    bool inside = q.probability > CLAMP && q.probability < 1 - CLAMP;
    dHeads[at] = (float)dMean;
    dHeads[at + width] = (float)dLogVariance;
    dHeads[at + 2 * width] = inside ? (float)(dSlab * q.probability) : 0.f;
}

// Draws through a relaxed gate.
KERNEL(slab_draw, const State *s, const float *heads, const float *noise, float *code, int rows, int samples, int width, int headColumns) {
    EACH(at, (long long)rows * samples * width) {
        long long draw = at / width, j = at - draw * width;
        Slab q = slab_at(heads, draw % rows * headColumns + j, width);
        double gate = gate_at(s->relaxation, noise[draw * 2 * width + width + j], q.probability);
        code[at] = (float)(gate * (q.mean + sqrt(q.variance) * noise[draw * 2 * width + j]));
    }
}
KERNEL(slab_diverge, const State *s, const float *heads, float *dHeads, float *divergence, int rows, int width, double alpha) {
    EACH(e, (long long)rows * width) {
        long long at = e / width * 3 * width + e % width;
        Slab v = slab_at(heads, at, width);
        double q = v.slab, gaussian = 0.5 * (v.variance + v.mean * v.mean - v.logVariance - 1), scale = s->codeScale;
        divergence[e] = (float)(q * gaussian + bernoulli_divergence(q, alpha));
        write_slab(dHeads, at, width, v, scale * q * v.mean, scale * q * 0.5 * (v.variance - 1), scale * (gaussian + bernoulli_slope(q, alpha)));
    }
}
KERNEL(slab_backward, const State *s, const float *heads, const float *noise, const float *dCode, float *dHeads, int rows,
       int samples, int width, int headColumns) {
    EACH(e, (long long)rows * width) {
        long long row = e / width, j = e - row * width, at = row * headColumns + j;
        Slab q = slab_at(heads, at, width);
        double dMean = dHeads[at], dLogVariance = dHeads[at + width], dLogSlab = dHeads[at + 2 * width];
        for (int r = 0; r < samples; r++) {
            long long draw = (long long)r * rows + row;
            double spread = sqrt(q.variance) * noise[draw * 2 * width + j], d = dCode[draw * width + j];
            double gate = gate_at(s->relaxation, noise[draw * 2 * width + width + j], q.probability);
            dMean += d * gate;
            dLogVariance += d * gate * 0.5 * spread;
            if (heads[at + 2 * width] < 0) dLogSlab += d * (q.mean + spread) * s->relaxation * gate * (1 - gate) * q.probability;
        }
        dHeads[at] = (float)dMean;
        dHeads[at + width] = (float)dLogVariance;
        dHeads[at + 2 * width] = (float)dLogSlab;
    }
}

// Pseudo-inputs: their rows stand behind the batch's, rows .. rows + count - 1 of the heads.
DEV double pseudo_term(const Slab &v, const Slab &p) {
    double difference = v.mean - p.mean, ratio = (v.variance + difference * difference) / p.variance;
    double gaussian = 0.5 * (p.logVariance - v.logVariance + ratio - 1);
    return v.slab * (gaussian + log(v.slab) - log(p.slab)) + (1 - v.slab) * (log1p(-v.slab) - log1p(-p.slab));
}
// A block per data point: weights of the pseudo-inputs, divergence, gradient of the point's own heads and logits.
// weights, distances: rows * count; nearest: rows; meanSlab: of the nearest one is worked out here.
BLOCK_KERNEL(pseudo_diverge, const State *s, const float *heads, float *dHeads, float *divergence, double *weights,
             double *distances, int *nearest, int rows, int width, int count, double alpha) {
    BLOCK_SHARED;
    int row = blockIdx.x, columns = 3 * width + count;
    const float *logits = heads + (long long)row * columns + 3 * width;
    double *w = weights + (long long)row * count, *distance = distances + (long long)row * count;
    int largest = 0;
    for (int u = 1; u < count; u++) largest = logits[u] > logits[largest] ? u : largest;
    double sum = 0;
    for (int u = threadIdx.x; u < count; u += blockDim.x) { w[u] = exp((double)logits[u] - logits[largest]); sum += w[u]; }
    sum = block_sum(sum, shared);
    for (int u = threadIdx.x; u < count; u += blockDim.x) {
        w[u] /= sum;
        double d = 0;
        for (int j = 0; j < width; j++)
            d += pseudo_term(slab_at(heads, (long long)row * columns + j, width), slab_at(heads, (long long)(rows + u) * columns + j, width));
        distance[u] = d;
    }
    double slab = 0;
    for (int j = threadIdx.x; j < width; j += blockDim.x) slab += slab_at(heads, (long long)(rows + largest) * columns + j, width).slab;
    double share = bernoulli_divergence(block_sum(slab, shared) / width, alpha); // and weights and distances are there
    if (threadIdx.x == 0) nearest[row] = largest;
    double mean = 0, scale = s->codeScale;
    for (int u = 0; u < count; u++) mean += w[u] * distance[u];
    for (int u = threadIdx.x; u < count; u += blockDim.x)
        dHeads[(long long)row * columns + 3 * width + u] = (float)(scale * w[u] * (distance[u] - mean));
    for (int j = threadIdx.x; j < width; j += blockDim.x) {
        long long at = (long long)row * columns + j;
        Slab v = slab_at(heads, at, width);
        double q = v.slab, all = share, dMean = 0, dLogVariance = 0, dSlab = 0;
        for (int u = 0; u < count; u++) {
            Slab p = slab_at(heads, (long long)(rows + u) * columns + j, width);
            double difference = v.mean - p.mean, ratio = (v.variance + difference * difference) / p.variance;
            double gaussian = 0.5 * (p.logVariance - v.logVariance + ratio - 1), f = scale * w[u];
            double toSlab = log(q) - log(p.slab), toSpike = log1p(-q) - log1p(-p.slab);
            all += w[u] * (q * (gaussian + toSlab) + (1 - q) * toSpike);
            dMean += f * q * difference / p.variance;
            dLogVariance += f * q * 0.5 * (v.variance / p.variance - 1);
            dSlab += f * (gaussian + toSlab - toSpike);
        }
        divergence[(long long)row * width + j] = (float)all;
        write_slab(dHeads, at, width, v, dMean, dLogVariance, dSlab);
    }
}
// A block per pseudo-input and entry: what all data points ask of its heads. Grid (width, count).
BLOCK_KERNEL(pseudo_gather, const State *s, const float *heads, float *dHeads, const double *weights, const int *nearest, int rows,
             int width, int count, double alpha) {
    BLOCK_SHARED;
    int j = blockIdx.x, u = blockIdx.y, columns = 3 * width + count;
    long long at = (long long)(rows + u) * columns + j;
    Slab p = slab_at(heads, at, width);
    double dMean = 0, dLogVariance = 0, dSlab = 0, times = 0, slab = 0;
    for (int row = threadIdx.x; row < rows; row += blockDim.x) {
        Slab v = slab_at(heads, (long long)row * columns + j, width);
        double q = v.slab, difference = v.mean - p.mean, ratio = (v.variance + difference * difference) / p.variance;
        double f = s->codeScale * weights[(long long)row * count + u];
        dMean -= f * q * difference / p.variance;
        dLogVariance += f * q * 0.5 * (1 - ratio);
        dSlab += f * ((1 - q) / (1 - p.slab) - q / p.slab);
        if (nearest[row] == u) times += 1;
    }
    for (int i = threadIdx.x; i < width; i += blockDim.x) slab += slab_at(heads, (long long)(rows + u) * columns + i, width).slab;
    dMean = block_sum(dMean, shared);
    dLogVariance = block_sum(dLogVariance, shared);
    dSlab = block_sum(dSlab, shared);
    times = block_sum(times, shared);
    slab = block_sum(slab, shared) / width;
    if (threadIdx.x != 0) return;
    if (times > 0) dSlab += times * s->codeScale * bernoulli_slope(slab, alpha);
    write_slab(dHeads, at, width, p, dMean, dLogVariance, dSlab);
    for (int i = j; i < count; i += width) dHeads[(long long)(rows + u) * columns + 3 * width + i] = 0; // nobody asks for their logits
}
