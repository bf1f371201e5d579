/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.engine.MixtureSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A mixture on a card: what is as wide as the frequencies stays there, and what is asked for is recorded once. Sums over
 * frequencies are gathered in double precision. Not thread-safe.
 */
final class CardMixture implements MixtureProgram {
    private static final long WORKSPACE = 4L << 20;

    private final Workplace place;
    private final RecordingEngine engine;
    private final int rows;
    private final int bins;
    private final List<CardMixtureSource> sources = new ArrayList<>();
    private final CudaTensor power;
    private final CudaTensor noise;
    private final CudaTensor gains;
    private final CudaTensor current;
    private final CudaTensor shareSums;
    private final CudaTensor expected;
    private final CudaTensor accepted;
    private final CardMixtureSamples samples;
    private final long sums;
    private int shares;
    private int frames;

    /**
     * Compiles a mixture.
     *
     * @param models of which all parts have kernels
     */
    CardMixture(CudaEngine card, List<MixtureSource> models, MixtureShape shape) {
        bins = MixtureSource.bins(models);
        rows = shape.rows();
        int count = models.size();
        place = new Workplace(this, card, WORKSPACE);
        engine = place.recorder();
        current = engine.zeros(Math.multiplyExact(count, rows), bins);
        for (MixtureSource model : models) {
            CudaTensor part = (CudaTensor) current.view(sources.size() * rows * bins, rows, bins);
            sources.add(new CardMixtureSource(card, place, model, part, rows));
        }
        power = engine.zeros(rows, bins);
        noise = filled(engine.zeros(rows, bins), VARIANCE_FLOOR);
        gains = filled(engine.zeros(count, rows), 1);
        shareSums = engine.zeros(count * rows, bins);
        expected = engine.zeros(rows, bins);
        accepted = engine.zeros(rows, 1);
        sums = engine.doubles(2 * rows);
        samples = new CardMixtureSamples(
                place, shape, new CardMixtureSamples.Tile(current, gains, noise, power, count), sums);
        frames = rows;
        place.ready(sources.stream().map(CardMixtureSource::values).toList(), false);
    }

    private static CudaTensor filled(CudaTensor tensor, double value) {
        double[] values = new double[tensor.length()];
        Arrays.fill(values, value);
        tensor.write(values);
        return tensor;
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
        return engine.bytes() + samples.bytesToCome();
    }

    private Launch each(String kernel, Object... others) {
        Object[] arguments = samples.tile().arguments(current.address(), others);
        return engine.kernels().each(KernelText.MIXTURE, kernel, (long) rows * bins, arguments);
    }

    @Override
    public void frames(int count) {
        frames = count;
        sources.forEach(s -> s.frames(count));
    }

    @Override
    public void power(float[] values) {
        place.results().write(power, values);
    }

    @Override
    public void power(double[] values) {
        place.results().write(power, values);
    }

    @Override
    public void noise(double[] activations, double[] basis) {
        samples.noise(activations, basis);
    }

    @Override
    public void gain(int source, double[] gain) {
        place.results().write((CudaTensor) gains.view(source * rows, 1, rows), gain);
    }

    @Override
    public void encodePower(int source, double[] heads) {
        if (sources.get(source).isOverTime()) {
            encodeSequence(source, power, heads);
            return;
        }
        encode(
                source,
                "power",
                heads,
                work -> work.then(engine.kernels()
                        .each(
                                KernelText.LAYERS,
                                "copy_values",
                                power.length(),
                                expected.address(),
                                power.address(),
                                power.length())));
    }

    @Override
    public void encodeExpected(int source, double[] heads) {
        if (sources.get(source).isOverTime()) {
            expect(source);
            encodeSequence(source, expected, heads);
            return;
        }
        encode(source, "expected", heads, work -> work.then(each("mixture_expected", source, expected.address())));
    }

    /** By a program of its own, which stages what it reads. */
    private void encodeSequence(int source, CudaTensor of, double[] heads) {
        double[] values = new double[of.length()];
        place.results().read(of, values);
        sources.get(source).encodeSequence(values, frames, heads);
    }

    /** What the encoder reads is put together first. */
    private void encode(int source, String what, double[] heads, Consumer<Sequence> input) {
        CardMixtureSource s = sources.get(source);
        s.values().finishWriters(place.lane());
        Chain encoder = s.encoder(expected);
        place.run("encode " + what + source, work -> {
            input.accept(work);
            encoder.forward(work);
        });
        place.results().read(encoder.output(), heads);
    }

