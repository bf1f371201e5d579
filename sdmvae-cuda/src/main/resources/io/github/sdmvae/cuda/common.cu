// SPDX-License-Identifier: Apache-2.0
// The common shape in two kernels: one hidden layer on each side, complex Gaussian, Gaussian prior with fixed or
// closed-form variances, one draw, a fixed dictionary or none. Sizes are constants: NX values of a row, H1 and H2 hidden
// units, KC code entries, MC values of the latent vector (KC without a dictionary), DICT, ACT as in layers.cu.
// common_pass: forward and backward, 8 rows at a time in a cluster of 8 blocks, each of which has an eighth of every layer
// in its shared memory. common_update: gradients of weights in tiles of 32 x 32, and Adam where they end.
#include "noise.cuh"
#define T 256
#define CL 8
#define R 8
#define UP(a, b) (((a) + (b) - 1) / (b))
#define UP4(a) (UP(a, 4) * 4)
#define MOST(a, b) ((a) > (b) ? (a) : (b))
// In so many parts K is cut where a product has S columns.
#define PARTS(S) ((S) >= T ? 1 : T / (S))
constexpr int HS = UP(H1, CL), KS = UP(KC, CL), MS = UP(MC, CL), GS = UP(H2, CL), NS = UP(NX, CL), NSP = NS | 1;
// Where things lie in shared memory, in floats; x operands have rows of UP4, zeros behind their ends.
constexpr int W1 = 0, W4 = W1 + UP4(UP4(NX) * HS), WH = W4 + UP4(UP4(H2) * NSP), WHT = WH + UP4(UP4(H1) * 2 * KS),
              W3 = WHT + UP4(UP4(2 * KC) * HS), W3T = W3 + UP4(UP4(MC) * GS), D = W3T + UP4(UP4(H2) * MS),
              DT = D + (DICT ? UP4(UP4(KC) * MS) : 0), BIAS = DT + (DICT ? UP4(UP4(MC) * KS) : 0),
              XS = BIAS + UP4(HS + 2 * KS + GS + NS), H1S = XS + R * UP4(NX), AS = H1S + R * UP4(H1),
              ZS = AS + R * UP4(KC), H2S = ZS + (DICT ? R * UP4(MC) : 0), DE = H2S + R * UP4(H2),
              OWN = DE + R * UP4(NS), // mean, log variance, epsilon, gamma of own entries
              RED = OWN + UP4(4 * R * KS), WIDEST = MOST(MOST(MOST(T, H2), MOST(NS, HS)), MOST(2 * KS, MS)),
              BACK = RED + R * UP4(WIDEST), BACK_FLOATS = R * (2 * UP4(H2) + (DICT ? UP4(MC) : 0) + UP4(2 * KC));
// The way back needs the rows no more: its arrays lie where they did, if they fit.
constexpr bool OVER = BACK_FLOATS <= R * UP4(NX);
constexpr int PD = OVER ? XS : BACK, DH2 = PD + R * UP4(H2), DZ = DH2 + R * UP4(H2), DH = DZ + (DICT ? R * UP4(MC) : 0),
              PASS_FLOATS = OVER ? BACK : BACK + BACK_FLOATS;
constexpr int B1 = BIAS, BH = B1 + HS, B3 = BH + 2 * KS, B4 = B3 + GS;

DEV float act(float v) { return ACT == 1 ? tanhf(v) : ACT == 2 ? (v < 0 ? 0.f : v) : ACT == 3 ? 1.f / (1.f + expf(-v)) : v; }
DEV float slope(float y) { return ACT == 1 ? 1.f - y * y : ACT == 2 ? (y > 0 ? 1.f : 0.f) : ACT == 3 ? y * (1.f - y) : 1.f; }

