/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.nd4j;

import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.engine.MixtureSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A mixture operation by operation: what is as wide as the frequencies lies in ND4J's arrays. */
final class Nd4jMixture implements MixtureProgram {
    private final Nd4jEngine engine;
    private final int rows;
    private final int bins;
    private final int rank;
    private final int samplesAtMost;
    private final List<Nd4jMixtureSource> sources = new ArrayList<>();
    private final Nd4jTensor power;
    private final Nd4jTensor noise;
    private final Nd4jTensor u;
    private final Nd4jTensor work;
    private final Nd4jTensor inverse;
    private final Nd4jTensor square;
    private final Nd4jTensor rowSums;
    private final Nd4jTensor activations;
    private final Nd4jTensor basis;
    private final Nd4jTensor basisSums;
    private final Nd4jTensor activationSums;
    private int samples;
    private int shares;

    Nd4jMixture(Nd4jEngine engine, List<MixtureSource> models, MixtureShape shape) {
        this.engine = engine;
        bins = MixtureSource.bins(models);
        rows = shape.rows();
        rank = shape.noiseRank();
        samplesAtMost = shape.samples();
        models.forEach(model -> sources.add(new Nd4jMixtureSource(engine, model, shape)));
        power = tensor(rows, bins);
        noise = tensor(rows, bins);
        noise.array().assign(VARIANCE_FLOOR);
        u = tensor(rows, bins);
        work = tensor(rows, bins);
        inverse = tensor(rows, bins);
        square = tensor(rows, bins);
        rowSums = tensor(rows, 1);
        activations = tensor(rows, Math.max(1, rank));
        basis = tensor(Math.max(1, rank), bins);
        basisSums = tensor(Math.max(1, rank), bins);
        activationSums = tensor(rows, Math.max(1, rank));
    }

    private Nd4jTensor tensor(int height, int width) {
        return (Nd4jTensor) engine.allocate(height, width);
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
        long arrays = 6 + sources.size() * (5L + samplesAtMost);
        return arrays * rows * bins * power.array().dataType().width();
    }

    @Override
    public void power(float[] values) {
        power.write(values, 0);
    }

    @Override
    public void power(double[] values) {
        power.write(values);
    }

