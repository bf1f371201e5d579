/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.engine.MixtureSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mixture in single precision: decoders by OpenBLAS, and between them one pass over a stretch of rows in the first-level
 * cache for variance, logarithm, quotient and sum. Sums over frequencies are gathered in double precision. Everything runs in
 * the calling thread.
 */
final class CpuMixture implements MixtureProgram {
    private final int rows;
    private final int bins;
    private final int rank;
    private final int samplesAtMost;
    private final List<CpuMixtureSource> sources = new ArrayList<>();
    private final float[] power;
    private final float[] noise;
    private final float[] rest;
    private final float[] inverse;
    private final float[] square;
    private float[] activations = new float[0];
    private float[] basis = new float[0];
    private int samples;
    private int shares;

    /**
     * Compiles a mixture.
     *
     * @param alone an engine that works in the calling thread
     * @param models of the sources
     * @param shape of the tile
     */
    CpuMixture(CpuEngine alone, List<MixtureSource> models, MixtureShape shape) {
        bins = MixtureSource.bins(models);
        rows = shape.rows();
        rank = shape.noiseRank();
        samplesAtMost = shape.samples();
        models.forEach(model -> sources.add(new CpuMixtureSource(alone, model, shape)));
        power = new float[rows * bins];
        noise = new float[rows * bins];
        Arrays.fill(noise, (float) VARIANCE_FLOOR);
        rest = new float[rows * bins];
        inverse = new float[rows * bins];
        square = new float[rows * bins];
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int bins() {
        return bins;
    }

    @Override
    public long bytes() {
        long arrays = 5 + sources.size() * (5L + samplesAtMost);
        return arrays * rows * bins * Float.BYTES;
    }

    @Override
    public void power(float[] values) {
        System.arraycopy(values, 0, power, 0, power.length);
    }

    @Override
    public void power(double[] values) {
        for (int i = 0; i < power.length; i++) {
            power[i] = (float) values[i];
        }
    }

    @Override
    public void noise(double[] newActivations, double[] newBasis) {
        activations = rounded(newActivations);
        basis = rounded(newBasis);
        Arrays.fill(noise, 0);
        for (int t = 0; t < rows; t++) {
            for (int k = 0; k < rank; k++) {
                addScaled(activations[t * rank + k], basis, k * bins, noise, t * bins, bins);
            }
        }
        float least = (float) VARIANCE_FLOOR;
        for (int i = 0; i < noise.length; i++) {
            noise[i] = Math.max(noise[i], least);
        }
    }

    private static float[] rounded(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }

    /** {@code target += factor · source} over a stretch. */
    private static void addScaled(float factor, float[] source, int at, float[] target, int to, int n) {
        for (int i = 0; i < n; i++) {
            target[to + i] += factor * source[at + i];
        }
    }

    @Override
    public void gain(int source, double[] gain) {
        sources.get(source).gain(gain);
    }

    @Override
    public void encodePower(int source, double[] heads) {
        sources.get(source).encode(power, heads);
    }

    @Override
    public void encodeExpected(int source, double[] heads) {
        float[] expected = new float[power.length];
        expected(source, expected);
        sources.get(source).encode(expected, heads);
    }

    @Override
    public void expectedPower(int source, double[] result) {
        float[] expected = new float[power.length];
        expected(source, expected);
        for (int i = 0; i < expected.length; i++) {
            result[i] = expected[i];
        }
    }

    private void expected(int source, float[] expected) {
        CpuMixtureSource s = sources.get(source);
        float[] other = restOf(source);
        for (int t = 0; t < rows; t++) {
            float gain = s.gain(t);
            for (int i = t * bins; i < (t + 1) * bins; i++) {
                float q = gain * s.current()[i];
                float share = q / (q + other[i]);
                expected[i] = share * (share * power[i] + other[i]) / gain;
            }
        }
    }

    /** Everything but one source; of one source alone that is the noise. */
    private float[] restOf(int source) {
        if (sources.size() == 1 && source == 0) {
            return noise;
        }
        System.arraycopy(noise, 0, rest, 0, rest.length);
        for (int j = 0; j < sources.size(); j++) {
            if (j != source) {
                add(sources.get(j), sources.get(j).current(), rest);
            }
        }
        return rest;
    }

    private void add(CpuMixtureSource s, float[] variances, float[] sum) {
        for (int t = 0; t < rows; t++) {
            addScaled(s.gain(t), variances, t * bins, sum, t * bins, bins);
        }
    }

    @Override
    public void decode(int source, double[] codes) {
        sources.get(source).decode(codes);
    }

    @Override
    public void loss(double[] loss) {
        float[] u = restOf(-1);
        CpuRows whole = new CpuRows(rows, bins);
        for (int row = 0; row < rows; row += whole.step()) {
            int n = Math.min(whole.step(), rows - row);
            CpuScratch scratch = CpuScratch.own();
            float[] stretch = scratch.array(1, n * bins);
            System.arraycopy(u, row * bins, stretch, 0, n * bins);
            CpuMixtureMath.loss(stretch, power, row * bins, n, bins, scratch, loss, row);
        }
    }

    @Override
    public void propose(int source, double[] codes, double[] loss) {
        sources.get(source).propose(codes, power, restOf(source), loss);
    }

    @Override
    public void gradient(int source, double[] gradient) {
        sources.get(source).gradient(power, restOf(source), gradient);
    }

    @Override
    public void accept(int source, boolean[] which) {
        sources.get(source).accept(which);
    }

    @Override
    public void forget() {
        samples = 0;
    }

    @Override
    public void keep() {
        for (CpuMixtureSource s : sources) {
            s.keep(samples);
        }
        samples++;
    }

    /** u of a sample, in {@link #rest}. */
    private float[] variance(int sample) {
        System.arraycopy(noise, 0, rest, 0, rest.length);
        for (CpuMixtureSource s : sources) {
            add(s, s.kept(sample), rest);
        }
        return rest;
    }

    private void inverses() {
        Arrays.fill(inverse, 0);
        Arrays.fill(square, 0);
        for (int r = 0; r < samples; r++) {
            CpuMixtureMath.addInverses(variance(r), inverse, square);
        }
        CpuMixtureMath.means(1f / samples, power, inverse, square);
    }

    @Override
    public void inverses(double[] meanInverse, double[] powerInverseSquare) {
        inverses();
        for (int i = 0; i < power.length; i++) {
            meanInverse[i] = inverse[i];
            powerInverseSquare[i] = square[i];
        }
    }

    @Override
    public void basisSums(double[] numerator, double[] denominator) {
        inverses();
        transposedProduct(square, numerator);
        transposedProduct(inverse, denominator);
    }

    private void transposedProduct(float[] values, double[] target) {
        float[] sum = new float[bins];
        for (int k = 0; k < rank; k++) {
            Arrays.fill(sum, 0);
            for (int t = 0; t < rows; t++) {
                addScaled(activations[t * rank + k], values, t * bins, sum, 0, bins);
            }
            for (int f = 0; f < bins; f++) {
                target[k * bins + f] = sum[f];
            }
        }
    }

    @Override
    public void activationSums(double[] numerator, double[] denominator) {
        inverses();
        float[] products = new float[bins];
        for (int t = 0; t < rows; t++) {
            for (int k = 0; k < rank; k++) {
                numerator[t * rank + k] = CpuMixtureMath.product(square, t * bins, basis, k * bins, products, bins);
                denominator[t * rank + k] = CpuMixtureMath.product(inverse, t * bins, basis, k * bins, products, bins);
            }
        }
    }

    @Override
    public void gainSums(int source, double[] numerator, double[] denominator) {
        Arrays.fill(numerator, 0, rows, 0);
        Arrays.fill(denominator, 0, rows, 0);
        float[] ratios = new float[bins];
        for (int r = 0; r < samples; r++) {
            float[] u = variance(r);
            float[] s = sources.get(source).kept(r);
            for (int t = 0; t < rows; t++) {
                int at = t * bins;
                CpuMixtureMath.ratios(s, u, at, ratios, bins);
                denominator[t] += CpuMixtureMath.sum(ratios, 0, bins) / samples;
                CpuMixtureMath.timesRatios(power, u, at, ratios, bins);
                numerator[t] += CpuMixtureMath.sum(ratios, 0, bins) / samples;
            }
        }
    }

    @Override
    public void cost(double[] cost) {
        double[] loss = new double[rows];
        Arrays.fill(cost, 0, rows, 0);
        CpuRows whole = new CpuRows(rows, bins);
        CpuScratch scratch = CpuScratch.own();
        for (int r = 0; r < samples; r++) {
            float[] u = variance(r);
            for (int row = 0; row < rows; row += whole.step()) {
                int n = Math.min(whole.step(), rows - row);
                float[] stretch = scratch.array(1, n * bins);
                System.arraycopy(u, row * bins, stretch, 0, n * bins);
                CpuMixtureMath.loss(stretch, power, row * bins, n, bins, scratch, loss, row);
            }
            for (int t = 0; t < rows; t++) {
                cost[t] += loss[t] / samples;
            }
        }
    }

    @Override
    public void clearShares() {
        shares = 0;
        sources.forEach(CpuMixtureSource::clearShares);
    }

    @Override
    public void addShares() {
        System.arraycopy(restOf(-1), 0, rest, 0, rest.length);
        sources.forEach(s -> s.addShares(rest));
        shares++;
    }

    @Override
    public void shares(int source, float[] share) {
        float[] sum = sources.get(source).shareSum();
        float each = 1f / shares;
        for (int i = 0; i < sum.length; i++) {
            share[i] = sum[i] * each;
        }
    }

    @Override
    public void shares(int source, double[] share) {
        float[] sum = sources.get(source).shareSum();
        for (int i = 0; i < sum.length; i++) {
            share[i] = (double) sum[i] / shares;
        }
    }
}
