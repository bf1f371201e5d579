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
    private static final int VARIANCE = 1;
    private static final int INVERSE = 5;
    private static final int SQUARE = 6;
    private static final int RATIOS = 7;
    private static final int POWER = 8;
    private static final int KEPT = 9;

    private final int rows;
    private final int bins;
    private final int samplesAtMost;
    private final List<CpuMixtureSource> sources = new ArrayList<>();
    private final CpuMixtureNoise noise;
    private final boolean[][] news;
    private final float[] power;
    private final float[] rest;
    private final float[] expected;
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
        samplesAtMost = shape.samples();
        models.forEach(model -> sources.add(new CpuMixtureSource(alone, model, shape)));
        noise = new CpuMixtureNoise(alone, bins, shape);
        news = new boolean[samplesAtMost][rows];
        power = new float[rows * bins];
        rest = new float[rows * bins];
        expected = new float[rows * bins];
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
        long arrays = 7 + sources.size() * (5L + samplesAtMost);
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
        noise.stage(newActivations, newBasis);
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
        expected(source);
        sources.get(source).encode(expected, heads);
    }

    @Override
    public void expectedPower(int source, double[] result) {
        expected(source);
        for (int i = 0; i < expected.length; i++) {
            result[i] = expected[i];
        }
    }

    private void expected(int source) {
        CpuMixtureSource s = sources.get(source);
        float[] other = restOf(source);
        for (int t = 0; t < rows; t++) {
            float gain = s.gain(t);
            float[] current = s.current();
            for (int i = t * bins; i < (t + 1) * bins; i++) {
                float q = gain * current[i];
                float share = q / (q + other[i]);
                expected[i] = share * (share * power[i] + other[i]) / gain;
            }
        }
    }

    /** Everything but one source; of one source alone that is the noise. */
    private float[] restOf(int source) {
        if (sources.size() == 1 && source == 0) {
            return noise.variances();
        }
        System.arraycopy(noise.variances(), 0, rest, 0, rest.length);
        for (int j = 0; j < sources.size(); j++) {
            if (j != source) {
                add(sources.get(j), sources.get(j).current(), rest);
            }
        }
        return rest;
    }

    private void add(CpuMixtureSource s, float[] variances, float[] sum) {
        for (int t = 0; t < rows; t++) {
            CpuMixtureMath.addScaled(s.gain(t), variances, sum, t * bins, (t + 1) * bins);
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
            float[] stretch = CpuMixtureMath.stretch(u, row * bins, n * bins, VARIANCE, scratch);
            CpuMixtureMath.loss(stretch, power, row * bins, n, bins, scratch, loss, row);
        }
    }

    @Override
    public void propose(int source, double[] codes, double[] loss) {
        sources.get(source).propose(codes, power, restOf(source), loss);
    }

    @Override
    public void propose(int source, double[] codes) {
        sources.get(source).propose(codes);
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
        boolean[] changed = news[samples];
        for (int t = 0; t < rows; t++) {
            changed[t] = samples == 0 || changed(t);
        }
        for (CpuMixtureSource s : sources) {
            s.keep(samples, changed);
        }
        samples++;
    }

    private boolean changed(int t) {
        for (CpuMixtureSource s : sources) {
            if (s.changed(t)) {
                return true;
            }
        }
        return false;
    }

    /** What to do with a row of a sample. */
    private interface SampleRow {
        void run(int row, int sample);
    }

    /** All samples of a row, then those of the next; of a chain that did not move, the first is as good as those behind. */
    private void eachSample(SampleRow work) {
        for (int t = 0; t < rows; t++) {
            for (int r = 0; r < samples; r++) {
                work.run(t, r);
            }
        }
    }

    /** u of a sample in a row, from an index of an array on. */
    private void variance(int sample, int row, float[] u, int at) {
        System.arraycopy(noise.variances(), row * bins, u, at, bins);
        float[] kept = CpuScratch.own().array(KEPT, at + bins);
        for (CpuMixtureSource s : sources) {
            System.arraycopy(s.kept(sample), row * bins, kept, at, bins);
            CpuMixtureMath.addScaled(s.gain(row), kept, u, at, at + bins);
        }
    }

    private void inverses() {
        CpuScratch scratch = CpuScratch.own();
        float[] u = scratch.array(VARIANCE, bins);
        float[] inverse = scratch.array(INVERSE, bins);
        float[] square = scratch.array(SQUARE, bins);
        eachSample((row, sample) -> {
            if (sample == 0) {
                Arrays.fill(inverse, 0, bins, 0);
                Arrays.fill(square, 0, bins, 0);
            }
            if (news[sample][row]) {
                variance(sample, row, u, 0);
                CpuMixtureMath.addInverses(u, inverse, square, bins);
            } else {
                CpuMixtureMath.addSquares(u, inverse, square, bins);
            }
            if (sample == samples - 1) {
                float[] p = CpuMixtureMath.stretch(power, row * bins, bins, POWER, scratch);
                CpuMixtureMath.means(1f / samples, p, inverse, square, bins);
                noise.inverses(row * bins, inverse, square, bins);
            }
        });
    }

    @Override
    public void inverses(double[] meanInverse, double[] powerInverseSquare) {
        inverses();
        noise.inverses(meanInverse, powerInverseSquare);
    }

    @Override
    public void basisSums(double[] numerator, double[] denominator) {
        inverses();
        noise.basisSums(numerator, denominator);
    }

    @Override
    public void activationSums(double[] numerator, double[] denominator) {
        inverses();
        noise.activationSums(numerator, denominator);
    }

    @Override
    public void gainSums(int source, double[] numerator, double[] denominator) {
        Arrays.fill(numerator, 0, rows, 0);
        Arrays.fill(denominator, 0, rows, 0);
        CpuMixtureSource s = sources.get(source);
        CpuScratch scratch = CpuScratch.own();
        float[] u = scratch.array(VARIANCE, bins);
        float[] ratios = scratch.array(RATIOS, bins);
        double[] sums = new double[2];
        eachSample((row, sample) -> {
            if (news[sample][row]) {
                variance(sample, row, u, 0);
                float[] kept = CpuMixtureMath.stretch(s.kept(sample), row * bins, bins, KEPT, scratch);
                CpuMixtureMath.ratios(kept, u, ratios, bins);
                sums[0] = CpuMixtureMath.sum(ratios, 0, bins);
                float[] p = CpuMixtureMath.stretch(power, row * bins, bins, POWER, scratch);
                CpuMixtureMath.timesRatios(p, u, ratios, bins);
                sums[1] = CpuMixtureMath.sum(ratios, 0, bins);
            }
            denominator[row] += sums[0] / samples;
            numerator[row] += sums[1] / samples;
        });
    }

    @Override
    public void cost(double[] cost) {
        double[] losses = new double[rows * samples];
        CostRows stretch = new CostRows(losses);
        eachSample((row, sample) -> {
            if (news[sample][row]) {
                stretch.add(row, sample);
            }
        });
        stretch.finish();
        Arrays.fill(cost, 0, rows, 0);
        eachSample((row, sample) -> {
            int i = row * samples + sample;
            if (!news[sample][row]) {
                losses[i] = losses[i - 1];
            }
            cost[row] += losses[i] / samples;
        });
    }

    /** Rows of samples whose losses are computed together, as many as stay in the first-level cache. */
    private final class CostRows {
        private final CpuScratch scratch = CpuScratch.own();
        private final int most = new CpuRows(rows, bins).step();
        private final float[] u = scratch.array(VARIANCE, most * bins);
        private final float[] p = scratch.array(POWER, most * bins);
        private final double[] losses;
        private final double[] found = new double[most];
        private final int[] places = new int[most];
        private int count;

        CostRows(double[] losses) {
            this.losses = losses;
        }

        void add(int row, int sample) {
            variance(sample, row, u, count * bins);
            System.arraycopy(power, row * bins, p, count * bins, bins);
            places[count++] = row * samples + sample;
            if (count == most) {
                finish();
            }
        }

        void finish() {
            CpuMixtureMath.loss(u, p, count, bins, scratch, found, 0);
            for (int i = 0; i < count; i++) {
                losses[places[i]] = found[i];
            }
            count = 0;
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