    @Override
    public void noise(double[] newActivations, double[] newBasis) {
        if (rank > 0) {
            activations.write(newActivations);
            basis.write(newBasis);
            engine.multiply(activations, false, basis, false, noise);
            Transforms.max(noise.array(), VARIANCE_FLOOR, false);
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
        sources.get(source).encode(expected(source), heads);
    }

    @Override
    public void expectedPower(int source, double[] result) {
        expected(source).read(result);
    }

    /** (G²p + G·rest)/g. */
    private Nd4jTensor expected(int source) {
        Nd4jMixtureSource s = sources.get(source);
        fillRest(source);
        INDArray share = s.scaled(s.current(), inverse.array());
        INDArray total = work.array().assign(share).addi(u.array());
        share.divi(total);
        INDArray expected = square.array().assign(share).muli(power.array()).addi(u.array());
        expected.muli(share).diviColumnVector(s.gains());
        return square;
    }

    /** u becomes everything but one source. */
    private void fillRest(int source) {
        u.array().assign(noise.array());
        for (int j = 0; j < sources.size(); j++) {
            if (j != source) {
                Nd4jMixtureSource s = sources.get(j);
                u.array().addi(s.scaled(s.current(), work.array()));
            }
        }
    }

    @Override
    public void decode(int source, double[] codes) {
        sources.get(source).decode(codes);
    }

    /** Σ_f (log u + p/u); u is overwritten. */
    private void lossOfVariance(double[] loss) {
        INDArray ratio = work.array().assign(power.array()).divi(u.array());
        Transforms.log(u.array(), false);
        u.array().addi(ratio).sum(rowSums.vector(), 1);
        rowSums.read(loss);
    }

    @Override
    public void loss(double[] loss) {
        fillRest(-1);
        lossOfVariance(loss);
    }

    @Override
    public void propose(int source, double[] codes, double[] loss) {
        propose(source, codes);
        Nd4jMixtureSource s = sources.get(source);
        fillRest(source);
        u.array().addi(s.scaled(s.proposed(), work.array()));
        lossOfVariance(loss);
    }

    @Override
    public void propose(int source, double[] codes) {
        sources.get(source).propose(codes);
    }

    @Override
    public void gradient(int source, double[] gradient) {
        Nd4jMixtureSource s = sources.get(source);
        fillRest(source);
        INDArray q = s.scaled(s.proposed(), work.array());
        u.array().addi(q);
        q.divi(u.array());
        INDArray surplus = square.array().assign(power.array()).divi(u.array()).rsubi(1);
        q.muli(surplus);
        s.backward(work, gradient);
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
        for (Nd4jMixtureSource s : sources) {
            s.keep(samples);
        }
        samples++;
    }

    /** u becomes that of a sample. */
    private void variance(int sample) {
        u.array().assign(noise.array());
        for (Nd4jMixtureSource s : sources) {
            u.array().addi(s.scaled(s.kept(sample), work.array()));
        }
    }

    private void fillInverses() {
        inverse.array().assign(0);
        square.array().assign(0);
        for (int r = 0; r < samples; r++) {
            variance(r);
            INDArray one = u.array().rdivi(1);
            inverse.array().addi(one);
            square.array().addi(work.array().assign(one).muli(one));
        }
        inverse.array().divi(samples);
        square.array().divi(samples).muli(power.array());
    }

    @Override
    public void inverses(double[] meanInverse, double[] powerInverseSquare) {
        fillInverses();
        inverse.read(meanInverse);
        square.read(powerInverseSquare);
    }

    @Override
    public void basisSums(double[] numerator, double[] denominator) {
        if (rank > 0) {
            fillInverses();
            engine.multiply(activations, true, square, false, basisSums);
            basisSums.read(numerator);
            engine.multiply(activations, true, inverse, false, basisSums);
            basisSums.read(denominator);
        }
    }

    @Override
    public void activationSums(double[] numerator, double[] denominator) {
        if (rank > 0) {
            fillInverses();
            engine.multiply(square, false, basis, true, activationSums);
            activationSums.read(numerator);
            engine.multiply(inverse, false, basis, true, activationSums);
            activationSums.read(denominator);
        }
    }

    @Override
    public void gainSums(int source, double[] numerator, double[] denominator) {
        Arrays.fill(numerator, 0, rows, 0);
        Arrays.fill(denominator, 0, rows, 0);
        for (int r = 0; r < samples; r++) {
            variance(r);
            INDArray ratio = work.array().assign(sources.get(source).kept(r)).divi(u.array());
            addMean(ratio, denominator);
            ratio.muli(power.array()).divi(u.array());
            addMean(ratio, numerator);
        }
    }

    /** Adds the sum of every row, divided by the number of samples. */
    private void addMean(INDArray values, double[] sum) {
        values.sum(rowSums.vector(), 1);
        double[] own = rowSums.hostCopy();
        for (int t = 0; t < rows; t++) {
            sum[t] += own[t] / samples;
        }
    }

    @Override
    public void cost(double[] cost) {
        double[] loss = new double[rows];
        Arrays.fill(cost, 0, rows, 0);
        for (int r = 0; r < samples; r++) {
            variance(r);
            lossOfVariance(loss);
            for (int t = 0; t < rows; t++) {
                cost[t] += loss[t] / samples;
            }
        }
    }

    @Override
    public void clearShares() {
        shares = 0;
        sources.forEach(s -> s.shareSum().assign(0));
    }

    @Override
    public void addShares() {
        fillRest(-1);
        for (Nd4jMixtureSource s : sources) {
            s.shareSum().addi(s.scaled(s.current(), work.array()).divi(u.array()));
        }
        shares++;
    }

    @Override
    public void shares(int source, float[] share) {
        mean(source).read(share, 0);
    }

    @Override
    public void shares(int source, double[] share) {
        mean(source).read(share);
    }

    private Nd4jTensor mean(int source) {
        work.array().assign(sources.get(source).shareSum()).divi(shares);
        return work;
    }
}
