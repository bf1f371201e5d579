/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

/**
 * Random numbers without state: a pure function of a key and an index, so that noise and shuffling depend on (seed,
 * epoch, step, index) alone, whatever the order or thread they are asked for in. The hash is the finaliser of
 * SplitMix64 (Steele, Lea and Flood 2014); normal values come by inversion (Wichura 1988, AS 241, relative error 1e-16).
 * Only IEEE arithmetic and {@link StrictMath}: the same bits on every platform.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // the coefficients as published
public final class CounterNoise {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final double TWO_TO_MINUS_53 = 0x1p-53;

    private static final double[] CENTRE_TOP = {
        3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
        4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3
    };
    private static final double[] CENTRE_BOTTOM = {
        1,
        4.2313330701600911252e1,
        6.8718700749205790830e2,
        5.3941960214247511077e3,
        2.1213794301586595867e4,
        3.9307895800092710610e4,
        2.8729085735721942674e4,
        5.2264952788528545610e3
    };
    private static final double[] MIDDLE_TOP = {
        1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
        1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4
    };
    private static final double[] MIDDLE_BOTTOM = {
        1,
        2.05319162663775882187,
        1.67638483018380384940,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9
    };
    private static final double[] FAR_TOP = {
        6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7
    };
    private static final double[] FAR_BOTTOM = {
        1,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15
    };

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
        GENERATION(5);

        private final long tag;

        Purpose(long tag) {
            this.tag = tag;
        }
    }

    private static long mix(long z0) {
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
        return ((bits(key, index) >>> 11) + 0.5) * TWO_TO_MINUS_53;
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
        for (int i = 0; i < count; i++) {
            target[offset + i] = (float) inverseNormal(uniform(key, firstIndex + i));
        }
    }

    /**
     * The quantile of the standard normal distribution.
     *
     * @param p above 0 and below 1
     * @return x with P(X &lt; x) = p
     */
    public static double inverseNormal(double p) {
        double q = p - 0.5;
        if (Math.abs(q) <= 0.425) {
            double r = 0.180625 - q * q;
            return q * ratio(CENTRE_TOP, CENTRE_BOTTOM, r);
        }
        double r = StrictMath.sqrt(-StrictMath.log(q < 0 ? p : 1 - p));
        double x = r <= 5 ? ratio(MIDDLE_TOP, MIDDLE_BOTTOM, r - 1.6) : ratio(FAR_TOP, FAR_BOTTOM, r - 5);
        return q < 0 ? -x : x;
    }

    private static double ratio(double[] top, double[] bottom, double r) {
        double t = top[7];
        double b = bottom[7];
        for (int i = 6; i >= 0; i--) {
            t = t * r + top[i];
            b = b * r + bottom[i];
        }
        return t / b;
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
