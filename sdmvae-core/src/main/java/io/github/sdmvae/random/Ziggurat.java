/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.random;

/**
 * The ziggurat of Marsaglia and Tsang (2000) under the standard normal density: 256 layers of equal area. Nearly 99 of
 * 100 points fall inside a layer and cost one multiplication; the rest are settled here. Tables are computed with
 * {@link StrictMath}, the same bits everywhere.
 */
final class Ziggurat {
    /** Number of layers less one, a mask. */
    static final int LAST_LAYER = 255;

    /** Half the width of each layer; the lowest one is as wide as a box of its area, tail included. */
    static final double[] WIDTH = new double[LAST_LAYER + 2];

    /** The share of a layer's width that lies under the density for sure. */
    static final double[] INSIDE = new double[LAST_LAYER + 1];

    /** Where the tail begins, and the area of a layer, for 256 layers. */
    private static final double TAIL = 3.654152885361009;

    private static final double AREA = 0.00492867323399;
    private static final double[] DENSITY = new double[LAST_LAYER + 2];
    /** Far more than the series and {@link StrictMath#exp} round by. */
    private static final double SERIES_ROUNDING = 1e-12;

    private static final long STEP = 0x9e3779b97f4a7c15L;

    static {
        WIDTH[0] = AREA / density(TAIL);
        WIDTH[1] = TAIL;
        for (int i = 2; i <= LAST_LAYER; i++) {
            WIDTH[i] = StrictMath.sqrt(-2 * StrictMath.log(AREA / WIDTH[i - 1] + density(WIDTH[i - 1])));
        }
        WIDTH[LAST_LAYER + 1] = 0;
        for (int i = 0; i <= LAST_LAYER; i++) {
            INSIDE[i] = WIDTH[i + 1] / WIDTH[i];
        }
        for (int i = 0; i < DENSITY.length; i++) {
            DENSITY[i] = density(WIDTH[i]);
        }
    }

    private Ziggurat() {}

    static double[] density() {
        return DENSITY.clone();
    }

    private static double density(double x) {
        return StrictMath.exp(-0.5 * x * x);
    }

    /**
     * Settles a point that is not inside its layer for sure.
     *
     * @param first the point, a share of the layer's width, signed
     * @param firstLayer its layer
     * @param seed where further bits come from
     * @return a normal number
     */
    static double onEdge(double first, int firstLayer, long seed) {
        double u = first;
        int layer = firstLayer;
        long state = seed;
        while (true) {
            if (layer == 0) {
                return u < 0 ? -tail(state) : tail(state);
            }
            double x = u * WIDTH[layer];
            state += STEP;
            if (isUnderDensity(DENSITY[layer] + uniform(state) * (DENSITY[layer + 1] - DENSITY[layer]), x, layer)) {
                return x;
            }
            state += STEP;
            long bits = CounterNoise.mix(state);
            layer = (int) bits & LAST_LAYER;
            u = CounterNoise.signed(bits);
            if (Math.abs(u) < INSIDE[layer]) {
                return u * WIDTH[layer];
            }
        }
    }

    /**
     * {@code y < density(x)}. From the layer's edge on the density grows as e^δ, whose series settles nearly all points: it is
     * left to {@link StrictMath} only where y is as near to the density as the series' remainder, so that no answer changes.
     */
    static boolean isUnderDensity(double y, double x, int layer) {
        double delta = (WIDTH[layer] * WIDTH[layer] - x * x) / 2;
        double series = DENSITY[layer] * (1 + delta * (1 + delta / 2 * (1 + delta / 3)));
        double fourth = delta * delta * delta * delta;
        if (y < series * (1 - SERIES_ROUNDING)) {
            return true;
        }
        // The remainder of e^δ behind δ³/6 is at most δ⁴ e^δ / 24, and e^δ stays below 4 in every layer.
        if (y > (series + DENSITY[layer] * fourth / 6) * (1 + SERIES_ROUNDING)) {
            return false;
        }
        return y < density(x);
    }

    /** Beyond the last layer, by Marsaglia's method (1964). */
    private static double tail(long seed) {
        long state = seed;
        while (true) {
            state += STEP;
            double x = -StrictMath.log(uniform(state)) / TAIL;
            state += STEP;
            if (-2 * StrictMath.log(uniform(state)) > x * x) {
                return TAIL + x;
            }
        }
    }

    private static double uniform(long state) {
        return CounterNoise.toUniform(CounterNoise.mix(state));
    }
}