// Sums of 8 rows x S columns over K: x is 8 x UP4(K), w has strides; parts of K meet in red, in their order. After it the
// caller reads sum8.
template <int K, int S> DEV void product8(const float *x, const float *w, int strideK, int strideS, float *red) {
    constexpr int P = PARTS(S), LENGTH = UP4(UP(K, P));
    for (int o = threadIdx.x; o < P * S; o += T) {
        int q = o / S, j = o - q * S, from = q * LENGTH, to = from + LENGTH < UP4(K) ? from + LENGTH : UP4(K);
        float acc[R];
        UNROLL for (int r = 0; r < R; r++) acc[r] = 0;
        const float *wj = w + j * strideS;
#pragma unroll 4
        for (int k = from; k < to; k += 4) {
            float w0 = wj[k * strideK], w1 = wj[(k + 1) * strideK], w2 = wj[(k + 2) * strideK], w3 = wj[(k + 3) * strideK];
            UNROLL for (int r = 0; r < R; r++) {
                float4 v = LD4(x + r * UP4(K) + k);
                acc[r] += v.x * w0 + v.y * w1 + v.z * w2 + v.w * w3;
            }
        }
        UNROLL for (int r = 0; r < R; r++) red[(q * R + r) * S + j] = acc[r];
    }
    SYNC();
}
template <int S> DEV float sum8(const float *red, int r, int j) {
    float s = 0;
    for (int q = 0; q < PARTS(S); q++) s += red[(q * R + r) * S + j];
    return s;
}
// Columns c * S .. of a matrix of K x N into shared memory: row k, column j at k * strideK + j * strideS, zeros beyond.
template <int K, int N, int S> DEV void load_slice(float *to, const float *from, int c, int strideK, int strideS, int rowLength, int step) {
    for (int i = threadIdx.x; i < UP4(K) * S; i += T) {
        int k = i / S, j = i - k * S, column = c * S + j;
        to[k * strideK + j * strideS] = k < K && column < N ? from[(long long)k * rowLength + (long long)column * step] : 0.f;
    }
}
template <int N, int S> DEV void load_bias(float *to, const float *from, int c) {
    for (int j = threadIdx.x; j < S; j += T) to[j] = c * S + j < N ? from[c * S + j] : 0.f;
}
DEV void zero(float *p, int n) { for (int i = threadIdx.x; i < n; i += T) p[i] = 0; }

struct Pass {
    const float *data, *p, *dictionary;
    const int *order;
    float *heads, *dHeads, *code, *latent, *gamma, *divergence, *h1, *dh1, *h2, *dh2, *output, *dOutput, *loss;
    int first, rows;
    float floor, clamp, fixedGamma; // fixedGamma: 0 for the closed form
    double codeScale;
};
// As io.github.sdmvae.graph lays parameters out.
constexpr int P_W1 = 0, P_B1 = P_W1 + NX * H1, P_WH = P_B1 + H1, P_BH = P_WH + H1 * 2 * KC, P_W3 = P_BH + 2 * KC,
              P_B3 = P_W3 + MC * H2, P_W4 = P_B3 + H2, P_B4 = P_W4 + H2 * NX;

DEV void load_weights(const Pass &n, float *sm, int c) {
    const float *p = n.p;
    load_slice<NX, H1, HS>(sm + W1, p + P_W1, c, HS, 1, H1, 1);
    load_slice<H2, NX, NS>(sm + W4, p + P_W4, c, NSP, 1, NX, 1);
    for (int i = threadIdx.x; i < UP4(H1) * 2 * KS; i += T) { // own means, then own log variances
        int h = i / (2 * KS), j = i - h * 2 * KS, half = j / KS, e = c * KS + j - half * KS;
        sm[WH + i] = h < H1 && e < KC ? p[P_WH + h * 2 * KC + half * KC + e] : 0.f;
    }
    load_slice<2 * KC, H1, HS>(sm + WHT, p + P_WH, c, HS, 1, 1, 2 * KC);
    load_slice<MC, H2, GS>(sm + W3, p + P_W3, c, GS, 1, H2, 1);
    load_slice<H2, MC, MS>(sm + W3T, p + P_W3, c, MS, 1, 1, H2);
    if (DICT) {
        load_slice<KC, MC, MS>(sm + D, n.dictionary, c, MS, 1, 1, KC);
        load_slice<MC, KC, KS>(sm + DT, n.dictionary, c, KS, 1, KC, 1);
    }
    load_bias<H1, HS>(sm + B1, p + P_B1, c);
    for (int j = threadIdx.x; j < 2 * KS; j += T) {
        int half = j / KS, e = c * KS + j - half * KS;
        sm[BH + j] = e < KC ? p[P_BH + half * KC + e] : 0.f;
    }
    load_bias<H2, GS>(sm + B3, p + P_B3, c);
    load_bias<NX, NS>(sm + B4, p + P_B4, c);
    // What lies behind the ends of x operands is read, too.
    zero(sm + XS, PASS_FLOATS - XS);
}
// A value for all blocks of the cluster.
DEV void to_all(float *at, float v) { UNROLL for (int d = 0; d < CL; d++) *REMOTE(at, d) = v; }

