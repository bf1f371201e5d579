/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import com.google.gson.GsonBuilder;
import io.github.sdmvae.audio.SingleSpectrogram;
import io.github.sdmvae.audio.SingleStft;
import io.github.sdmvae.audio.Spectrogram;
import io.github.sdmvae.audio.Stft;
import io.github.sdmvae.audio.StftConfig;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How many frames per second this library and libtorch (eager, autograd) train, reconstruct and transform, in turn in one
 * process, on equal threads, after checking that both compute the same loss, reconstruction and spectrogram from the same
 * weights, noise and signal; and the matrix products alone, on one thread, measured in the same run. Each side has a
 * thread of its own. Ratios are medians over rounds, with the 10th and 90th percentile.
 *
 * <p>{@code java -Dsdmvae.threads=1 -cp sdmvae-bench/target/benchmarks.jar io.github.sdmvae.bench.LibtorchComparison}
 *
 * <p>libtorch's own settings were found by trying: {@code torch.set_num_threads}, and for 2 threads
 * {@code OPENBLAS_NUM_THREADS=1} in the environment. Our transforms work in the calling thread alone, whatever the number.
 *
 * <p>{@code -Dworks=transforms} for a part of it: of {@code models}, {@code epochs}, {@code transforms} and
 * {@code dead}, separated by commas; {@code -Drounds=5} for a short run.
 */
public final class LibtorchComparison {
    /** The outcome that is none of libtorch. */
    static final String DEAD_CODES = "dead codes";

    private static final String EPOCHS = "four epochs of the trainer";

    private static final Set<String> WORKS =
            Set.of(System.getProperty("works", "models,epochs,transforms,dead").split(",", -1));

    private static final int CODE = 32;
    private static final int HIDDEN = 128;
    private static final int SAMPLES = 160_000;

    private final Contest contest;
    private final int threads;
    private final List<Outcome> outcomes = new ArrayList<>();

    private LibtorchComparison(Contest contest, int threads) {
        this.contest = contest;
        this.threads = threads;
    }

    /**
     * Runs the comparison and prints its figures.
     *
     * @param args a file to write them into as JSON, or none
     * @throws Exception if one of the sides fails
     */
    public static void main(String[] args) throws Exception {
        int threads = Integer.getInteger("sdmvae.threads", Runtime.getRuntime().availableProcessors());
        System.setProperty("sdmvae.threads", Integer.toString(threads));
        try (Contest contest = new Contest()) {
            contest.theirs(() -> {
                torch.set_num_threads(threads);
                return threads;
            });
            LibtorchComparison comparison = new LibtorchComparison(contest, threads);
            comparison.compareAll();
            if (args.length > 0) {
                Files.writeString(
                        Path.of(args[0]),
                        new GsonBuilder().setPrettyPrinting().create().toJson(comparison.outcomes));
            }
        }
    }

    private void compareAll() throws Exception {
        if (WORKS.contains("models")) {
            step(128, 20);
            reconstruction(256, 20);
            reconstruction(1, 200);
        }
        if (WORKS.contains("epochs")) {
            epochs();
        }
        if (WORKS.contains("transforms")) {
            transforms();
        }
        if (WORKS.contains("dead") && threads == 1) {
            deadCodes();
        }
    }

    private void step(int batch, int calls) throws Exception {
        Engine engine = contest.ours(Engines::standard);
        BenchModel own = contest.ours(() -> new BenchModel(engine, batch, CODE, HIDDEN));
        LibtorchModel other = contest.theirs(() -> new LibtorchModel(own, batch));
        BareProducts bare = contest.products(() -> new BareProducts(batch, CODE, HIDDEN));
        requireSameLoss(own, other);
        add("training step", batch, contest.duel(calls, own::step, other::step, run(bare::step)));
    }

    private void reconstruction(int batch, int calls) throws Exception {
        Engine engine = contest.ours(Engines::standard);
        BenchModel own = contest.ours(() -> new BenchModel(engine, batch, CODE, HIDDEN));
        LibtorchModel other = contest.theirs(() -> new LibtorchModel(own, batch));
        BareProducts bare = contest.products(() -> new BareProducts(batch, CODE, HIDDEN));
        float[] theirs = new float[own.x().length];
        requireClose(
                "reconstruction",
                contest.ours(own::reconstruct),
                contest.theirs(() -> other.reconstruct(own.x(), theirs)),
                0);
        add("reconstruction", batch, contest.duel(calls, own::reconstruct, other::reconstruct, run(bare::forward)));
        add(
                "reconstruction, both from array to array",
                batch,
                contest.duel(calls, own::reconstruct, () -> other.reconstruct(own.x(), theirs), run(bare::forward)));
    }

    /** On an eighth of the speech of the README's results, validation included, both sides on data in memory. */
    private void epochs() throws Exception {
        EpochBenchmark own = new EpochBenchmark();
        BenchModel model = contest.ours(() -> new BenchModel(Engines.standard(), EpochBenchmark.BATCH, CODE, HIDDEN));
        LibtorchModel other = contest.theirs(() -> new LibtorchModel(model, EpochBenchmark.BATCH));
        Tensor train = contest.theirs(() -> LibtorchModel.tensor(
                EpochBenchmark.powers(EpochBenchmark.TRAIN), EpochBenchmark.TRAIN, BenchModel.INPUT));
        Tensor validation = contest.theirs(() -> LibtorchModel.tensor(
                EpochBenchmark.powers(EpochBenchmark.VALIDATION), EpochBenchmark.VALIDATION, BenchModel.INPUT));
        add(
                EPOCHS,
                EpochBenchmark.EPOCHS * EpochBenchmark.TRAIN,
                contest.longDuel(own::epochs, () -> epochs(other, train, validation)));
    }

