// SPDX-License-Identifier: Apache-2.0
// Models of time: batches of sequences, codes drawn frame by frame, priors along time. Frame t of sequence b is row t * B + b, so
// that a frame is a block of rows. The order that a step is told of has three numbers for each sequence: the row of its first frame
// in the data, its length, and the row of its first frame's noise. In double precision, as the rules of io.github.sdmvae.prior are.
#include "noise.cuh"
#define FLOOR 1e-30
#define LEAST_LOG_VARIANCE (-30.0)
#define MOST_LOG_VARIANCE 20.0
#define LEAST_VARIANCE 1e-6 // of a gated transition
#define FIXED 0
#define MOMENTS 1
#define INNOVATION 2
#define ANCHORED 3
#define MARKOV 4

DEV int first_row(const State *s, int b) { return s->order[3 * b]; }
DEV int length_of(const State *s, int b) { return s->order[3 * b + 1]; }
DEV int first_noise(const State *s, int b) { return s->order[3 * b + 2]; }

KERNEL(gather_frames, const State *s, float *x, int n, int sequences, int width) {
    EACH(i, n) {
        long long row = i / width, j = i - row * width;
        int t = (int)(row / sequences), b = (int)(row - (long long)t * sequences);
        x[i] = t < length_of(s, b) ? s->data[((long long)first_row(s, b) + t) * width + j] : 0.f;
    }
}
KERNEL(mark_frames, const State *s, float *valid, int n, int sequences) {
    EACH(row, n) valid[row] = row / sequences < length_of(s, (int)(row % sequences)) ? 1.f : 0.f;
}
KERNEL(noise_of_frames, const State *s, float *target, const double *tables, int n, int sequences, int width) {
    if (s->noiseOrder == 0) return; // given by the host
    Tables tab = tables_at(tables);
    EACH(i, n) {
        i64 row = i / width, j = i - row * width;
        int t = (int)(row / sequences), b = (int)(row - (i64)t * sequences);
        target[i] = t < length_of(s, b) ? normal_at((u64)s->key, (u64)((s->firstNoise + first_noise(s, b) + t) * width + j), tab) : 0.f;
    }
}

DEV double limited(double logVariance) { return fmax(LEAST_LOG_VARIANCE, fmin(MOST_LOG_VARIANCE, logVariance)); }
// Mean, log variance and variance of entry j of frame t of sequence b.
struct Posterior { double mean, logVariance, variance; };
DEV Posterior posterior_at(const float *heads, long long row, int j, int width) {
    Posterior q;
    q.mean = heads[row * 2 * width + j];
    q.logVariance = limited(heads[row * 2 * width + width + j]);
    q.variance = exp(q.logVariance);
    return q;
}

// Codes of some rows, in which the arrays begin; zeros where there is no frame.
KERNEL(draw_frames, const float *heads, const float *noise, const float *valid, float *code, int n, int width, int byMean) {
    EACH(e, n) {
        long long row = e / width;
        Posterior q = posterior_at(heads, row, (int)(e - row * width), width);
        code[e] = valid[row] == 0 ? 0.f : (float)(q.mean + (byMean ? 0 : exp(q.logVariance / 2) * noise[e]));
    }
}
// Gradients of codes and divergence -> gradient of the heads, of some rows in which the arrays begin.
KERNEL(draw_frames_back, const State *s, const float *heads, const float *noise, const float *valid, const float *dCode,
       const float *dMean, const float *dLogVariance, float *dHeads, int n, int width) {
    EACH(e, n) {
        long long row = e / width, at = row * 2 * width + (e - row * width);
        if (valid[row] == 0) { dHeads[at] = 0; dHeads[at + width] = 0; continue; }
        double raw = heads[at + width], spread = exp(limited(raw) / 2) * noise[e], scale = s->codeScale;
        double d = 0.5 * spread * dCode[e] + scale * dLogVariance[e];
        // Beyond the bounds there is no gradient further out.
        bool outwards = raw < LEAST_LOG_VARIANCE ? d > 0 : raw > MOST_LOG_VARIANCE && d < 0;
        dHeads[at] = (float)(dCode[e] + scale * dMean[e]);
        dHeads[at + width] = outwards ? 0.f : (float)d;
    }
}

// What a rule computes of each entry; gradients are of divergence and hyperprior together, not yet scaled.
struct Terms { float *gamma, *divergence, *hyperprior, *dMean, *dLogVariance; };
DEV void gaussian(const Terms &to, long long e, const Posterior &q, double m, double v) {
    double off = q.mean - m;
    to.gamma[e] = (float)v;
    to.divergence[e] = (float)(0.5 * (log(v) - q.logVariance + (q.variance + off * off) / v - 1));
    to.dMean[e] = (float)(off / v);
    to.dLogVariance[e] = (float)(0.5 * (q.variance / v - 1));
}
DEV void nothing(const Terms &to, long long e) {
    to.gamma[e] = 0; to.divergence[e] = 0; to.hyperprior[e] = 0; to.dMean[e] = 0; to.dLogVariance[e] = 0;
}
#define TERMS float *gamma, float *divergence, float *hyperprior, float *dMean, float *dLogVariance
#define TO_TERMS Terms to; to.gamma = gamma; to.divergence = divergence; to.hyperprior = hyperprior; to.dMean = dMean; to.dLogVariance = dLogVariance

