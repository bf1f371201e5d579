// SPDX-License-Identifier: Apache-2.0
// The project's own noise, bit for bit as io.github.sdmvae.random computes it: a counter hashed by the finaliser of
// SplitMix64, normals by the ziggurat. Every product and sum is rounded by itself (DMUL, DADD), never contracted.
// log and exp follow fdlibm (Copyright 1993, 2004 Sun Microsystems; permission to use, copy, modify and distribute is
// freely granted provided that this notice is preserved), which is what StrictMath computes.
#pragma once
#include "device.cuh"
typedef long long i64;
typedef unsigned long long u64;
#define GOLDEN 0x9e3779b97f4a7c15ull
#define LAST_LAYER 255

DEV int high_word(double x) { return (int)(BITS(x) >> 32); }
DEV unsigned low_word(double x) { return (unsigned)BITS(x); }
DEV double with_high_word(double x, int high) { return FROM_BITS(((i64)high << 32) | (BITS(x) & 0xffffffffll)); }

DEV double fd_log(double x) {
    const double ln2_hi = 6.93147180369123816490e-01, ln2_lo = 1.90821492927058770002e-10, two54 = 1.80143985094819840000e+16;
    const double Lg1 = 6.666666666666735130e-01, Lg2 = 3.999999999940941908e-01, Lg3 = 2.857142874366239149e-01,
                 Lg4 = 2.222219843214978396e-01, Lg5 = 1.818357216161805012e-01, Lg6 = 1.531383769920937332e-01,
                 Lg7 = 1.479819860511658591e-01;
    int hx = high_word(x), k = 0;
    unsigned lx = low_word(x);
    if (hx < 0x00100000) { // zero, negative and denormal numbers: a uniform is none of them
        if (((hx & 0x7fffffff) | (int)lx) == 0) return FROM_BITS((i64)0xfff0000000000000ull);
        if (hx < 0) return FROM_BITS(0x7ff8000000000000ll);
        k -= 54; x = DMUL(x, two54); hx = high_word(x);
    }
    if (hx >= 0x7ff00000) return x + x;
    k += (hx >> 20) - 1023;
    hx &= 0x000fffff;
    int i = (hx + 0x95f64) & 0x100000;
    x = with_high_word(x, hx | (i ^ 0x3ff00000));
    k += (i >> 20);
    double f = DADD(x, -1.0), dk, R;
    if ((0x000fffff & (2 + hx)) < 3) {
        if (f == 0) {
            if (k == 0) return 0;
            dk = (double)k;
            return DADD(DMUL(dk, ln2_hi), DMUL(dk, ln2_lo));
        }
        R = DMUL(DMUL(f, f), DADD(0.5, -DMUL(0.33333333333333333, f)));
        if (k == 0) return DADD(f, -R);
        dk = (double)k;
        return DADD(DMUL(dk, ln2_hi), -DADD(DADD(R, -DMUL(dk, ln2_lo)), -f));
    }
    double s = DDIV(f, DADD(2.0, f));
    dk = (double)k;
    double z = DMUL(s, s);
    i = hx - 0x6147a;
    double w = DMUL(z, z);
    int j = 0x6b851 - hx;
    double t1 = DMUL(w, DADD(Lg2, DMUL(w, DADD(Lg4, DMUL(w, Lg6)))));
    double t2 = DMUL(z, DADD(Lg1, DMUL(w, DADD(Lg3, DMUL(w, DADD(Lg5, DMUL(w, Lg7)))))));
    i |= j;
    R = DADD(t2, t1);
    if (i > 0) {
        double hfsq = DMUL(DMUL(0.5, f), f);
        if (k == 0) return DADD(f, -DADD(hfsq, -DMUL(s, DADD(hfsq, R))));
        return DADD(DMUL(dk, ln2_hi), -DADD(DADD(hfsq, -DADD(DMUL(s, DADD(hfsq, R)), DMUL(dk, ln2_lo))), -f));
    }
    if (k == 0) return DADD(f, -DMUL(s, DADD(f, -R)));
    return DADD(DMUL(dk, ln2_hi), -DADD(DADD(DMUL(s, DADD(f, -R)), -DMUL(dk, ln2_lo)), -f));
}

