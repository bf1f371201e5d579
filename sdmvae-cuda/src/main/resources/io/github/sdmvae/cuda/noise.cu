// SPDX-License-Identifier: Apache-2.0
// Noise of a batch: draw r of data point i is row r * rows + i of the target.
#include "noise.cuh"
#define NORMAL 0
#define CAUCHY 1
#define NORMAL_AND_UNIFORM 2
#define UNIFORM_KEY 0x5bd1e9955bd1e995ull
#define DENOMINATOR_KEY 0x2545f4914f6cdd1dull

KERNEL(noise, const State *s, float *target, const double *tables, int rows, int samples, int width, int kind) {
    if (s->noiseOrder == 0) return; // given by the host
    Tables t = tables_at(tables);
    u64 key = (u64)s->key;
    EACH(at, (i64)rows * samples * width) {
        i64 draw = at / width;
        int j = (int)(at - draw * width);
        u64 row = s->noiseOrder == 1 ? s->firstNoise + draw : (s->firstNoise + draw % rows) * samples + draw / rows;
        u64 index = row * width + j;
        float v = normal_at(key, index, t);
        if (kind == NORMAL_AND_UNIFORM) {
            target[2 * draw * width + j] = v;
            target[(2 * draw + 1) * width + j] = TO_FLOAT(to_uniform(counter_bits(key ^ UNIFORM_KEY, index)));
        } else {
            // The smallest normal number keeps a zero below from making infinity.
            target[at] = kind == CAUCHY ? FDIV(v, FADD(normal_at(key ^ DENOMINATOR_KEY, index, t), 0x1p-126f)) : v;
        }
    }
}
