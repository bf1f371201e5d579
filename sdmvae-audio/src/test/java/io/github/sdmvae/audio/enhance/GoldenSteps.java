/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import com.google.gson.JsonObject;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.InputGradient;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.engine.MixtureSource;
import java.util.Arrays;
import java.util.List;

/** Single steps of one model on the golden mixture. */
final class GoldenSteps {
    private static final int RANK = 2;

    private final String name;
    private final JsonObject json;
    private final JsonObject mixture;
    private final GoldenModel model;
    private final Golden golden;
    private final Engine engine;
    private final MixtureSource source;
    private final MixtureProgram program;
    private final int rows;
    private final int width;

    GoldenSteps(String name, JsonObject json, JsonObject mixture, GoldenModel model, Engine engine, Golden golden) {
        this.name = name;
        this.json = json;
        this.mixture = mixture;
        this.model = model;
        this.golden = golden;
        this.engine = engine;
        rows = mixture.getAsJsonArray("power").size();
        width = model.prior().width();
        source = model.on(engine);
        program = engine.mixture(List.of(source), new MixtureShape(rows, RANK, 3));
    }

    void check() {
        restage();
        encoder();
        likelihood();
        metropolis();
        langevin("langevin", false);
        langevin("mala", true);
        point();
        variational();
        fixedEncoder();
        maximisation();
        restage();
        fixedBasis();
    }

    private void restage() {
        program.power(Golden.flat(mixture.get("power")));
        program.noise(Golden.flat(mixture.get("activations")), Golden.flat(mixture.get("basis")));
        program.gain(0, Golden.flat(mixture.get("gain")));
    }

    private double[] codes() {
        return Golden.flat(json.get("codes"));
    }

    private double[] gamma() {
        return Golden.flat(json.get("gammaStart"));
    }

    private void encoder() {
        EncodedRows heads = new EncodedRows(rows, width);
        program.encodePower(0, heads.values());
        SourceState state = new SourceState(rows, width, 1, new double[0][]);
        heads.read(state);
        golden.check(name, state.codes, json, "mu");
        golden.check(name, state.logVariance, json, "lambda");
        for (String which : List.of("gammaStart", "gammaStartShared")) {
            CodeVariance chosen = which.equals("gammaStart") ? CodeVariance.perFrame() : CodeVariance.shared();
            CodeVariance variance = CodeVariance.of(model.prior(), PosteriorMethod.langevin(), chosen);
            double[] start = new double[rows * width];
            Arrays.setAll(start, i -> variance.start(heads.meanSquare(state, i), model.prior(), i % width));
            golden.check(name, start, json, which);
        }
    }

    private void likelihood() {
        InputGradient decoder =
                engine.inputGradient(source.graph(), InputGradient.Half.DECODER, source.parameters(), rows);
        double[] eta = new double[rows * program.bins()];
        decoder.forward(codes(), eta);
        golden.check(name, eta, json, "eta");
        double[] loss = new double[rows];
        program.decode(0, codes());
        program.loss(loss);
        golden.check(name + " current", loss, json, "mixtureNegLogLikelihood");
        program.propose(0, codes(), loss);
        golden.check(name, loss, json, "mixtureNegLogLikelihood");
        double[] prior = new double[rows];
        Energy.addPrior(codes(), gamma(), prior);
        golden.check(name, prior, json, "codeEnergy");
        Energy.addPrior(codes(), gamma(), loss);
        golden.check(name, loss, json, "energy");
        double[] gradient = new double[rows * width];
        program.gradient(0, gradient);
        Energy.addPriorGradient(codes(), gamma(), gradient);
        golden.check(name, gradient, json, "energyGradient");
    }

    /** Draws of a single step, whatever its place. */
    private static Draws draws(JsonObject step) {
        return new Draws() {
            @Override
            public void normal(Place place, int firstRow, int k, double[] target) {
                System.arraycopy(Golden.flat(step.get("noise")), 0, target, 0, target.length);
            }

            @Override
            public void logUniform(Place place, int firstRow, double[] target) {
                System.arraycopy(Golden.flat(step.get("logUniform")), 0, target, 0, target.length);
            }
        };
    }

    private SourceState state(CodeChain chain) {
        SourceState state = new SourceState(rows, width, 1, chain.extra(rows, width));
        System.arraycopy(codes(), 0, state.codes, 0, state.codes.length);
        System.arraycopy(gamma(), 0, state.gamma, 0, state.gamma.length);
        return state;
    }