// e^x for -700 < x <= 0, which is all that the density of a normal needs.
DEV double fd_exp(double x) {
    const double ln2HI = 6.93147180369123816490e-01, ln2LO = 1.90821492927058770002e-10, invln2 = 1.44269504088896338700e+00;
    const double P1 = 1.66666666666666019037e-01, P2 = -2.77777777770155933842e-03, P3 = 6.61375632143793436117e-05,
                 P4 = -1.65339022054652515390e-06, P5 = 4.13813679705723846039e-08;
    double hi = 0, lo = 0, c, t;
    int k = 0;
    unsigned hx = (unsigned)high_word(x);
    int xsb = (hx >> 31) & 1;
    hx &= 0x7fffffff;
    if (hx > 0x3fd62e42) { // |x| > 0.5 ln 2
        if (hx < 0x3FF0A2B2) {
            hi = DADD(x, xsb ? ln2HI : -ln2HI); lo = xsb ? -ln2LO : ln2LO; k = 1 - xsb - xsb;
        } else {
            k = (int)DADD(DMUL(invln2, x), xsb ? -0.5 : 0.5);
            t = (double)k;
            hi = DADD(x, -DMUL(t, ln2HI)); lo = DMUL(t, ln2LO);
        }
        x = DADD(hi, -lo);
    } else if (hx < 0x3e300000) {
        return DADD(1.0, x);
    }
    t = DMUL(x, x);
    c = DADD(x, -DMUL(t, DADD(P1, DMUL(t, DADD(P2, DMUL(t, DADD(P3, DMUL(t, DADD(P4, DMUL(t, P5))))))))));
    if (k == 0) return DADD(1.0, -DADD(DDIV(DMUL(x, c), DADD(c, -2.0)), -x));
    double y = DADD(1.0, -DADD(DADD(lo, -DDIV(DMUL(x, c), DADD(2.0, -c))), -hi));
    return with_high_word(y, high_word(y) + (int)((unsigned)k << 20));
}

DEV u64 mix(u64 z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}
DEV u64 counter_bits(u64 key, u64 index) { return mix(key + (index + 1) * GOLDEN); }
DEV double to_uniform(u64 bits) { return DMUL(DADD((double)(i64)(bits >> 11), 0.5), 0x1p-53); }
DEV double to_signed(u64 bits) { return DMUL(DADD((double)((i64)bits >> 11), 0.5), 0x1p-52); }
DEV double density(double x) { return fd_exp(DMUL(DMUL(-0.5, x), x)); }

// Tables of the ziggurat as io.github.sdmvae.random.CounterNoise.tables() gives them, one behind the other.
struct Tables { const double *width, *inside, *height; };
DEV Tables tables_at(const double *tables) {
    Tables t; t.width = tables; t.inside = tables + LAST_LAYER + 2; t.height = tables + 2 * LAST_LAYER + 3; return t;
}

RARE double normal_tail(u64 state) {
    const double TAIL = 3.654152885361009;
    while (true) {
        state += GOLDEN;
        double x = DDIV(-fd_log(to_uniform(mix(state))), TAIL);
        state += GOLDEN;
        if (DMUL(-2.0, fd_log(to_uniform(mix(state)))) > DMUL(x, x)) return DADD(TAIL, x);
    }
}
RARE double normal_on_edge(double u, int layer, u64 state, const Tables &t) {
    while (true) {
        if (layer == 0) return u < 0 ? -normal_tail(state) : normal_tail(state);
        double x = DMUL(u, t.width[layer]);
        state += GOLDEN;
        double high = DADD(t.height[layer], DMUL(to_uniform(mix(state)), DADD(t.height[layer + 1], -t.height[layer])));
        if (high < density(x)) return x;
        state += GOLDEN;
        u64 bits = mix(state);
        layer = (int)bits & LAST_LAYER;
        u = to_signed(bits);
        if (fabs(u) < t.inside[layer]) return DMUL(u, t.width[layer]);
    }
}
DEV float normal_at(u64 key, u64 index, const Tables &t) {
    u64 bits = counter_bits(key, index);
    int layer = (int)bits & LAST_LAYER;
    double u = to_signed(bits);
    return TO_FLOAT(fabs(u) < t.inside[layer] ? DMUL(u, t.width[layer]) : normal_on_edge(u, layer, mix(bits ^ key), t));
}
