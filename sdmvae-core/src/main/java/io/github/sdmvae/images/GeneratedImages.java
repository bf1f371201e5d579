/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.images;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import java.util.Arrays;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;

/**
 * Small images made of known parts: every image is a weighted sum of a few functions plus Gaussian noise, so that what a
 * model finds can be compared with the truth (after Pyle, "A Sparse VAE").
 *
 * <pre>{@code
 * GeneratedImages source = GeneratedImages.patches(1);
 * Frames train = source.draw(10_000, 1).frames();
 * Frames validation = source.draw(2_000, 2).frames();
 * }</pre>
 *
 * <p>Image i of a draw depends on the source, the seed of the draw and i only.
 *
 * <p><b>Thread rule:</b> immutable; any number of threads may draw at once.
 */
public final class GeneratedImages {
    private static final int FUNCTIONS_KEY = 202;
    private static final int DRAW_KEY = 203;
    private static final double DEFAULT_NOISE = 0.05;

    private final double[][] functions;
    private final int side;
    private final boolean sparse;
    private final double noise;

    private GeneratedImages(double[][] functions, int side, boolean sparse, double noise) {
        this.functions = functions;
        this.side = side;
        this.sparse = sparse;
        this.noise = noise;
    }

    /**
     * Images of 10 × 10 pixels from two templates, Gaussian bumps of height 1 and standard deviation 1.5 pixels centred at
     * (2.5, 2.5) and (6.5, 6.5), each at a weight uniform on 0 … 1; noise of standard deviation 0.05.
     *
     * @return the source
     */
    public static GeneratedImages templates() {
        double[][] functions = {bump(2.5), bump(6.5)};
        return new GeneratedImages(functions, 10, false, DEFAULT_NOISE);
    }

    private static double[] bump(double centre) {
        double[] bump = new double[100];
        for (int p = 0; p < bump.length; p++) {
            double y = Math.floorDiv(p, 10) - centre;
            double x = p % 10 - centre;
            bump[p] = StrictMath.exp(-(x * x + y * y) / (2 * 1.5 * 1.5));
        }
        return bump;
    }

    /**
     * Patches of 5 × 5 pixels from 5 random orthonormal functions, each active with probability 0.3 at a weight drawn from
     * the Laplace distribution of scale 1; noise of standard deviation 0.05.
     *
     * @param seed of the functions
     * @return the source
     */
    public static GeneratedImages patches(long seed) {
        double[][] random = new double[25][5];
        float[] normal = new float[5];
        long key = CounterNoise.key(seed, Purpose.GENERATION, FUNCTIONS_KEY);
        for (int p = 0; p < 25; p++) {
            CounterNoise.normal(key, 5L * p, normal, 0, 5);
            for (int f = 0; f < 5; f++) {
                random[p][f] = normal[f];
            }
        }
        double[][] q = new QRDecomposition(MatrixUtils.createRealMatrix(random))
                .getQT()
                .getData();
        return new GeneratedImages(Arrays.copyOf(q, 5), 5, true, DEFAULT_NOISE);
    }

    /**
     * The same functions with other noise.
     *
     * @param standardDeviation of each pixel, finite and at least 0
     * @return another source
     * @throws IllegalArgumentException if the value is out of range
     */
    public GeneratedImages withNoise(double standardDeviation) {
        if (!(standardDeviation >= 0) || Double.isInfinite(standardDeviation)) {
            throw new IllegalArgumentException(
                    "standardDeviation must be finite and at least 0, got " + standardDeviation);
        }
        return new GeneratedImages(functions, side, sparse, standardDeviation);
    }

    /**
     * What the images are made of.
     *
     * @return one function per row, side² values, a copy
     */
    public double[][] functions() {
        double[][] copy = new double[functions.length][];
        for (int f = 0; f < copy.length; f++) {
            copy[f] = functions[f].clone();
        }
        return copy;
    }

    /**
     * Height and width of an image.
     *
     * @return pixels
     */
    public int side() {
        return side;
    }

    /**
     * Draws images.
     *
     * @param count images, at least 1
     * @param seed of weights and noise
     * @return images and their weights
     * @throws IllegalArgumentException if the count is below 1 or too large for one array
     */
    public Draw draw(int count, long seed) {
        int pixels = side * side;
        float[] values = new float[Pixels.capacity(count, pixels)];
        float[][] weights = new float[count][functions.length];
        long noiseKey = CounterNoise.key(seed, Purpose.GENERATION, DRAW_KEY, 0);
        long weightKey = CounterNoise.key(seed, Purpose.GENERATION, DRAW_KEY, 1);
        for (int i = 0; i < count; i++) {
            CounterNoise.normal(noiseKey, (long) i * pixels, values, i * pixels, pixels);
            for (int f = 0; f < functions.length; f++) {
                weights[i][f] = (float) weight(weightKey, 2L * ((long) i * functions.length + f));
            }
            compose(weights[i], values, i * pixels);
        }
        String description = count + " generated images of " + side + " × " + side + ", seed " + seed;
        return new Draw(Frames.wrap(values, pixels, description), weights);
    }

    private double weight(long key, long index) {
        double u = CounterNoise.uniform(key, index);
        if (!sparse) {
            return u;
        }
        boolean active = CounterNoise.uniform(key, index + 1) < 0.3;
        double magnitude = -StrictMath.log(1 - Math.abs(2 * u - 1));
        return active ? Math.copySign(magnitude, u - 0.5) : 0;
    }

    private void compose(float[] weights, float[] values, int offset) {
        for (int p = 0; p < side * side; p++) {
            double sum = noise * values[offset + p];
            for (int f = 0; f < weights.length; f++) {
                sum += weights[f] * functions[f][p];
            }
            values[offset + p] = (float) sum;
        }
    }

    /** Images with the weights they were made of. Immutable and thread-safe. */
    public static final class Draw {
        private final Frames frames;
        private final float[][] weights;

        private Draw(Frames frames, float[][] weights) {
            this.frames = frames;
            this.weights = weights;
        }

        /**
         * The images.
         *
         * @return one per row, side² values
         */
        public Frames frames() {
            return frames;
        }

        /**
         * The weights.
         *
         * @return images × functions, a copy
         */
        public float[][] weights() {
            float[][] copy = new float[weights.length][];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = weights[i].clone();
            }
            return copy;
        }
    }
}