    private Tile tile(SourceState state, Draws draws) {
        program.forget();
        return new Tile(
                program,
                new TileState(new double[0], List.of(state)),
                List.of(CodeVariance.asStarted()),
                draws,
                0,
                rows,
                0);
    }

    private Tile step(CodeChain chain, JsonObject step, SourceState state) {
        Tile tile = tile(state, draws(step));
        chain.iterate(tile);
        golden.check(name, state.codes, step, "codes");
        return tile;
    }

    private void metropolis() {
        JsonObject step = json.getAsJsonObject("metropolis");
        CodeChain chain = PosteriorMethod.metropolisHastings()
                .sweeps(1)
                .keep(1)
                .adapting(false)
                .proposal(step.get("step").getAsDouble())
                .chain();
        acceptance(step, step(chain, step, state(chain)));
        double[] there = new double[rows * width];
        double[] noise = Golden.flat(step.get("noise"));
        Arrays.setAll(
                there,
                i -> codes()[i] + step.get("step").getAsDouble() * Math.sqrt(Energy.scale(gamma()[i])) * noise[i]);
        double[] ratio = energy(codes());
        double[] proposed = energy(there);
        Arrays.setAll(ratio, t -> ratio[t] - proposed[t]);
        golden.check(name + " metropolis", ratio, step, "logRatio");
    }

    private double[] energy(double[] at) {
        double[] energy = new double[rows];
        program.propose(0, at, energy);
        Energy.addPrior(at, gamma(), energy);
        return energy;
    }

    private void acceptance(JsonObject step, Tile tile) {
        double accepted = Arrays.stream(Golden.flat(step.get("accepted"))).sum();
        golden.check(name + " accepted", (double) tile.accepted(), accepted);
    }

    private void langevin(String which, boolean adjusted) {
        JsonObject step = json.getAsJsonObject(which);
        CodeChain chain = (adjusted ? PosteriorMethod.mala() : PosteriorMethod.langevin())
                .sweeps(1)
                .keep(1)
                .adapting(false)
                .step(step.get("step").getAsDouble())
                .chain();
        Tile tile = step(chain, step, state(chain));
        if (adjusted) {
            acceptance(step, tile);
        }
    }

    private void point() {
        JsonObject step = json.getAsJsonObject("point");
        CodeChain chain = PosteriorMethod.pointEstimate()
                .steps(1)
                .rate(step.get("rate").getAsDouble())
                .chain();
        SourceState state = state(chain);
        for (int i = 0; i < 3; i++) {
            chain.iterate(tile(state, draws(step)));
            golden.check(
                    name + " point " + i,
                    state.codes,
                    Golden.flat(step.getAsJsonArray("codesAfterEachStep").get(i)));
        }
    }

    private void variational() {
        JsonObject step = json.getAsJsonObject("variational");
        SourceState state = new SourceState(rows, width, 1, new double[0][]);
        System.arraycopy(Golden.flat(json.get("mu")), 0, state.codes, 0, rows * width);
        System.arraycopy(Golden.flat(json.get("lambda")), 0, state.logVariance, 0, rows * width);
        System.arraycopy(Golden.flat(step.get("gamma")), 0, state.gamma, 0, rows * width);
        double[] noise = Golden.flat(step.get("noise"));
        double[] drawn = VariationalChain.drawn(state, VariationalChain.deviations(state), noise);
        double[] bound = new double[rows];
        double[] dMean = new double[rows * width];
        double[] dLog = new double[rows * width];
        program.propose(0, drawn, bound);
        program.gradient(0, dMean);
        VariationalChain.gradients(state, VariationalChain.deviations(state), noise, dMean, dLog);
        for (int i = 0; i < rows * width; i++) {
            double lambda = state.logVariance[i];
            double gamma = state.gamma[i];
            double square = state.codes[i] * state.codes[i] + Math.exp(lambda);
            bound[i / width] += (Math.log(gamma) - lambda + square / gamma - 1) / 2;
        }
        golden.check(name, bound, step, "negativeBound");
        golden.check(name, dMean, step, "gradientMu");
        golden.check(name, dLog, step, "gradientLambda");
    }

