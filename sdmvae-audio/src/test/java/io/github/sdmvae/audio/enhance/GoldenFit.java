/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import com.google.gson.JsonObject;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A case of whole iterations: the fit is put where the case starts, and followed. */
final class GoldenFit {
    private final JsonObject json;
    private final double[] power;
    private final int frames;
    private final List<GoldenModel> models = new ArrayList<>();
    private final List<MixtureSource> sources = new ArrayList<>();
    private final Engine engine;
    private final int tileRows;

    GoldenFit(JsonObject json, Map<String, GoldenModel> all, double[] power, int frames, Engine engine, int tileRows) {
        this.json = json;
        this.power = power;
        this.frames = frames;
        this.engine = engine;
        this.tileRows = tileRows;
        json.getAsJsonArray("models").forEach(name -> models.add(all.get(name.getAsString())));
        models.forEach(model -> sources.add(model.on(engine)));
    }

    private String method() {
        return json.get("method").getAsString();
    }

    private PosteriorMethod settings() {
        int sweeps = json.get("sweeps").getAsInt();
        int keep = json.get("keep").getAsInt();
        return switch (method()) {
            case "mh" ->
                PosteriorMethod.metropolisHastings()
                        .sweeps(sweeps)
                        .keep(keep)
                        .proposal(number("step"))
                        .adapting(false);
            case "langevin" ->
                PosteriorMethod.langevin().sweeps(sweeps).keep(keep).step(number("step"));
            case "mala" ->
                PosteriorMethod.mala()
                        .sweeps(sweeps)
                        .keep(keep)
                        .step(number("step"))
                        .adapting(false);
            case "peem" -> PosteriorMethod.pointEstimate().steps(sweeps).rate(number("rate"));
            case "vem" ->
                PosteriorMethod.variational().steps(sweeps).rate(number("rate")).draws(keep);
            case "fixed" -> PosteriorMethod.fixedEncoder().passes(sweeps);
            default -> throw new IllegalStateException("unknown method " + method());
        };
    }

    private double number(String name) {
        return json.get(name).getAsDouble();
    }

    private CodeVariance variance(SourcePrior prior) {
        if (!prior.learnsVariance()) {
            return CodeVariance.standardNormal();
        }
        if (json.has("gamma_fixed")) {
            return CodeVariance.asStarted();
        }
        return json.get("gamma").getAsString().equals("shared") ? CodeVariance.shared() : CodeVariance.perFrame();
    }

    private MixturePower rows() {
        int bins = power.length / frames;
        return new MixturePower() {
            @Override
            public int frames() {
                return frames;
            }

            @Override
            public int bins() {
                return bins;
            }

            @Override
            public void stage(int first, int count, MixtureProgram program) {
                double[] values = new double[program.rows() * bins];
                Arrays.fill(values, 1);
                System.arraycopy(power, first * bins, values, 0, count * bins);
                program.power(values);
            }

            @Override
            public void read(int first, int count, float[] target) {
                throw new UnsupportedOperationException("a start is given");
            }
        };
    }

    void check(String name, Golden golden) {
        PosteriorMethod method = settings();
        FitSettings settings = new FitSettings(
                NoiseModel.nonNegativeFactors(2), method, null, NoiseStart.UNIFORM, true, 3, null, 1, 2, report -> {});
        MixtureSetup setup = new MixtureSetup(
                models.stream().map(model -> "source").toList(),
                models.stream().map(GoldenModel::prior).toList(),
                models.stream().map(model -> variance(model.prior())).toList(),
                models.stream().map(model -> false).toList(),
                shape -> engine.mixture(sources, shape),
                settings,
                new GoldenDraws(json));
        JsonObject start = json.getAsJsonObject("start");
        MixturePower rows = rows();
        TileStore store = TileStore.inMemory((frames + tileRows - 1) / tileRows);
        NoiseFactors factors = new NoiseFactors(Golden.flat(start.get("basis")), rows.bins(), 0);
        try (MixtureFit fit = new MixtureFit(setup, rows, Band.whole(rows.bins()), store, factors, tileRows)) {
            start(store, start, method);
            for (int i = 0; i < json.get("iterations").getAsInt(); i++) {
                fit.iterate(i);
                JsonObject after =
                        json.getAsJsonArray("afterEachIteration").get(i).getAsJsonObject();
                compare(name + " iteration " + i, golden, after, store, fit);
            }
            golden.check(name, shares(setup, store, factors, rows), json, "shares");
        }
    }

