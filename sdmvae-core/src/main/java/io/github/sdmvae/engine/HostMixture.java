/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The mixture of any engine: its encoders and decoders by {@link Engine#inputGradient}, everything between them on the
 * host, in double precision, written as the equations are. Models of time have their tile as one sequence.
 */
final class HostMixture implements MixtureProgram {
    private final int rows;
    private final int bins;
    private final int rank;
    private final List<HostMixtureSource> sources = new ArrayList<>();
    private final double[] power;
    private final double[] noise;
    private final double[] rest;
    private double[] activations = new double[0];
    private double[] basis = new double[0];
    private int frames;
    private int samples;
    private int shares;

    HostMixture(Engine engine, List<MixtureSource> models, MixtureShape shape) {
        bins = MixtureSource.bins(models);
        rows = shape.rows();
        frames = rows;
        rank = shape.noiseRank();
        models.forEach(model -> sources.add(new HostMixtureSource(engine, model, shape)));
        power = new double[rows * bins];
        noise = new double[rows * bins];
        rest = new double[rows * bins];
        Arrays.fill(noise, VARIANCE_FLOOR);
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
        long arrays = 3 + sources.size() * (6L + sources.get(0).kept.length);
        return arrays * rows * bins * Double.BYTES;
    }

    @Override
    public void frames(int count) {
        frames = count;
        for (HostMixtureSource s : sources) {
            s.frames(count);
        }
    }

    @Override
    public void power(float[] values) {
        DoubleArrays.widen(values, power);
    }

    @Override
    public void power(double[] values) {
        System.arraycopy(values, 0, power, 0, power.length);
    }

    @Override
    public void noise(double[] newActivations, double[] newBasis) {
        activations = newActivations.clone();
        basis = newBasis.clone();
        for (int t = 0; t < rows; t++) {
            for (int f = 0; f < bins; f++) {
                double sum = 0;
                for (int k = 0; k < rank; k++) {
                    sum += activations[t * rank + k] * basis[k * bins + f];
                }
                noise[t * bins + f] = Math.max(sum, VARIANCE_FLOOR);
            }
        }
    }

    @Override
    public void gain(int source, double[] gain) {
        System.arraycopy(gain, 0, sources.get(source).gain, 0, rows);
    }

    @Override
    public void encodePower(int source, double[] heads) {
        sources.get(source).encode(power, frames, heads);
    }

    @Override
    public void encodeExpected(int source, double[] heads) {
        double[] expected = new double[power.length];
        expectedPower(source, expected);
        sources.get(source).encode(expected, frames, heads);
    }

    @Override
    public void expectedPower(int source, double[] expected) {
        HostMixtureSource s = sources.get(source);
        fillRest(source);
        for (int i = 0; i < expected.length; i++) {
            double gain = s.gain[i / bins];
            double q = gain * s.current[i];
            double share = q / (q + rest[i]);
            expected[i] = (share * share * power[i] + share * rest[i]) / gain;
        }
    }

    /** Everything but one source, as a sum: a difference would lose what is small. */
    private void fillRest(int source) {
        System.arraycopy(noise, 0, rest, 0, rest.length);
        for (int j = 0; j < sources.size(); j++) {
            if (j != source) {
                addCurrent(sources.get(j), rest);
            }
        }
    }

    private void addCurrent(HostMixtureSource s, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += s.gain[i / bins] * s.current[i];
        }
    }

    @Override
    public void decode(int source, double[] codes) {
        HostMixtureSource s = sources.get(source);
        s.variances(codes, s.current);
    }

    @Override
    public void loss(double[] loss) {
        fillRest(-1);
        Arrays.fill(loss, 0, rows, 0);
        for (int i = 0; i < rest.length; i++) {
            loss[i / bins] += Math.log(rest[i]) + power[i] / rest[i];
        }
    }

    @Override
    public void propose(int source, double[] codes, double[] loss) {
        propose(source, codes);
        HostMixtureSource s = sources.get(source);
        fillRest(source);
        Arrays.fill(loss, 0, rows, 0);
        for (int i = 0; i < rest.length; i++) {
            double u = s.gain[i / bins] * s.proposed[i] + rest[i];
            loss[i / bins] += Math.log(u) + power[i] / u;
        }
    }

    @Override
    public void propose(int source, double[] codes) {
        HostMixtureSource s = sources.get(source);
        s.variances(codes, s.proposed);
    }

    @Override
    public void gradient(int source, double[] gradient) {
        HostMixtureSource s = sources.get(source);
        fillRest(source);
        double[] dEta = new double[rest.length];
        for (int i = 0; i < dEta.length; i++) {
            double q = s.gain[i / bins] * s.proposed[i];
            double u = q + rest[i];
            double d = q / u * (1 - power[i] / u);
            boolean outwards = s.eta[i] > ETA_LIMIT ? d < 0 : s.eta[i] < -ETA_LIMIT && d > 0;
            dEta[i] = outwards ? 0 : d;
        }
        s.backward(dEta, gradient);
    }

    @Override
    public void accept(int source, boolean[] which) {
        HostMixtureSource s = sources.get(source);
        for (int t = 0; t < rows; t++) {
            if (which[t]) {
                System.arraycopy(s.proposed, t * bins, s.current, t * bins, bins);
            }
        }
    }

    @Override
    public void forget() {
        samples = 0;
    }

    @Override
    public void keep() {
        for (HostMixtureSource s : sources) {
            s.kept[samples] = s.current.clone();
        }
        samples++;
    }

    /** u of a sample. */
    private double[] variance(int sample) {
        double[] u = noise.clone();
        for (HostMixtureSource s : sources) {
            for (int i = 0; i < u.length; i++) {
                u[i] += s.gain[i / bins] * s.kept[sample][i];
            }
        }
        return u;
    }

    @Override
    public void inverses(double[] meanInverse, double[] powerInverseSquare) {
        Arrays.fill(meanInverse, 0);
        Arrays.fill(powerInverseSquare, 0);
        for (int r = 0; r < samples; r++) {
            double[] u = variance(r);
            for (int i = 0; i < u.length; i++) {
                meanInverse[i] += 1 / u[i] / samples;
                powerInverseSquare[i] += power[i] / (u[i] * u[i]) / samples;
            }
        }
    }

    @Override
    public void basisSums(double[] numerator, double[] denominator) {
        double[] inverse = new double[power.length];
        double[] square = new double[power.length];
        inverses(inverse, square);
        Arrays.fill(numerator, 0);
        Arrays.fill(denominator, 0);
        for (int t = 0; t < rows; t++) {
            for (int k = 0; k < rank; k++) {
                double h = activations[t * rank + k];
                for (int f = 0; f < bins; f++) {
                    numerator[k * bins + f] += h * square[t * bins + f];
                    denominator[k * bins + f] += h * inverse[t * bins + f];
                }
            }
        }
    }

    @Override
    public void activationSums(double[] numerator, double[] denominator) {
        double[] inverse = new double[power.length];
        double[] square = new double[power.length];
        inverses(inverse, square);
        Arrays.fill(numerator, 0);
        Arrays.fill(denominator, 0);
        for (int t = 0; t < rows; t++) {
            for (int k = 0; k < rank; k++) {
                for (int f = 0; f < bins; f++) {
                    numerator[t * rank + k] += square[t * bins + f] * basis[k * bins + f];
                    denominator[t * rank + k] += inverse[t * bins + f] * basis[k * bins + f];
                }
            }
        }
    }

    @Override
    public void gainSums(int source, double[] numerator, double[] denominator) {
        Arrays.fill(numerator, 0, rows, 0);
        Arrays.fill(denominator, 0, rows, 0);
        for (int r = 0; r < samples; r++) {
            double[] u = variance(r);
            double[] s = sources.get(source).kept[r];
            for (int i = 0; i < u.length; i++) {
                numerator[i / bins] += power[i] * s[i] / (u[i] * u[i]) / samples;
                denominator[i / bins] += s[i] / u[i] / samples;
            }
        }
    }

    @Override
    public void cost(double[] cost) {
        Arrays.fill(cost, 0, rows, 0);
        for (int r = 0; r < samples; r++) {
            double[] u = variance(r);
            for (int i = 0; i < u.length; i++) {
                cost[i / bins] += (Math.log(u[i]) + power[i] / u[i]) / samples;
            }
        }
    }

    @Override
    public void clearShares() {
        shares = 0;
        sources.forEach(s -> Arrays.fill(s.shareSum, 0));
    }

    @Override
    public void addShares() {
        fillRest(-1);
        for (HostMixtureSource s : sources) {
            for (int i = 0; i < rest.length; i++) {
                s.shareSum[i] += s.gain[i / bins] * s.current[i] / rest[i];
            }
        }
        shares++;
    }

    @Override
    public void shares(int source, float[] share) {
        double[] sum = sources.get(source).shareSum;
        for (int i = 0; i < sum.length; i++) {
            share[i] = (float) (sum[i] / shares);
        }
    }

    @Override
    public void shares(int source, double[] share) {
        double[] sum = sources.get(source).shareSum;
        for (int i = 0; i < sum.length; i++) {
            share[i] = sum[i] / shares;
        }
    }

    @Override
    public void close() {
        sources.forEach(HostMixtureSource::close);
    }
}
