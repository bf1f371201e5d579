// SPDX-License-Identifier: Apache-2.0
// Atoms of norm 1 where the code enters the decoder: the rows of A = D'W. With D = I rows are divided by their norms, else W
// becomes (I + D diag(l) D')W with l by Newton's method, as UnitAtoms.java has it. One block, in double precision.
#include "device.cuh"
#define MOST_ROUNDS 50
#define CLOSE 1e-10
#define ACCEPTED 1e-5
#define SHORTEST 1e-12
#define RIDGE 1e-12

struct Atoms {
    int m, k, h;                                          // D: m * k, W: m * h, A: k * h
    double *w, *d, *a, *gram, *equations, *norms, *change;
};
DEV double square_sum(const double *v, int n, double *shared) {
    double sum = 0;
    for (int i = threadIdx.x; i < n; i += blockDim.x) sum += v[i] * v[i];
    return block_sum(sum, shared);
}
DEV double atoms_inner(const Atoms &s, int i, int j) {
    double sum = 0;
    for (int c = 0; c < s.h; c++) sum += s.a[i * s.h + c] * s.a[j * s.h + c];
    return sum;
}
// A = D'W and its squared norms. How far one is from 1 at most; less than 0, -1 - j, if atom j vanishes.
DEV double update_atoms(const Atoms &s, double *shared) {
    SYNC();
    for (int e = threadIdx.x; e < s.k * s.h; e += blockDim.x) {
        int j = e / s.h, c = e % s.h;
        double sum = 0;
        for (int l = 0; l < s.m; l++) sum += s.d[l * s.k + j] * s.w[l * s.h + c];
        s.a[e] = sum;
    }
    SYNC();
    double worst = 0, bad = s.k;
    for (int j = threadIdx.x; j < s.k; j += blockDim.x) {
        double norm = atoms_inner(s, j, j);
        s.norms[j] = norm;
        worst = fmax(worst, fabs(norm - 1));
        if (!(sqrt(norm) > SHORTEST)) bad = fmin(bad, (double)j);
    }
    bad = block_least(bad, shared);
    worst = -block_least(-worst, shared);
    return bad < s.k ? -1 - bad : worst;
}
// Solves the equations, by Cholesky's triangle in their place, for what is missing. False if they are not positive definite.
DEV bool solve(const Atoms &s) {
    int k = s.k;
    double *e = s.equations, *y = s.change;
    for (int p = 0; p < k; p++) {
        double pivot = e[p * k + p];
        if (!(pivot > 0)) return false;
        SYNC();
        double root = sqrt(pivot);
        for (int i = p + threadIdx.x; i < k; i += blockDim.x) e[i * k + p] = i == p ? root : e[i * k + p] / root;
        SYNC();
        for (int at = threadIdx.x; at < (k - p - 1) * (k - p - 1); at += blockDim.x) {
            int i = p + 1 + at / (k - p - 1), j = p + 1 + at % (k - p - 1);
            if (j <= i) e[i * k + j] -= e[i * k + p] * e[j * k + p];
        }
        SYNC();
    }
    for (int p = 0; p < k; p++) {
        double v = y[p] / e[p * k + p];
        SYNC();
        for (int i = p + threadIdx.x; i < k; i += blockDim.x) y[i] = i == p ? v : y[i] - e[i * k + p] * v;
        SYNC();
    }
    for (int p = k - 1; p >= 0; p--) {
        double v = y[p] / e[p * k + p];
        SYNC();
        for (int i = threadIdx.x; i <= p; i += blockDim.x) y[i] = i == p ? v : y[i] - e[p * k + i] * v;
        SYNC();
    }
    return true;
}
// One step of Newton's.
DEV bool step_atoms(const Atoms &s, double *shared) {
    int k = s.k;
    double trace = 0;
    for (int e = threadIdx.x; e < k * k; e += blockDim.x) {
        int i = e / k, j = e % k;
        if (j > i) continue;
        double v = 2 * s.gram[e] * (i == j ? s.norms[i] : atoms_inner(s, i, j));
        s.equations[e] = v;
        if (i == j) { trace += v; s.change[i] = 1 - s.norms[i]; }
    }
    trace = block_sum(trace, shared);
    for (int i = threadIdx.x; i < k; i += blockDim.x) s.equations[i * k + i] += RIDGE * trace / k;
    SYNC();
    if (!solve(s)) return false;
    for (int e = threadIdx.x; e < s.m * s.h; e += blockDim.x) {
        int l = e / s.h, c = e % s.h;
        double sum = s.w[e];
        for (int j = 0; j < k; j++) sum += s.d[l * k + j] * s.change[j] * s.a[j * s.h + c];
        s.w[e] = sum;
    }
    return true;
}
DEV double unit_rows(const Atoms &s) {
    double bad = s.k;
    for (int j = threadIdx.x; j < s.m; j += blockDim.x) {
        double sum = 0;
        for (int c = 0; c < s.h; c++) sum += s.w[j * s.h + c] * s.w[j * s.h + c];
        double norm = sqrt(sum);
        if (!(norm > SHORTEST)) { bad = fmin(bad, (double)j); continue; }
        for (int c = 0; c < s.h; c++) s.w[j * s.h + c] /= norm;
    }
    return bad;
}
DEV double unit_products(const Atoms &s, double *shared) {
    for (int e = threadIdx.x; e < s.k * s.k; e += blockDim.x) {
        double sum = 0;
        for (int l = 0; l < s.m; l++) sum += s.d[l * s.k + e / s.k] * s.d[l * s.k + e % s.k];
        s.gram[e] = sum;
    }
    double worst = update_atoms(s, shared);
    if (worst < 0) return worst;
    double factor = sqrt(s.k / square_sum(s.a, s.k * s.h, shared));
    for (int e = threadIdx.x; e < s.m * s.h; e += blockDim.x) s.w[e] *= factor;
    worst = update_atoms(s, shared);
    for (int round = 0; round < MOST_ROUNDS && worst > CLOSE; round++) {
        if (!step_atoms(s, shared)) break;
        worst = update_atoms(s, shared);
    }
    return worst < ACCEPTED ? fmin(worst, 0.0) : worst;
}
// learned: D in single precision, or null where room holds it already; identity: whether there is none. room: m h + m k + k h +
// 2 k k + 2 k doubles, D behind the first m h. trouble: 0 if all is well; how far a squared norm is from 1; or -1 - j if atom j vanishes.
// In trouble weights stay as they are, as do weights that are not finite: a training that diverged is told by its loss.
BLOCK_KERNEL(unit_atoms, float *weight, const float *learned, double *room, double *trouble, int m, int k, int h, int identity) {
    BLOCK_SHARED;
    Atoms s;
    s.m = m; s.k = k; s.h = h; s.w = room; s.d = s.w + m * h; s.a = s.d + m * k; s.gram = s.a + k * h;
    s.equations = s.gram + k * k; s.norms = s.equations + k * k; s.change = s.norms + k;
    for (int e = threadIdx.x; e < m * h; e += blockDim.x) s.w[e] = weight[e];
    if (learned != nullptr) for (int e = threadIdx.x; e < m * k; e += blockDim.x) s.d[e] = learned[e];
    SYNC();
    double squares = square_sum(s.w, m * h, shared), found = 0;
    if (squares - squares != 0) {
        if (threadIdx.x == 0) *trouble = 0;
        return;
    }
    if (identity) {
        double bad = block_least(unit_rows(s), shared);
        found = bad < k ? -1 - bad : 0;
    } else {
        found = unit_products(s, shared);
    }
    SYNC();
    if (threadIdx.x == 0) *trouble = found;
    if (found == 0) for (int e = threadIdx.x; e < m * h; e += blockDim.x) weight[e] = (float)s.w[e];
}