    private void start(TileStore store, JsonObject start, PosteriorMethod method) {
        double[] activations = Golden.flat(start.get("activations"));
        for (int tile = 0; tile * tileRows < frames; tile++) {
            List<SourceState> states = new ArrayList<>();
            for (int j = 0; j < models.size(); j++) {
                int k = models.get(j).prior().width();
                SourceState state = new SourceState(
                        tileRows, k, method.samples(), method.chain().extra(tileRows, k));
                Arrays.fill(state.gamma, 1);
                fill(state.codes, part(start, "codes", j), tile, k);
                fill(state.gamma, part(start, "gamma", j), tile, k);
                fill(state.gain, part(start, "gains", j), tile, 1);
                if (start.has("lambda")) {
                    fill(state.logVariance, part(start, "lambda", j), tile, k);
                }
                states.add(state);
            }
            double[] own = new double[tileRows * activations.length / frames];
            fill(own, activations, tile, activations.length / frames);
            store.save(tile, new TileState(own, states));
        }
    }

    private static double[] part(JsonObject json, String name, int j) {
        return Golden.flat(json.getAsJsonArray(name).get(j));
    }

    private void fill(double[] target, double[] values, int tile, int width) {
        int from = tile * tileRows * width;
        System.arraycopy(values, from, target, 0, Math.min(target.length, values.length - from));
    }

    /** The tiles' rows one after the other, padding left out. */
    private double[] gathered(TileStore store, int width, java.util.function.Function<TileState, double[]> which) {
        double[] all = new double[frames * width];
        for (int tile = 0; tile * tileRows < frames; tile++) {
            int from = tile * tileRows * width;
            double[] values = which.apply(store.load(tile));
            System.arraycopy(values, 0, all, from, Math.min(tileRows * width, all.length - from));
        }
        return all;
    }

    private void compare(String name, Golden golden, JsonObject after, TileStore store, MixtureFit fit) {
        for (int j = 0; j < models.size(); j++) {
            int source = j;
            int k = models.get(j).prior().width();
            golden.check(
                    name + " codes " + j,
                    gathered(store, k, s -> s.sources().get(source).codes),
                    part(after, "codes", j));
            golden.check(
                    name + " gamma " + j,
                    gathered(store, k, s -> s.sources().get(source).gamma),
                    part(after, "gamma", j));
            golden.check(
                    name + " gains " + j,
                    gathered(store, 1, s -> s.sources().get(source).gain),
                    part(after, "gains", j));
            if (after.has("lambda")) {
                golden.check(
                        name + " lambda " + j,
                        gathered(store, k, s -> s.sources().get(source).logVariance),
                        part(after, "lambda", j));
            }
        }
        golden.check(name, fit.factors().basis(), after, "basis");
        golden.check(name, gathered(store, fit.factors().rank(), TileState::activations), after, "activations");
        golden.check(
                name + " cost",
                fit.costs().get(fit.costs().size() - 1),
                after.get("cost").getAsDouble());
        if (!Double.isNaN(fit.acceptance())) {
            golden.check(
                    name + " accepted", fit.acceptance(), after.get("accepted").getAsDouble());
        }
    }

    /** Of the last iteration's samples, after its M step. */
    private double[] shares(MixtureSetup setup, TileStore store, NoiseFactors factors, MixturePower rows) {
        int bins = rows.bins();
        double[] all = new double[models.size() * frames * bins];
        for (int tile = 0; tile * tileRows < frames; tile++) {
            int count = Math.min(tileRows, frames - tile * tileRows);
            MixtureProgram program = setup.compile(tileRows, factors.rank());
            rows.stage(tile * tileRows, count, program);
            TileState state = store.load(tile);
            program.noise(state.activations(), factors.basis());
            program.clearShares();
            for (int r = 0; r < state.sources().get(0).samples.length; r++) {
                for (int j = 0; j < models.size(); j++) {
                    program.gain(j, state.sources().get(j).gain);
                    program.decode(j, state.sources().get(j).samples[r]);
                }
                program.addShares();
            }
            double[] share = new double[tileRows * bins];
            for (int j = 0; j < models.size(); j++) {
                program.shares(j, share);
                System.arraycopy(share, 0, all, (j * frames + tile * tileRows) * bins, count * bins);
            }
        }
        return all;
    }
}