    @Override
    public void expectedPower(int source, double[] result) {
        expect(source);
        place.results().read(expected, result);
    }

    private void expect(int source) {
        place.run("expected " + source, work -> work.then(each("mixture_expected", source, expected.address())));
    }

    @Override
    public void decode(int source, double[] codes) {
        CardMixtureSource s = sources.get(source);
        if (!s.isCurrent(codes)) {
            s.stage(codes);
            place.run("decode " + source, work -> variances(work, s, s.current()));
            s.decoded(codes);
        }
    }

    private void variances(Sequence work, CardMixtureSource s, CudaTensor target) {
        s.decoder().forward(work);
        work.then(engine.kernels()
                .each(
                        KernelText.MIXTURE,
                        "mixture_variances",
                        target.length(),
                        s.decoder().output().address(),
                        target.address(),
                        target.length()));
    }

    @Override
    public void loss(double[] loss) {
        place.run("loss", work -> work.then(samples.byRow("mixture_loss", current.address(), -1, 0L, 0L, sums)));
        samples.readSums(loss);
    }

    @Override
    public void propose(int source, double[] codes, double[] loss) {
        CardMixtureSource s = sources.get(source);
        s.stage(codes);
        s.proposed(codes);
        place.run("propose " + source, work -> {
            s.decoder().forward(work);
            long eta = s.decoder().output().address();
            work.then(samples.byRow(
                    "mixture_loss", current.address(), source, eta, s.proposed().address(), sums));
        });
        samples.readSums(loss);
    }

    @Override
    public void propose(int source, double[] codes) {
        CardMixtureSource s = sources.get(source);
        s.stage(codes);
        s.proposed(codes);
        place.run("propose alone " + source, work -> variances(work, s, s.proposed()));
    }

    @Override
    public void gradient(int source, double[] gradient) {
        CardMixtureSource s = sources.get(source);
        place.run("gradient " + source, work -> {
            work.then(each(
                    "mixture_gradient",
                    source,
                    s.decoder().output().address(),
                    s.proposed().address(),
                    s.decoder().outputGradient().address()));
            s.decoder().backward(work);
        });
        place.results().read(s.decoder().inputGradient(), gradient);
    }

    @Override
    public void accept(int source, boolean[] which) {
        CardMixtureSource s = sources.get(source);
        s.accepted(which);
        float[] numbers = new float[rows];
        for (int t = 0; t < rows; t++) {
            numbers[t] = which[t] ? 1 : 0;
        }
        place.results().write(accepted, numbers);
        place.run(
                "accept " + source,
                work -> work.then(engine.kernels()
                        .each(
                                KernelText.MIXTURE,
                                "mixture_accept",
                                power.length(),
                                accepted.address(),
                                s.proposed().address(),
                                s.current().address(),
                                power.length(),
                                bins)));
    }

    @Override
    public void forget() {
        samples.forget();
    }

    @Override
    public void keep() {
        samples.keep();
    }

    @Override
    public void inverses(double[] meanInverse, double[] powerInverseSquare) {
        samples.inverses(meanInverse, powerInverseSquare);
    }

    @Override
    public void basisSums(double[] numerator, double[] denominator) {
        samples.basisSums(numerator, denominator);
    }

    @Override
    public void activationSums(double[] numerator, double[] denominator) {
        samples.activationSums(numerator, denominator);
    }

    @Override
    public void gainSums(int source, double[] numerator, double[] denominator) {
        samples.gainSums(source, numerator, denominator);
    }

    @Override
    public void cost(double[] cost) {
        samples.cost(cost);
    }

    @Override
    public void clearShares() {
        shares = 0;
        place.lane().clear(shareSums.address(), shareSums.bytes());
    }

    @Override
    public void addShares() {
        place.run("shares", work -> work.then(each("mixture_shares", shareSums.address())));
        shares++;
    }

    private CudaTensor shareSum(int source) {
        return (CudaTensor) shareSums.view(source * rows * bins, rows, bins);
    }

    @Override
    public void shares(int source, float[] share) {
        place.results().read(shareSum(source), share);
        float each = 1f / shares;
        for (int i = 0; i < rows * bins; i++) {
            share[i] *= each;
        }
    }

    @Override
    public void shares(int source, double[] share) {
        place.results().read(shareSum(source), share);
        for (int i = 0; i < rows * bins; i++) {
            share[i] /= shares;
        }
    }

    @Override
    public void close() {
        place.close();
    }
}
