/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.enhance.Draws.Place;
import io.github.sdmvae.audio.enhance.Draws.Stream;
import io.github.sdmvae.audio.enhance.TileRooms.Room;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.random.CounterNoise;
import java.util.ArrayList;
import java.util.List;

/**
 * Expectation and maximisation over the tiles of a mixture. In an iteration every tile first finds codes (E step) and adds its
 * part to the sums for the spectra of the noise; when these have been renewed, every tile decodes its samples again, unless it
 * still has them, and renews activations and gains with the new spectra, in the order B, H, g. The frames of a tile depend on
 * each other through B alone. Not thread-safe; it has threads of its own.
 */
final class MixtureFit implements AutoCloseable {
    private static final double LEAST_GAIN = 1e-6;
    private static final double MOST_GAIN = 1e6;
    /** For programs that keep what a tile has left. */
    static final long MOST_ROOM = 256L << 20;

    private final MixtureSetup setup;
    private final MixturePower power;
    private final int tileRows;
    private final int tiles;
    private final CodeChain chain;
    private final TileStore store;
    private final TileRooms rooms;
    private final TileTeam team;
    private final NoiseFactors factors;
    private final List<Double> costs = new ArrayList<>();
    private double acceptance = Double.NaN;

    /**
     * Makes room.
     *
     * @param setup sources, settings, draws
     * @param power of the mixture
     * @param band what the mixture has
     * @param store for the states of tiles
     * @param factors where the noise starts
     * @param tileRows frames per tile
     */
    MixtureFit(MixtureSetup setup, MixturePower power, Band band, TileStore store, NoiseFactors factors, int tileRows) {
        this.setup = setup;
        this.power = power;
        this.store = store;
        this.factors = factors;
        this.tileRows = tileRows;
        tiles = (power.frames() + tileRows - 1) / tileRows;
        chain = setup.settings().method().chain();
        long most = Math.min(MOST_ROOM, Runtime.getRuntime().maxMemory() / 8);
        rooms = new TileRooms(() -> band.compile(setup, tileRows, factors.rank()), tiles, most);
        team = new TileTeam(Math.min(setup.settings().threads(), tiles));
    }

    private int first(int tile) {
        return tile * tileRows;
    }

    private int frames(int tile) {
        return Math.min(tileRows, power.frames() - first(tile));
    }

    /** Codes of the encoder, γ and activations at their start. */
    void start() {
        double[] sums = factors.sums();
        factors.normalise(sums);
        double level = factors.fixed() == 0 ? 0 : meanPower() / 2 / factors.fixed();
        each(tile -> {
            rooms.in(tile, room -> {
                store.save(tile, started(tile, room, sums, level));
                return tile;
            });
            return tile;
        });
    }

    private void each(java.util.function.IntFunction<Integer> work) {
        team.run(tiles, work, tile -> {});
    }

    /** Mean over frames of the sum over frequencies. */
    private double meanPower() {
        double[] total = new double[1];
        team.run(tiles, this::power, sum -> total[0] += sum);
        return total[0] / power.frames();
    }

    private double power(int tile) {
        float[] rows = new float[tileRows * power.bins()];
        power.read(first(tile), frames(tile), rows);
        double sum = 0;
        for (float value : rows) {
            sum += value;
        }
        return sum;
    }

    private TileState started(int tile, Room room, double[] sums, double level) {
        MixtureProgram program = room.program();
        if (!room.isHomeOf(tile)) {
            power.stage(first(tile), frames(tile), program);
        }
        List<SourceState> sources = new ArrayList<>();
        for (int j = 0; j < setup.priors().size(); j++) {
            int width = setup.priors().get(j).width();
            SourceState source =
                    new SourceState(tileRows, width, setup.settings().method().samples(), chain.extra(tileRows, width));
            startCodes(source, j, program, first(tile));
            sources.add(source);
        }
        return new TileState(startActivations(tile, sums, level), sources);
    }

