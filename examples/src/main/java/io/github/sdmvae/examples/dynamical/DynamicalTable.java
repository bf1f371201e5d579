/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.dynamical;

import com.google.gson.reflect.TypeToken;
import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.examples.options.JobsOption;
import io.github.sdmvae.examples.options.OutputFolder;
import io.github.sdmvae.examples.options.RecordingOptions;
import io.github.sdmvae.examples.options.SeedList;
import io.github.sdmvae.examples.options.ShowOption;
import io.github.sdmvae.examples.options.SpeechData;
import io.github.sdmvae.examples.options.TestLimitOption;
import io.github.sdmvae.examples.output.Checksum;
import io.github.sdmvae.examples.output.ResultFolder;
import io.github.sdmvae.examples.output.RunFolder;
import io.github.sdmvae.examples.place.Jobs;
import io.github.sdmvae.examples.recordings.TestSpeech;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Static models and models of time, dense and sparse, with the same budget. */
@Command(
        name = "DynamicalTable",
        sortOptions = false,
        description = {
            "Train static models, RVAE and DKF, each with dense and sparse codes, for the same number of epochs, and score",
            "resynthesised test recordings, sparsity of codes and how they change over time. May be killed at any",
            "moment: the same command goes on where it was. Prints the table on stdout."
        })
public final class DynamicalTable implements Callable<Integer> {
    private static final String MARKDOWN = "dynamical.md";
    private static final String CSV = "dynamical.csv";

    /** What encoders read. */
    enum Input {
        /** Powers, as in the sources. */
        POWER,
        /** log(x + 1e-6)/5. */
        LOG_POWER
    }

    @Mixin
    private SpeechData data = new SpeechData();

    @Option(
            names = "--every",
            paramLabel = "N",
            defaultValue = "1",
            description = "Train on every Nth recording, in the order of paths. Default: ${DEFAULT-VALUE}.")
    private int every;

    @Option(
            names = "--models",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "static-normal,static-sdm,rvae-normal,rvae-sdm,rvae-coupled,rvae-anchored",
            description =
                    "static-, rvae- (bidirectional, no recurrence over codes) or dkf-, and the prior: normal, markov,"
                            + " sdm, smoothed, coupled, block, anchored; not all of both. Default: ${DEFAULT-VALUE}.")
    private List<String> models = List.of();

    @Mixin
    private SeedList seeds = new SeedList(3);

    @Option(names = "--m", paramLabel = "M", defaultValue = "32", description = "Code entries. Default: 32.")
    private int latent;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "20", description = "Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--input",
            paramLabel = "NAME",
            defaultValue = "POWER",
            description = "What encoders read: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Input input = Input.POWER;

    @Mixin
    private TestLimitOption testLimit = new TestLimitOption();

    @Mixin
    private ShowOption show = new ShowOption();

    @Mixin
    private JobsOption jobs = new JobsOption();

    @Mixin
    private OutputFolder out = new OutputFolder("out/DynamicalTable");

    @Mixin
    private RecordingOptions recordings = new RecordingOptions();

    @Spec
    private CommandSpec spec;

    /** Made by picocli, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public DynamicalTable() {}

    /** One training of the table. */
    private record Cell(TimeModel model, long seed) {
        Path folder(Path out) {
            return out.resolve("runs").resolve(model.id() + "-s" + seed);
        }

        Optional<TimeRun> result(Path out) throws IOException {
            return RunFolder.read(folder(out).resolve("result.json"), new TypeToken<TimeRun>() {});
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        TimeTraining.Settings settings = new TimeTraining.Settings(latent, epochs, input == Input.LOG_POWER);
        if (every < 1) {
            throw new IllegalArgumentException("--every must be at least 1, got " + every);
        }
        List<TimeModel> chosen = models.stream().map(TimeModel::of).distinct().toList();
        List<Cell> cells = new ArrayList<>();
        seeds.seeds().forEach(seed -> chosen.forEach(model -> cells.add(new Cell(model, seed))));
        SpeechOptions options = recordings.toSpeechOptions();
        SpeechFolder speech = SpeechFolder.open(data.folder(), options);
        ResultFolder results = ResultFolder.open(out.folder(), MARKDOWN, CSV);
        try (RunFolder folder = RunFolder.open(out.folder(), "DynamicalTable", identity(speech, settings))) {
            int failed = show.only() ? 0 : finish(cells, speech, options, settings, folder.folder(), results);
            String table = write(cells, settings, folder.folder(), results);
            PrintWriter stdout = spec.commandLine().getOut();
            stdout.println(table);
            stdout.println("Written to " + out.folder().toAbsolutePath().normalize() + ": " + MARKDOWN + ", " + CSV
                    + ", models in runs");
            stdout.flush();
            return failed == 0 ? 0 : 1;
        }
    }