// Rules that look at a frame alone, and at what was predicted of it. plus, times: of the second moment; the fixed value; kappa.
KERNEL(rule_by_frame, const float *heads, const float *valid, const float *m, const float *v, TERMS, float *dPredictedMean,
       float *dPredictedVariance, int n, int width, int kind, double plus, double times, int hasHyperprior, double hyperLog,
       double hyperInverse, double hyperConstant) {
    TO_TERMS;
    EACH(e, n) {
        long long row = e / width;
        nothing(to, e);
        if (dPredictedMean != nullptr) { dPredictedMean[e] = 0; }
        if (dPredictedVariance != nullptr) { dPredictedVariance[e] = 0; }
        if (valid[row] == 0) continue;
        Posterior q = posterior_at(heads, row, (int)(e - row * width), width);
        double moment = q.mean * q.mean + q.variance;
        if (kind == INNOVATION) {
            double off = q.mean - m[e];
            gaussian(to, e, q, m[e], fmax(off * off + q.variance, FLOOR));
            dPredictedMean[e] = -to.dMean[e];
        } else if (kind == ANCHORED) {
            double kappa = plus, before = v[e], g = fmax((moment + kappa * before) / (1 + kappa), FLOOR);
            gaussian(to, e, q, 0, g);
            to.hyperprior[e] = (float)(kappa / 2 * (log(g / before) + before / g - 1));
            dPredictedVariance[e] = (float)(kappa / 2 * (1 / g - 1 / before));
        } else if (kind == MARKOV) {
            double before = v[e], off = q.mean - m[e];
            gaussian(to, e, q, m[e], before);
            dPredictedMean[e] = -to.dMean[e];
            dPredictedVariance[e] = (float)(0.5 * (1 / before - (q.variance + off * off) / (before * before)));
        } else {
            double g = fmax(kind == FIXED ? plus : (moment + plus) * times, FLOOR);
            gaussian(to, e, q, 0, g);
            if (hasHyperprior) to.hyperprior[e] = (float)(hyperLog * log(g) + hyperInverse / g + hyperConstant);
        }
    }
}

// Windows: what frame t's gamma owes to frame u, by their distance; coupled: of what frame u gives, all together one.
DEV double edge(const double *weights, int reach, int coupled, int t, int u, int length) {
    double weight = weights[t < u ? u - t : t - u];
    if (!coupled) return weight;
    double sum = 0;
    for (int i = max(0, u - reach); i <= min(length - 1, u + reach); i++) sum += weights[i < u ? u - i : i - u];
    return weight / sum;
}
KERNEL(window_gamma, const State *s, const float *heads, double *gammas, const double *weights, int reach, int coupled, int n,
       int sequences, int width) {
    EACH(e, n) {
        long long row = e / width;
        int j = (int)(e - row * width), t = (int)(row / sequences), b = (int)(row - (long long)t * sequences), length = length_of(s, b);
        if (t >= length) continue;
        double sum = 0, weight = 0;
        for (int u = max(0, t - reach); u <= min(length - 1, t + reach); u++) {
            Posterior q = posterior_at(heads, (long long)u * sequences + b, j, width);
            double w = edge(weights, reach, coupled, t, u, length);
            sum += w * (q.mean * q.mean + q.variance);
            weight += w;
        }
        gammas[e] = fmax(sum / weight, FLOOR);
    }
}
KERNEL(window_rule, const State *s, const float *heads, const double *gammas, TERMS, const double *weights, int reach, int coupled,
       int n, int sequences, int width) {
    TO_TERMS;
    EACH(e, n) {
        long long row = e / width;
        int j = (int)(e - row * width), u = (int)(row / sequences), b = (int)(row - (long long)u * sequences), length = length_of(s, b);
        nothing(to, e);
        if (u >= length) continue;
        Posterior q = posterior_at(heads, row, j, width);
        if (!coupled) { gaussian(to, e, q, 0, gammas[e]); continue; }
        double precision = 0, logs = 0;
        for (int t = max(0, u - reach); t <= min(length - 1, u + reach); t++) {
            double g = gammas[((long long)t * sequences + b) * width + j], w = edge(weights, reach, coupled, t, u, length);
            precision += w / g;
            logs += w * log(g);
        }
        to.gamma[e] = (float)gammas[e];
        to.divergence[e] = (float)(0.5 * (logs - q.logVariance + (q.mean * q.mean + q.variance) * precision - 1));
        to.dMean[e] = (float)(q.mean * precision);
        to.dLogVariance[e] = (float)(0.5 * (q.variance * precision - 1));
    }
}