    private void startCodes(SourceState source, int j, MixtureProgram program, int firstFrame) {
        SourcePrior prior = setup.priors().get(j);
        EncodedRows heads = new EncodedRows(tileRows, prior.width());
        program.encodePower(j, heads.values());
        heads.read(source);
        for (int i = 0; i < source.gamma.length; i++) {
            source.gamma[i] = setup.variances().get(j).start(heads.meanSquare(source, i), prior, i % prior.width());
        }
        chain.begin(source);
        if (setup.apart().get(j)) {
            double[] noise = new double[source.codes.length];
            setup.draws().normal(new Place(Stream.START, 0, 0, j), firstFrame, prior.width(), noise);
            for (int i = 0; i < noise.length; i++) {
                source.codes[i] += MixtureSetup.APART * noise[i];
            }
        }
    }

    /** Rows of padding have no noise, so that they add nothing to the sums. */
    private double[] startActivations(int tile, double[] sums, double level) {
        int rank = factors.rank();
        double[] activations = new double[tileRows * rank];
        boolean uniform = setup.settings().start() == NoiseStart.UNIFORM;
        long key = Draws.key(setup.settings().seed(), new Place(Stream.ACTIVATION, 0, 0, 0));
        for (int i = 0; i < frames(tile) * rank; i++) {
            int k = i % rank;
            double draw = CounterNoise.uniform(key, (long) first(tile) * rank + i);
            double free = (uniform ? draw : (0.5 + draw) / rank) * sums[k];
            activations[i] = Math.max(NoiseFactors.FLOOR, k < factors.fixed() ? level : free);
        }
        return activations;
    }

    /**
     * Runs iterations until all are done or the rule says so.
     *
     * @throws ArithmeticException naming iteration, source and frame, if a cost is not finite
     */
    void iterate() {
        long start = System.nanoTime();
        FitSettings settings = setup.settings();
        for (int i = 0; i < settings.iterations(); i++) {
            iterate(i);
            double seconds = (System.nanoTime() - start) * 1e-9;
            settings.listener()
                    .report(new IterationReport(i + 1, settings.iterations(), costs.get(i), acceptance, seconds));
            if (settings.stop() != null && settings.stop().stops(costs)) {
                return;
            }
        }
    }

    /** What a tile adds to an iteration. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
    private record Sums(double[] numerator, double[] denominator, long accepted, long proposed) {}

    void iterate(int iteration) {
        Sums total = new Sums(new double[factors.basis().length], new double[factors.basis().length], 0, 0);
        long[] counts = new long[2];
        team.run(tiles, tile -> expectation(tile, iteration), sums -> {
            for (int i = 0; i < total.numerator.length; i++) {
                total.numerator[i] += sums.numerator[i];
                total.denominator[i] += sums.denominator[i];
            }
            counts[0] += sums.accepted;
            counts[1] += sums.proposed;
        });
        acceptance = counts[1] == 0 ? Double.NaN : (double) counts[0] / counts[1];
        factors.update(total.numerator, total.denominator);
        double[] scale = factors.sums();
        double[] cost = new double[1];
        team.run(tiles, tile -> maximisation(tile, iteration, scale), sum -> cost[0] += sum);
        factors.normalise(scale);
        costs.add(cost[0] / power.frames() / power.bins());
    }

    private Sums expectation(int tile, int iteration) {
        return rooms.in(tile, room -> {
            TileState state = store.load(tile);
            Tile work = tile(tile, room, state, iteration);
            room.program().forget();
            chain.iterate(work);
            double[] numerator = new double[factors.basis().length];
            double[] denominator = new double[factors.basis().length];
            room.program().basisSums(numerator, denominator);
            store.save(tile, state);
            return new Sums(numerator, denominator, work.accepted(), work.proposed());
        });
    }

    private Tile tile(int tile, Room room, TileState state, int iteration) {
        MixtureProgram program = room.program();
        if (!room.isHomeOf(tile)) {
            power.stage(first(tile), frames(tile), program);
        }
        program.noise(state.activations(), factors.basis());
        for (int j = 0; j < state.sources().size(); j++) {
            program.gain(j, state.sources().get(j).gain);
        }
        return new Tile(program, state, setup.variances(), setup.draws(), first(tile), frames(tile), iteration);
    }

    private double maximisation(int tile, int iteration, double[] scale) {
        return rooms.in(tile, room -> {
            TileState state = store.load(tile);
            boolean home = room.isHomeOf(tile);
            if (!home) {
                tile(tile, room, state, iteration);
                power.stage(first(tile), frames(tile), room.program());
                decodeSamples(room.program(), state);
            }
            double cost = maximise(tile, room.program(), state, iteration);
            for (int i = 0; i < state.activations().length; i++) {
                state.activations()[i] *= scale[i % factors.rank()];
            }
            store.save(tile, state);
            return cost;
        });
    }

    /** The variances of the samples, from their codes, which take a sixteenth of the room. */
    static void decodeSamples(MixtureProgram program, TileState state) {
        program.forget();
        for (int r = 0; r < state.sources().get(0).samples.length; r++) {
            for (int j = 0; j < state.sources().size(); j++) {
                program.decode(j, state.sources().get(j).samples[r]);
            }
            program.keep();
        }
    }

