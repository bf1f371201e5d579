/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.engine.MixtureProgram;
import java.util.Arrays;

/**
 * A mixture of which some frequencies are not known: there, loud noise hides the sources, by one more component that nothing
 * changes and as much power. What depends on the codes is less than a part in ten thousand there. Not thread-safe.
 */
final class BandProgram implements MixtureProgram {
    /** Far above the power of any frame of a recording with a peak of 1. */
    private static final float LOUD = 1e7f;

    private final MixtureProgram inner;
    private final int bins;
    private final int used;
    private final int rank;
    private final float[] plain;
    private final float[] filled;
    private final double[] innerActivations;
    private final double[] innerBasis;

    /**
     * Wraps a program.
     *
     * @param inner compiled for one component more
     * @param band what is known
     * @param rank K
     */
    BandProgram(MixtureProgram inner, Band band, int rank) {
        this.inner = inner;
        this.bins = band.bins();
        this.used = band.used();
        this.rank = rank;
        plain = new float[inner.rows() * bins];
        filled = new float[inner.rows() * bins];
        innerActivations = new double[inner.rows() * (rank + 1)];
        innerBasis = new double[(rank + 1) * bins];
        Arrays.fill(innerBasis, rank * bins + used, innerBasis.length, 1);
    }

    @Override
    public int rows() {
        return inner.rows();
    }

    @Override
    public int bins() {
        return bins;
    }

    @Override
    public long bytes() {
        return inner.bytes() + 2L * plain.length * Float.BYTES;
    }

    @Override
    public void frames(int count) {
        inner.frames(count);
    }

    @Override
    public void power(float[] power) {
        System.arraycopy(power, 0, plain, 0, plain.length);
        System.arraycopy(power, 0, filled, 0, filled.length);
        for (int t = 0; t < rows(); t++) {
            Arrays.fill(filled, t * bins + used, (t + 1) * bins, LOUD);
        }
        inner.power(filled);
    }

    @Override
    public void power(double[] power) {
        float[] values = new float[power.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) power[i];
        }
        power(values);
    }

    @Override
    public void noise(double[] activations, double[] basis) {
        for (int t = 0; t < rows(); t++) {
            System.arraycopy(activations, t * rank, innerActivations, t * (rank + 1), rank);
            innerActivations[t * (rank + 1) + rank] = LOUD;
        }
        System.arraycopy(basis, 0, innerBasis, 0, rank * bins);
        inner.noise(innerActivations, innerBasis);
    }

    @Override
    public void gain(int source, double[] gain) {
        inner.gain(source, gain);
    }

    /** The encoder hears the recording as it is. */
    @Override
    public void encodePower(int source, double[] heads) {
        inner.power(plain);
        inner.encodePower(source, heads);
        inner.power(filled);
    }

    /** Where nothing is known, a source's own variance is what is expected of it. */
    @Override
    public void encodeExpected(int source, double[] heads) {
        inner.encodeExpected(source, heads);
    }

    @Override
    public void expectedPower(int source, double[] power) {
        inner.expectedPower(source, power);
    }

    @Override
    public void decode(int source, double[] codes) {
        inner.decode(source, codes);
    }

    @Override
    public void loss(double[] loss) {
        inner.loss(loss);
    }

    @Override
    public void propose(int source, double[] codes, double[] loss) {
        inner.propose(source, codes, loss);
    }

    @Override
    public void propose(int source, double[] codes) {
        inner.propose(source, codes);
    }

    @Override
    public void gradient(int source, double[] gradient) {
        inner.gradient(source, gradient);
    }

    @Override
    public void accept(int source, boolean[] rows) {
        inner.accept(source, rows);
    }

    @Override
    public void forget() {
        inner.forget();
    }

    @Override
    public void keep() {
        inner.keep();
    }

    @Override
    public void inverses(double[] meanInverse, double[] powerInverseSquare) {
        inner.inverses(meanInverse, powerInverseSquare);
    }

    @Override
    public void basisSums(double[] numerator, double[] denominator) {
        double[] top = new double[innerBasis.length];
        double[] bottom = new double[innerBasis.length];
        inner.basisSums(top, bottom);
        System.arraycopy(top, 0, numerator, 0, rank * bins);
        System.arraycopy(bottom, 0, denominator, 0, rank * bins);
    }

    @Override
    public void activationSums(double[] numerator, double[] denominator) {
        double[] top = new double[innerActivations.length];
        double[] bottom = new double[innerActivations.length];
        inner.activationSums(top, bottom);
        for (int t = 0; t < rows(); t++) {
            System.arraycopy(top, t * (rank + 1), numerator, t * rank, rank);
            System.arraycopy(bottom, t * (rank + 1), denominator, t * rank, rank);
        }
    }

    @Override
    public void gainSums(int source, double[] numerator, double[] denominator) {
        inner.gainSums(source, numerator, denominator);
    }

    /** Without what the unknown frequencies add, which is the same in every frame. */
    @Override
    public void cost(double[] cost) {
        inner.cost(cost);
        double unknown = (bins - used) * (Math.log(LOUD) + 1);
        for (int t = 0; t < rows(); t++) {
            cost[t] -= unknown;
        }
    }

    @Override
    public void clearShares() {
        inner.clearShares();
    }

    @Override
    public void addShares() {
        inner.addShares();
    }

    @Override
    public void shares(int source, float[] share) {
        inner.shares(source, share);
    }

    @Override
    public void shares(int source, double[] share) {
        inner.shares(source, share);
    }

    @Override
    public void close() {
        inner.close();
    }
}