    private Map<String, String> identity(SpeechFolder speech, TimeTraining.Settings settings) throws IOException {
        Map<String, String> all = new TreeMap<>();
        all.put("settings", settings.describe());
        all.put("--every", Integer.toString(every));
        all.put("--test-limit", Integer.toString(testLimit.most()));
        all.put("front end", speech.frontEnd().options().toString());
        for (Part part : Part.values()) {
            all.put("data (" + part.name().toLowerCase(Locale.ROOT) + ")", Checksum.of(speech.files(part)));
        }
        return all;
    }

    private int finish(
            List<Cell> cells,
            SpeechFolder speech,
            SpeechOptions options,
            TimeTraining.Settings settings,
            Path folder,
            ResultFolder results)
            throws IOException, InterruptedException {
        List<Cell> open = open(cells, folder);
        if (open.isEmpty()) {
            return 0;
        }
        int atOnce = Math.min(jobs.count(), open.size());
        Jobs.limitThreads(atOnce);
        TimeTraining training = training(speech, options, settings);
        try (Jobs all = new Jobs(atOnce)) {
            return all.each(
                    open,
                    cell -> {
                        one(training, cell, folder);
                        write(cells, settings, folder, results);
                    },
                    this::failed);
        }
    }

    private static List<Cell> open(List<Cell> cells, Path folder) throws IOException {
        List<Cell> open = new ArrayList<>();
        for (Cell cell : cells) {
            if (cell.result(folder).isEmpty()) {
                open.add(cell);
            }
        }
        return open;
    }

    private TimeTraining training(SpeechFolder speech, SpeechOptions options, TimeTraining.Settings settings)
            throws IOException {
        PrintWriter log = spec.commandLine().getErr();
        TimeTraining training = new TimeTraining(
                read(speech, Part.TRAIN, every, log),
                read(speech, Part.VALIDATION, 1, log),
                new TestSpeech(speech, options, log).first(testLimit.most()),
                settings);
        log.println("training on " + training.train().description() + ", validation on "
                + training.validation().description() + "; " + settings.describe());
        log.flush();
        return training;
    }

    private void failed(Cell cell, Throwable cause) {
        PrintWriter log = spec.commandLine().getErr();
        log.println(cell.model().id() + ", seed " + cell.seed() + ", failed: " + cause);
        log.flush();
    }

    private void one(TimeTraining training, Cell cell, Path folder) throws IOException {
        long start = System.nanoTime();
        TimeRun run = training.finish(cell.model(), cell.seed(), cell.folder(folder));
        RunFolder.write(cell.folder(folder).resolve("result.json"), run);
        PrintWriter log = spec.commandLine().getErr();
        log.println(String.format(
                Locale.ROOT,
                "%s, seed %d: %.0f s, validation %.0f / %.1f, PESQ %.2f, Hoyer %.3f",
                cell.model().title(),
                cell.seed(),
                (System.nanoTime() - start) / 1e9,
                run.of(TimeFigure.VALIDATION_RECONSTRUCTION),
                run.of(TimeFigure.VALIDATION_DIVERGENCE),
                run.of(TimeFigure.PESQ),
                run.of(TimeFigure.HOYER)));
        log.flush();
    }

    /** Copies, so that what is not used can go. */
    private static Sequences read(SpeechFolder speech, Part part, int every, PrintWriter log) throws IOException {
        Sequences all = RecordingOptions.read(speech, part, log).sequences();
        float[][][] chosen = new float[(all.count() + every - 1) / every][][];
        for (int s = 0; s < chosen.length; s++) {
            chosen[s] = all.sequence(s * every);
        }
        return Sequences.of(chosen);
    }

    private synchronized String write(
            List<Cell> cells, TimeTraining.Settings settings, Path folder, ResultFolder results) throws IOException {
        List<TimeRun> runs = new ArrayList<>();
        for (Cell cell : cells) {
            cell.result(folder).ifPresent(runs::add);
        }
        TimeTable table = new TimeTable(runs, note(settings));
        results.markdown(MARKDOWN, table.markdown());
        results.csv(CSV, table.csv());
        return table.markdown();
    }

    private String note(TimeTraining.Settings settings) {
        return data.name() + (every == 1 ? "" : ", every " + every + "th training recording") + "; "
                + settings.describe() + ". Mean ± standard deviation over seeds (n − 1). rec and div in nats per frame"
                + " after the last epoch, without constants; the rest by the parameters of the epoch with the lowest"
                + " validation loss: rec by mean code of whole validation utterances (no bound), its median over frames;"
                + " scores of whole test recordings coded by the mean. Roughness: Σ(a_t − a_{t−1})²/Σa_t²; change of"
                + " supports: share of the entries that carry 90 % of a frame's information, in either of two successive"
                + " frames, that are not in both.";
    }
}