    private static double epochs(LibtorchModel model, Tensor train, Tensor validation) {
        double loss = 0;
        for (int i = 0; i < EpochBenchmark.EPOCHS; i++) {
            loss = model.epoch(train, validation);
        }
        return loss;
    }

    /** Ten seconds at 16 kHz, both sides in single or both in double precision; ours in the calling thread alone. */
    private void transforms() throws Exception {
        double[] signal = StftBenchmark.noise(SAMPLES);
        singleTransforms(signal);
        doubleTransforms(signal);
    }

    private void singleTransforms(double[] signal) throws Exception {
        float[] samples = StftBenchmark.narrow(signal);
        SingleStft own = SingleStft.of(StftConfig.speech());
        SingleSpectrogram spectrogram = own.forward(samples);
        LibtorchStft other = contest.theirs(() -> new LibtorchStft(own.config(), signal, ScalarType.Float));
        requireSamePower(other, contest.ours(() -> own.power(samples)));
        String name = "STFT, libtorch in single precision: ";
        int frames = spectrogram.frames();
        add(name + "power", frames, contest.duel(4, () -> own.power(samples), other::power));
        add(name + "complex", frames, contest.duel(4, () -> own.forward(samples), other::forward));
        add(name + "inverse", frames, contest.duel(4, () -> own.inverse(spectrogram), other::inverse));
    }

    private void doubleTransforms(double[] signal) throws Exception {
        Stft own = Stft.of(StftConfig.speech());
        Spectrogram spectrogram = own.forward(signal);
        LibtorchStft other = contest.theirs(() -> new LibtorchStft(own.config(), signal, ScalarType.Double));
        requireSamePower(other, contest.ours(() -> own.power(signal)));
        String name = "STFT, libtorch in double precision: ";
        int frames = spectrogram.frames();
        add(name + "power", frames, contest.duel(4, () -> own.power(signal), other::power));
        add(name + "complex", frames, contest.duel(4, () -> own.forward(signal), other::forward));
        add(name + "inverse", frames, contest.duel(4, () -> own.inverse(spectrogram), other::inverse));
    }

    private void requireSamePower(LibtorchStft other, Frames power) throws Exception {
        requireClose("power spectrogram", StftBenchmark.flat(power), contest.theirs(other::powers), 1e-3f);
    }

    /** No matter of libtorch, but times that are compared in turn say more on a machine that is not steady. */
    private void deadCodes() throws Exception {
        Engine engine = contest.ours(Engines::standard);
        BenchModel alive = contest.ours(() -> new BenchModel(engine, 128, CODE, HIDDEN));
        BenchModel dead = contest.ours(() -> new BenchModel(engine, 128, CODE, HIDDEN));
        alive.keepWeights();
        dead.keepWeights();
        contest.ours(() -> {
            dead.killCodes();
            return dead;
        });
        Outcome.Ratio ratio = contest.compare(20, "dead", dead::step, "alive", alive::step);
        System.out.printf(Locale.ROOT, "%ntraining step with codes %s: %s%n", ratio.name(), ratio.text());
        outcomes.add(new Outcome(DEAD_CODES, threads, 128, List.of(), List.of(ratio)));
    }

    private void add(String work, int frames, List<Contest.Series> series) {
        Outcome outcome = Contest.outcome(work, threads, frames, series);
        System.out.print(outcome.text());
        outcomes.add(outcome);
    }

    private static Callable<Object> run(Runnable work) {
        return () -> {
            work.run();
            return work;
        };
    }

    private void requireSameLoss(BenchModel own, LibtorchModel other) throws Exception {
        float[] noise = contest.ours(() -> own.noise().clone());
        double theirLoss = contest.theirs(() -> other.lossWith(noise));
        double ourLoss = contest.ours(own::step);
        if (!(Math.abs(ourLoss - theirLoss) <= 1e-5 * Math.abs(theirLoss))) {
            throw new IllegalStateException("losses differ: " + ourLoss + " and " + theirLoss);
        }
        System.out.printf(Locale.ROOT, "same loss from the same weights: %.6f and %.6f%n", ourLoss, theirLoss);
    }

    /** Equal but for rounding: relative to each value, or to where a value counts as none. */
    private static void requireClose(String what, float[] mine, float[] yours, float least) {
        if (mine.length != yours.length) {
            throw new IllegalStateException(what + ": " + mine.length + " and " + yours.length + " values");
        }
        for (int i = 0; i < mine.length; i++) {
            float size = Math.max(least, Math.abs(yours[i]));
            if (!(Math.abs(mine[i] - yours[i]) <= (least == 0 ? 1e-5f : 1e-3f) * size)) {
                throw new IllegalStateException(what + " differs: " + mine[i] + " and " + yours[i]);
            }
        }
        System.out.printf(Locale.ROOT, "same %s: %d values%n", what, mine.length);
    }
}