DEV void forward_backward(const Pass &n, float *sm, u64 key, u64 firstNoise, const Tables &tables, int g, int c) {
    const int t = threadIdx.x, r0 = g * R;
    float *red = sm + RED;
    for (int i = t; i < R * UP4(NX); i += T) {
        int r = i / UP4(NX), j = i - r * UP4(NX);
        sm[XS + i] = j < NX && r0 + r < n.rows ? n.data[(long long)n.order[n.first + r0 + r] * NX + j] : 0.f;
    }
    for (int i = t; i < R * KS; i += T) {
        int r = i / KS, e = c * KS + i - r * KS;
        sm[OWN + 2 * R * KS + i] = r0 + r < n.rows && e < KC ? normal_at(key, (firstNoise + r0 + r) * KC + e, tables) : 0.f;
    }
    SYNC();
    product8<NX, HS>(sm + XS, sm + W1, HS, 1, red);
    for (int o = t; o < R * HS; o += T) {
        int r = o / HS, j = o - r * HS, column = c * HS + j;
        if (column < H1) {
            float h = act(sum8<HS>(red, r, j) + sm[B1 + j]);
            to_all(sm + H1S + r * UP4(H1) + column, h);
            if (r0 + r < n.rows) n.h1[(r0 + r) * H1 + column] = h;
        }
    }
    CSYNC();
    product8<H1, 2 * KS>(sm + H1S, sm + WH, 2 * KS, 1, red);
    for (int o = t; o < R * KS; o += T) {
        int r = o / KS, j = o - r * KS, e = c * KS + j, row = r0 + r;
        float mean = sum8<2 * KS>(red, r, j) + sm[BH + j], logVariance = sum8<2 * KS>(red, r, KS + j) + sm[BH + KS + j];
        float sigma = expf(0.5f * logVariance), second = mean * mean + sigma * sigma;
        float gamma = n.fixedGamma > 0 ? n.fixedGamma : second > 1e-30f ? second : second != second ? second : 1e-30f;
        float a = mean + sigma * sm[OWN + 2 * R * KS + o];
        sm[OWN + o] = mean; sm[OWN + R * KS + o] = logVariance; sm[OWN + 3 * R * KS + o] = gamma;
        if (e < KC) {
            to_all(sm + AS + r * UP4(KC) + e, a);
            if (row < n.rows) {
                n.heads[row * 2 * KC + e] = mean; n.heads[row * 2 * KC + KC + e] = logVariance;
                n.code[row * KC + e] = a; n.gamma[row * KC + e] = gamma;
                n.divergence[row * KC + e] = 0.5f * (logf(gamma) - logVariance + second / gamma - 1.f);
            }
        }
    }
    CSYNC();
    float *z = sm + AS;
    if (DICT) {
        product8<KC, MS>(sm + AS, sm + D, MS, 1, red);
        for (int o = t; o < R * MS; o += T) {
            int r = o / MS, j = o - r * MS, column = c * MS + j;
            if (column < MC) {
                float v = sum8<MS>(red, r, j);
                to_all(sm + ZS + r * UP4(MC) + column, v);
                if (r0 + r < n.rows) n.latent[(r0 + r) * MC + column] = v;
            }
        }
        CSYNC();
        z = sm + ZS;
    }
    product8<MC, GS>(z, sm + W3, GS, 1, red);
    for (int o = t; o < R * GS; o += T) {
        int r = o / GS, j = o - r * GS, column = c * GS + j;
        if (column < H2) {
            float h = act(sum8<GS>(red, r, j) + sm[B3 + j]);
            to_all(sm + H2S + r * UP4(H2) + column, h);
            if (r0 + r < n.rows) n.h2[(r0 + r) * H2 + column] = h;
        }
    }
    CSYNC();
    product8<H2, NS>(sm + H2S, sm + W4, NSP, 1, red);
    const float scale = 1.f / n.rows;
    for (int r = t / 32; r < R; r += T / 32) { // a warp per row
        float sum = 0;
        for (int j = t & 31; j < NS; j += 32) {
            int column = c * NS + j;
            float d = 0;
            if (column < NX && r0 + r < n.rows) {
                float eta = sum8<NS>(red, r, j) + sm[B4 + j], limited = fmaxf(-n.clamp, fminf(n.clamp, eta));
                float ratio = fmaxf(sm[XS + r * UP4(NX) + column], n.floor) * expf(-limited), gradient = 1.f - ratio;
                sum += ratio + limited;
                d = (eta - limited) * gradient < 0 ? 0.f : scale * gradient;
                n.output[(long long)(r0 + r) * NX + column] = eta;
                n.dOutput[(long long)(r0 + r) * NX + column] = d;
            }
            sm[DE + r * UP4(NS) + j] = d;
        }
        UNROLL for (int i = 16; i > 0; i >>= 1) sum += SHFLX(sum, i);
        if ((t & 31) == 0 && r0 + r < n.rows) n.loss[(r0 + r) * CL + c] = sum;
    }
    SYNC();
    product8<NS, H2>(sm + DE, sm + W4, 1, NSP, red);
    for (int o = t; o < R * H2; o += T) { int r = o / H2, j = o - r * H2; sm[PD + r * UP4(H2) + j] = sum8<H2>(red, r, j); }
    CSYNC();
    for (int o = t; o < R * GS; o += T) {
        int r = o / GS, column = c * GS + o - r * GS;
        if (column < H2) {
            float s = 0;
            UNROLL for (int d = 0; d < CL; d++) s += REMOTE(sm + PD, d)[r * UP4(H2) + column];
            s *= slope(sm[H2S + r * UP4(H2) + column]);
            to_all(sm + DH2 + r * UP4(H2) + column, s);
            if (r0 + r < n.rows) n.dh2[(r0 + r) * H2 + column] = s;
        }
    }
    CSYNC();
    product8<H2, MS>(sm + DH2, sm + W3T, MS, 1, red);
    if (DICT) {
        for (int o = t; o < R * MS; o += T) {
            int r = o / MS, j = o - r * MS, column = c * MS + j;
            if (column < MC) to_all(sm + DZ + r * UP4(MC) + column, sum8<MS>(red, r, j));
        }
        CSYNC();
        product8<MC, KS>(sm + DZ, sm + DT, KS, 1, red);
    }
    for (int o = t; o < R * KS; o += T) { // without a dictionary KS is MS
        int r = o / KS, j = o - r * KS, e = c * KS + j;
        if (e < KC) {
            float da = sum8<KS>(red, r, j), mean = sm[OWN + o], half = 0.5f * expf(0.5f * sm[OWN + R * KS + o]);
            float gamma = sm[OWN + 3 * R * KS + o], f = (float)n.codeScale;
            float dMean = da + f * mean / gamma, dLogVariance = da * half * sm[OWN + 2 * R * KS + o] + f * 0.5f * (4 * half * half / gamma - 1.f);
            to_all(sm + DH + r * UP4(2 * KC) + e, dMean);
            to_all(sm + DH + r * UP4(2 * KC) + KC + e, dLogVariance);
            if (r0 + r < n.rows) { n.dHeads[(r0 + r) * 2 * KC + e] = dMean; n.dHeads[(r0 + r) * 2 * KC + KC + e] = dLogVariance; }
        }
    }
    CSYNC();
    product8<2 * KC, HS>(sm + DH, sm + WHT, HS, 1, red);
    for (int o = t; o < R * HS; o += T) {
        int r = o / HS, j = o - r * HS, column = c * HS + j;
        if (column < H1 && r0 + r < n.rows)
            n.dh1[(r0 + r) * H1 + column] = sum8<HS>(red, r, j) * slope(sm[H1S + r * UP4(H1) + column]);
    }
}