    private double maximise(int tile, MixtureProgram program, TileState state, int iteration) {
        if (factors.rank() > 0) {
            double[] activations = state.activations();
            program.noise(activations, factors.basis());
            double[] numerator = new double[activations.length];
            double[] denominator = new double[activations.length];
            program.activationSums(numerator, denominator);
            for (int i = 0; i < frames(tile) * factors.rank(); i++) {
                double updated = NoiseFactors.updated(activations[i], numerator[i], denominator[i]);
                activations[i] = Math.max(NoiseFactors.FLOOR, updated);
            }
            program.noise(activations, factors.basis());
        }
        if (setup.settings().gain()) {
            renewGains(program, state);
        }
        return cost(tile, program, state, iteration);
    }

    /** Source by source: the next one sees the new gain of the one before. */
    private void renewGains(MixtureProgram program, TileState state) {
        double[] numerator = new double[tileRows];
        double[] denominator = new double[tileRows];
        for (int j = 0; j < state.sources().size(); j++) {
            double[] gain = state.sources().get(j).gain;
            program.gainSums(j, numerator, denominator);
            for (int t = 0; t < tileRows; t++) {
                if (denominator[t] > 0) {
                    double updated = NoiseFactors.updated(gain[t], numerator[t], denominator[t]);
                    gain[t] = Math.max(LEAST_GAIN, Math.min(MOST_GAIN, updated));
                }
            }
            program.gain(j, gain);
        }
    }

    private double cost(int tile, MixtureProgram program, TileState state, int iteration) {
        double[] rows = new double[tileRows];
        program.cost(rows);
        double sum = 0;
        for (int t = 0; t < frames(tile); t++) {
            if (!Double.isFinite(rows[t])) {
                throw new ArithmeticException("the cost of iteration " + (iteration + 1) + " is " + rows[t]
                        + " in frame " + (first(tile) + t) + " (" + setup.name(strange(state, t))
                        + "): nothing was written; try smaller steps, or send in the recording");
            }
            sum += rows[t];
        }
        return sum;
    }

    /** The first source whose code is not finite, or 0. */
    private static int strange(TileState state, int t) {
        for (int j = 0; j < state.sources().size(); j++) {
            double[] codes = state.sources().get(j).codes;
            int width = codes.length / state.sources().get(j).gain.length;
            for (int i = t * width; i < (t + 1) * width; i++) {
                if (!Double.isFinite(codes[i])) {
                    return j;
                }
            }
        }
        return 0;
    }

    /** Runs the last chain and hands its shares over, raised to the floor in proportion. */
    void finish(List<FloatRows> shares, double floor) {
        each(tile -> rooms.in(tile, room -> {
            TileState state = store.load(tile);
            Tile work = tile(tile, room, state, setup.settings().iterations());
            room.program().clearShares();
            chain.finish(work);
            float[] share = new float[tileRows * power.bins()];
            for (int j = 0; j < shares.size(); j++) {
                room.program().shares(j, share);
                for (int i = 0; i < share.length; i++) {
                    share[i] = (float) (floor + (1 - floor) * share[i]);
                }
                shares.get(j).write(first(tile), frames(tile), share);
            }
            return tile;
        }));
    }

    /** Costs so far. */
    List<Double> costs() {
        return costs;
    }

    /** Of the last iteration; NaN where nothing is proposed. */
    double acceptance() {
        return acceptance;
    }

    NoiseFactors factors() {
        return factors;
    }

    @Override
    public void close() {
        team.close();
        rooms.close();
    }
}