    private void fixedEncoder() {
        JsonObject step = json.getAsJsonObject("fixedEncoder");
        program.decode(0, codes());
        double[] expected = new double[rows * program.bins()];
        program.expectedPower(0, expected);
        golden.check(name, expected, step, "expectedSpeechPower");
        EncodedRows heads = new EncodedRows(rows, width);
        program.encodeExpected(0, heads.values());
        SourceState state = new SourceState(rows, width, 1, new double[0][]);
        heads.read(state);
        golden.check(name + " fixed", state.codes, step, "mu");
        golden.check(name + " fixed", state.logVariance, step, "lambda");
    }

    private double cost() {
        double[] cost = new double[rows];
        program.cost(cost);
        return Arrays.stream(cost).sum() / rows / program.bins();
    }

    private void samples(JsonObject step) {
        program.forget();
        for (var sample : step.getAsJsonArray("sampleCodes")) {
            program.decode(0, Golden.flat(sample));
            program.keep();
        }
    }

    private void maximisation() {
        JsonObject step = json.getAsJsonObject("mStep");
        samples(step);
        int size = rows * program.bins();
        double[] inverse = new double[size];
        double[] square = new double[size];
        program.inverses(inverse, square);
        golden.check(name, inverse, step, "meanInverse");
        golden.check(name, square, step, "meanPowerInverseSquare");
        golden.check(name + " costBefore", cost(), step.get("costBefore").getAsDouble());
        NoiseFactors factors = new NoiseFactors(Golden.flat(mixture.get("basis")), program.bins(), 0);
        double[] numerator = new double[factors.basis().length];
        double[] denominator = new double[factors.basis().length];
        program.basisSums(numerator, denominator);
        factors.update(numerator, denominator);
        golden.check(name, factors.basis(), step, "basisUnnormalised");
        double[] activations = Golden.flat(mixture.get("activations"));
        program.noise(activations, factors.basis());
        golden.check(
                name + " costAfterBasis", cost(), step.get("costAfterBasis").getAsDouble());
        updateActivations(activations);
        program.noise(activations, factors.basis());
        golden.check(name, updatedGain(), step, "gain");
        golden.check(name + " cost", cost(), step.get("cost").getAsDouble());
        double[] sums = factors.sums();
        Arrays.setAll(activations, i -> activations[i] * sums[i % RANK]);
        factors.normalise(sums);
        golden.check(name, factors.basis(), step, "basis");
        golden.check(name, activations, step, "activations");
        shares(step);
        if (!step.get("gamma").isJsonNull()) {
            gammaAfter(step);
        }
    }

    private void updateActivations(double[] activations) {
        double[] numerator = new double[activations.length];
        double[] denominator = new double[activations.length];
        program.activationSums(numerator, denominator);
        Arrays.setAll(activations, i -> NoiseFactors.updated(activations[i], numerator[i], denominator[i]));
    }

    private double[] updatedGain() {
        double[] gain = Golden.flat(mixture.get("gain"));
        double[] numerator = new double[rows];
        double[] denominator = new double[rows];
        program.gainSums(0, numerator, denominator);
        Arrays.setAll(gain, t -> NoiseFactors.updated(gain[t], numerator[t], denominator[t]));
        program.gain(0, gain);
        return gain;
    }

    private void shares(JsonObject step) {
        program.clearShares();
        for (var sample : step.getAsJsonArray("sampleCodes")) {
            program.decode(0, Golden.flat(sample));
            program.addShares();
        }
        double[] share = new double[rows * program.bins()];
        program.shares(0, share);
        golden.check(name, share, step, "speechShare");
    }

    private void gammaAfter(JsonObject step) {
        SourceState state =
                new SourceState(rows, width, step.getAsJsonArray("sampleCodes").size(), new double[0][]);
        for (int r = 0; r < state.samples.length; r++) {
            double[] sample = Golden.flat(step.getAsJsonArray("sampleCodes").get(r));
            System.arraycopy(sample, 0, state.samples[r], 0, sample.length);
        }
        double[] gamma = new double[rows * width];
        Arrays.setAll(gamma, i -> CodeVariance.perFrame().update(1, state.meanSquare(i)));
        golden.check(name, gamma, step, "gamma");
    }

    private void fixedBasis() {
        JsonObject step = json.getAsJsonObject("mStep");
        samples(step);
        double[] activations = Golden.flat(mixture.get("activations"));
        updateActivations(activations);
        program.noise(activations, Golden.flat(mixture.get("basis")));
        JsonObject fixed = step.getAsJsonObject("basisFixed");
        golden.check(name + " basisFixed", activations, fixed, "activations");
        golden.check(name + " basisFixed", updatedGain(), fixed, "gain");
    }
}