CLUSTER_KERNEL(common_pass, const float *data, const int *order, int first, long long key, long long firstNoise, double codeScale,
               const float *p, const float *dictionary, const double *tables, float *heads, float *dHeads, float *code, float *latent,
               float *gamma, float *divergence, float *h1, float *dh1, float *h2, float *dh2, float *output, float *dOutput,
               float *loss, int rows, float floor, float clamp, float fixedGamma) {
    SHARED;
    Pass n;
    n.data = data; n.order = order; n.first = first; n.codeScale = codeScale; n.p = p; n.dictionary = dictionary;
    n.heads = heads; n.dHeads = dHeads; n.code = code; n.latent = latent; n.gamma = gamma; n.divergence = divergence;
    n.h1 = h1; n.dh1 = dh1; n.h2 = h2; n.dh2 = dh2; n.output = output; n.dOutput = dOutput; n.loss = loss;
    n.rows = rows; n.floor = floor; n.clamp = clamp; n.fixedGamma = fixedGamma;
    const int c = CRANK(), clusters = gridDim.x / CL, groups = UP(rows, R);
    const Tables t = tables_at(tables);
    load_weights(n, sm, c);
    for (int g = blockIdx.x / CL; g < groups; g += clusters) {
        CSYNC(); // nobody writes into a block that has not begun, or not ended with the rows before
        forward_backward(n, sm, (u64)key, (u64)firstNoise, t, g, c);
    }
}

