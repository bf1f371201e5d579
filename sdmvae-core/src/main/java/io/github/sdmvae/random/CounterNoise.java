/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.random;

/**
 * Random numbers without state: a pure function of a key and an index, so that noise and shuffling depend on (seed,
 * epoch, step, index) alone, whatever the order or thread they are asked for in. The hash is the finaliser of
 * SplitMix64 (Steele, Lea and Flood 2014); normal values come from the ziggurat of Marsaglia and Tsang (2000), whose rare
 * second tries take further bits of the same index. Only IEEE arithmetic and {@link StrictMath}: the same bits on every
 * platform.
 */
public final class CounterNoise {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final double TWO_TO_MINUS_53 = 0x1p-53;
    private static final double TWO_TO_MINUS_52 = 0x1p-52;

    private CounterNoise() {}

    /**
     * A key for one use of randomness.
     *
     * @param seed the user's seed
     * @param purpose what the numbers are for, so that uses with the same seed do not share numbers
     * @param coordinates epoch, step and the like
     * @return the key
     */
    public static long key(long seed, Purpose purpose, long... coordinates) {
        long key = mix(seed + GOLDEN) + purpose.tag;
        for (long c : coordinates) {
            key = mix(mix(key) + c * GOLDEN + 1);
        }
        return mix(key);
    }

    /**
     * The tables of {@link #normal}, for engines that compute the same numbers on a device of their own: of a layer's right
     * edge, of the part of it that lies under the curve whatever the height, and of the density at the edge.
     *
     * @return copies: 257, 256 and 257 values
     */
    public static double[][] tables() {
        return new double[][] {Ziggurat.WIDTH.clone(), Ziggurat.INSIDE.clone(), Ziggurat.density()};
    }

    /** What random numbers are for. */
    public enum Purpose {
        /** Initial weights. */
        WEIGHTS(1),
        /** Order of the data in an epoch. */
        SHUFFLE(2),
        /** ε of a training step. */
        TRAINING(3),
        /** ε of validation and evaluation. */
        EVALUATION(4),
        /** Drawn codes. */
        GENERATION(5),
        /** Starts and chains of enhancement and separation. */
        ENHANCEMENT(15);

        private final long tag;

        Purpose(long tag) {
            this.tag = tag;
        }
    }

    static long mix(long z0) {
        long z = (z0 ^ (z0 >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /**
     * 64 random bits.
     *
     * @param key from {@link #key}
     * @param index any
     * @return the bits
     */
    public static long bits(long key, long index) {
        return mix(key + (index + 1) * GOLDEN);
    }

    /**
     * A uniform number.
     *
     * @param key from {@link #key}
     * @param index any
     * @return above 0 and below 1
     */
    public static double uniform(long key, long index) {
        return toUniform(bits(key, index));
    }

    static double toUniform(long bits) {
        return ((bits >>> 11) + 0.5) * TWO_TO_MINUS_53;
    }

    /** Uniform between -1 and 1 and never 0, from all but the lowest eleven bits. */
    static double signed(long bits) {
        return ((bits >> 11) + 0.5) * TWO_TO_MINUS_52;
    }

    /**
     * Standard normal numbers.
     *
     * @param key from {@link #key}
     * @param firstIndex index of the first number
     * @param target receives the numbers
     * @param offset where the first goes
     * @param count how many
     */
    public static void normal(long key, long firstIndex, float[] target, int offset, int count) {
        double[] width = Ziggurat.WIDTH;
        double[] inside = Ziggurat.INSIDE;
        for (int i = 0; i < count; i++) {
            long bits = bits(key, firstIndex + i);
            int layer = (int) bits & Ziggurat.LAST_LAYER;
            double u = signed(bits);
            target[offset + i] = Math.abs(u) < inside[layer]
                    ? (float) (u * width[layer])
                    : (float) Ziggurat.onEdge(u, layer, mix(bits ^ key));
        }
    }

    /**
     * A random order.
     *
     * @param key from {@link #key}
     * @param order overwritten by a permutation of 0 … length−1
     */
    public static void permute(long key, int[] order) {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int i = order.length - 1; i > 0; i--) {
            // The bias of the modulus is below length/2^64.
            int j = (int) Long.remainderUnsigned(bits(key, i), i + 1L);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }
}