// One gamma for blocks of frames with correlation between neighbours: the inverse of their correlations has three diagonals.
DEV double diagonal_at(int t, int r, double squared) { return r == 1 ? 1 : (t == 0 || t == r - 1 ? 1 : 1 + squared) / (1 - squared); }
DEV double pull_at(const float *heads, long long row, int j, int sequences, int width, int t, int r, double correlation) {
    double squared = correlation * correlation, beside = correlation / (1 - squared), at = heads[row * 2 * width + j];
    double pull = diagonal_at(t, r, squared) * at;
    if (t > 0) pull -= beside * heads[(row - sequences) * 2 * width + j];
    if (t + 1 < r) pull -= beside * heads[(row + sequences) * 2 * width + j];
    return pull;
}
KERNEL(block_rule, const State *s, const float *heads, TERMS, int size, double correlation, int n, int sequences, int width) {
    TO_TERMS;
    EACH(e, n) {
        long long row = e / width;
        int j = (int)(e - row * width), t = (int)(row / sequences), b = (int)(row - (long long)t * sequences), length = length_of(s, b);
        nothing(to, e);
        if (t >= length) continue;
        int first = t / size * size, r = min(size, length - first);
        double squared = correlation * correlation, moment = 0;
        for (int i = 0; i < r; i++) {
            long long other = (long long)(first + i) * sequences + b;
            Posterior q = posterior_at(heads, other, j, width);
            moment += q.mean * pull_at(heads, other, j, sequences, width, i, r, correlation) + diagonal_at(i, r, squared) * q.variance;
        }
        double g = fmax(moment / r, FLOOR), pull = pull_at(heads, row, j, sequences, width, t - first, r, correlation);
        Posterior q = posterior_at(heads, row, j, width);
        double ratio = diagonal_at(t - first, r, squared) * q.variance / g;
        to.gamma[e] = (float)g;
        to.divergence[e] = (float)(0.5 * (log(g) + (r - 1) * log1p(-squared) / r - q.logVariance + q.mean * pull / g + ratio - 1));
        to.dMean[e] = (float)(pull / g);
        to.dLogVariance[e] = (float)(0.5 * (ratio - 1));
    }
}

// A gated transition: m = (1 - gate) straight + gate proposal, v = softplus(s).
KERNEL(gated_mean, const float *gate, const float *proposal, const float *straight, float *m, float *risen, int n) {
    EACH(e, n) {
        double g = gate[e];
        m[e] = (float)((1 - g) * straight[e] + g * proposal[e]);
        risen[e] = fmaxf(proposal[e], 0.f);
    }
}
DEV double softplus(double s) { return fmax(s, 0.0) + log1p(exp(-fabs(s))); }
KERNEL(gated_variance, const float *s, float *v, int n) { EACH(e, n) v[e] = (float)fmax(softplus(s[e]), LEAST_VARIANCE); }
KERNEL(gated_variance_back, const State *state, const float *s, const float *dVariance, float *d, int n) {
    EACH(e, n) {
        double slope = softplus(s[e]) > LEAST_VARIANCE ? 1 / (1 + exp(-(double)s[e])) : 0;
        d[e] = (float)(state->codeScale * dVariance[e] * slope);
    }
}
// dRisen: what the variance wants of the proposal where it is above 0; null where no variance is predicted.
KERNEL(gated_back, const State *state, const float *gate, const float *proposal, const float *straight, const float *dMean,
       const float *dRisen, float *dGate, float *dProposal, float *dStraight, int n) {
    EACH(e, n) {
        double dm = state->codeScale * dMean[e], g = gate[e];
        double risen = dRisen != nullptr && proposal[e] > 0 ? dRisen[e] : 0;
        dGate[e] = (float)(dm * ((double)proposal[e] - straight[e]));
        dProposal[e] = (float)(risen + dm * g);
        dStraight[e] = (float)(dm * (1 - g));
    }
}
// An anchor: v = exp(s) within bounds, beyond which it does not change with s.
KERNEL(anchor_variance, const float *s, float *v, int n) { EACH(e, n) v[e] = (float)exp(limited(s[e])); }
KERNEL(anchor_variance_back, const State *state, const float *s, const float *dVariance, float *d, int n) {
    EACH(e, n) {
        bool inside = s[e] > LEAST_LOG_VARIANCE && s[e] < MOST_LOG_VARIANCE;
        d[e] = (float)(inside ? state->codeScale * dVariance[e] * exp((double)s[e]) : 0);
    }
}

// The likelihood's loss and gradient become means over the frames there are.
KERNEL(loss_of_frames, const float *valid, float *loss, int rows) { EACH(row, rows) if (valid[row] == 0) loss[row] = 0; }
KERNEL(gradient_of_frames, const State *s, const float *valid, float *dOutput, int n, int width) {
    float scale = (float)s->rowScale;
    EACH(i, n) dOutput[i] = valid[i / width] == 0 ? 0.f : scale * dOutput[i];
}