// ------------------------------------------------------------------------------------------------ gradients and Adam
#define TILE 32
#define DEPTH 64
constexpr int T1 = UP(NX, TILE) * UP(H1, TILE), TH = UP(H1, TILE) * UP(2 * KC, TILE), T3 = UP(MC, TILE) * UP(H2, TILE),
              T4 = UP(H2, TILE) * UP(NX, TILE), TILES = T1 + TH + T3 + T4;
struct Tile { const float *a, *b; const int *order; int rowsOfP, columns, i0, j0, at, biasAt; };
DEV Tile tile(int id, const float *data, const int *order, const float *h1, const float *dh1, const float *dHeads, const float *z,
              const float *h2, const float *dh2, const float *dOutput) {
    Tile q;
    q.order = nullptr;
    if (id < T1) { q.a = data; q.order = order; q.b = dh1; q.rowsOfP = NX; q.columns = H1; q.at = P_W1; q.biasAt = P_B1; }
    else if ((id -= T1) < T4) { q.a = h2; q.b = dOutput; q.rowsOfP = H2; q.columns = NX; q.at = P_W4; q.biasAt = P_B4; }
    else if ((id -= T4) < TH) { q.a = h1; q.b = dHeads; q.rowsOfP = H1; q.columns = 2 * KC; q.at = P_WH; q.biasAt = P_BH; }
    else { id -= TH; q.a = z; q.b = dh2; q.rowsOfP = MC; q.columns = H2; q.at = P_W3; q.biasAt = P_B3; }
    int across = UP(q.columns, TILE);
    q.i0 = id / across * TILE; q.j0 = id % across * TILE;
    return q;
}
DEV void adam_at(float *p, float *g, float *m, float *v, int at, float d, float rate, float root) {
    g[at] = d;
    if (rate < 0) return; // the gradient alone is wanted
    float mean = 0.9f * m[at] + 0.1f * d, square = 0.999f * v[at] + 0.001f * d * d;
    m[at] = mean; v[at] = square;
    p[at] -= rate * mean / (sqrtf(square) * root + 1e-8f);
}
constexpr int UPDATE_FLOATS = 2 * DEPTH * TILE + 4 * TILE * TILE + T;
// A block per tile, and one behind them for the sums of the terms.
BLOCK_KERNEL(common_update, const float *data, const int *order, int first, const float *h1, const float *dh1, const float *dHeads,
             const float *z, const float *h2, const float *dh2, const float *dOutput, const float *loss, const float *divergence,
             double *ring, int columns, int slot, float *p, float *g, float *m, float *v, int rows, float rate, float root) {
    SHARED;
    const int t = threadIdx.x;
    if (blockIdx.x == TILES) {
        double sum = 0, *shared = (double *)sm;
#pragma unroll 8
        for (int i = t; i < rows * CL; i += T) sum += loss[i];
        sum = block_sum(sum, shared);
        if (t == 0) ring[slot * columns] = sum;
        sum = 0;
#pragma unroll 8
        for (int i = t; i < rows * KC; i += T) sum += divergence[i];
        sum = block_sum(sum, shared);
        if (t == 0) ring[slot * columns + 1] = sum;
        return;
    }
    const Tile q = tile(blockIdx.x, data, order, h1, dh1, dHeads, z, h2, dh2, dOutput);
    float *as = sm, *bs = sm + DEPTH * TILE, *red = sm + 2 * DEPTH * TILE, *sums = red + 4 * TILE * TILE;
    const int quarter = t >> 6, x = t & 7, y = (t >> 3) & 7;
    float acc[16], bias = 0;
    UNROLL for (int i = 0; i < 16; i++) acc[i] = 0;
    for (int k0 = 0; k0 < rows; k0 += DEPTH) {
        SYNC();
        for (int i = t; i < DEPTH * TILE; i += T) {
            int k = i / TILE, l = i - k * TILE, row = k0 + k;
            long long from = row < rows && q.order != nullptr ? q.order[first + row] : row;
            as[i] = row < rows && q.i0 + l < q.rowsOfP ? q.a[from * q.rowsOfP + q.i0 + l] : 0.f;
            bs[i] = row < rows && q.j0 + l < q.columns ? q.b[(long long)row * q.columns + q.j0 + l] : 0.f;
        }
        SYNC();
#pragma unroll 4
        for (int i = 0; i < DEPTH / 4; i++) {
            int k = quarter * (DEPTH / 4) + i;
            float4 a = LD4(as + k * TILE + y * 4), b = LD4(bs + k * TILE + x * 4);
            acc[0] += a.x * b.x; acc[1] += a.x * b.y; acc[2] += a.x * b.z; acc[3] += a.x * b.w;
            acc[4] += a.y * b.x; acc[5] += a.y * b.y; acc[6] += a.y * b.z; acc[7] += a.y * b.w;
            acc[8] += a.z * b.x; acc[9] += a.z * b.y; acc[10] += a.z * b.z; acc[11] += a.z * b.w;
            acc[12] += a.w * b.x; acc[13] += a.w * b.y; acc[14] += a.w * b.z; acc[15] += a.w * b.w;
        }
        if (q.i0 == 0) for (int i = 0; i < DEPTH / 8; i++) bias += bs[((t >> 5) * (DEPTH / 8) + i) * TILE + (t & 31)];
    }
    UNROLL for (int i = 0; i < 16; i++) red[quarter * TILE * TILE + (y * 4 + i / 4) * TILE + x * 4 + i % 4] = acc[i];
    sums[t] = bias;
    SYNC();
    for (int o = t; o < TILE * TILE; o += T) {
        int i = o / TILE, j = o - i * TILE;
        float d = red[o] + red[TILE * TILE + o] + red[2 * TILE * TILE + o] + red[3 * TILE * TILE + o];
        if (q.i0 + i < q.rowsOfP && q.j0 + j < q.columns) adam_at(p, g, m, v, q.at + (q.i0 + i) * q.columns + q.j0 + j, d, rate, root);
    }
    if (q.i0 == 0 && t < TILE && q.j0 + t < q.columns) {
        float d = 0;
        for (int i = 0; i < 8; i++) d += sums[i * TILE + t];
        adam_at(p, g, m, v, q.biasAt + q.j0 + t, d, rate, root);
    }
}

// How much shared memory the two ask for, in floats, and how many tiles there are.
KERNEL(common_sizes, int *sizes) { sizes[0] = PASS_FLOATS; sizes[1] = UPDATE_FLOATS; sizes[2] = TILES; }
