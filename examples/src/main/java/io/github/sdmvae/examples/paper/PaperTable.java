/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.examples.options.OutputFolder;
import io.github.sdmvae.examples.options.RecordingOptions;
import io.github.sdmvae.examples.options.ShowOption;
import io.github.sdmvae.examples.options.SpeechData;
import io.github.sdmvae.examples.paper.CellRunner.Data;
import io.github.sdmvae.examples.paper.Summary.Finished;
import io.github.sdmvae.examples.place.Divisible;
import io.github.sdmvae.examples.place.Place;
import io.github.sdmvae.examples.place.PlaceOption;
import io.github.sdmvae.examples.recordings.TestSpeech;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The table of the SDM-VAE paper on a folder of speech, with sound and pictures. */
@Command(
        name = "PaperTable",
        sortOptions = false,
        description = {
            "Make Table 1 of the SDM-VAE paper on a folder of speech: train every model with every seed, score the",
            "test recordings, and write a table and a page with sound and pictures. May be killed at any moment: the",
            "same command goes on where it was, and ends with the same table. Prints the table on stdout."
        })
public final class PaperTable implements Callable<Integer>, Divisible {
    @Mixin
    private SpeechData data = new SpeechData();

    @Option(
            names = "--data-name",
            paramLabel = "TEXT",
            description = "What to call the data in the table. Default: the folder's name.")
    private @Nullable String dataName;

    @Mixin
    private OutputFolder out = new OutputFolder("out/PaperTable");

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Also a row for this trained model; may be given several times.")
    private List<Path> models = List.of();

    @Mixin
    private ShowOption show = new ShowOption();

    @Mixin
    private TableOptions table = new TableOptions();

    @Mixin
    private RunOptions how = new RunOptions();

    @Mixin
    private PlaceOption place = new PlaceOption();

    @Mixin
    private RecordingOptions recordings = new RecordingOptions();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    PaperTable() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        TableSettings settings = table.settings(data.isBundled());
        how.check();
        Optional<Place> elsewhere = place.place();
        SpeechOptions options = recordings.toSpeechOptions();
        SpeechFolder speech = SpeechFolder.open(data.folder(), options);
        List<Cell> cells = cells();
        try (CellStore store = CellStore.open(out.folder(), settings.identity(speech))) {
            TestSpeech test = new TestSpeech(speech, options, spec.commandLine().getErr());
            TableWriter writer = new TableWriter(store, settings, name());
            writer.requireOwn();
            Work work = new Work(settings, speech, test, options.stft().bins(), store, writer);
            return finish(work, cells, elsewhere);
        }
    }

    /** What the table is made of, and where it goes. */
    private record Work(
            TableSettings settings,
            SpeechFolder speech,
            TestSpeech test,
            int bins,
            CellStore store,
            TableWriter writer) {
        List<Finished> finished(List<Cell> cells) throws IOException {
            return PaperTable.finished(store, cells, settings, bins);
        }
    }

    /** Elsewhere first, if there is such a place, then here; then shows the table. */
    private int finish(Work work, List<Cell> all, Optional<Place> elsewhere) throws IOException, InterruptedException {
        List<Cell> cells = all;
        List<Finished> finished = CodeFigures.complete(
                work.store,
                work.finished(cells),
                work.test.first(work.settings.testLimit()),
                spec.commandLine().getErr());
        int failed = 0;
        if (!show.only() && elsewhere.isPresent()) {
            PlacedRun run = new PlacedRun(work.settings, work.store, work.writer, how, elsewhere.get());
            List<Cell> trained = cells.stream().filter(c -> c.recipe() != null).toList();
            failed = run.finish(PlacedRun.command(spec, data, out), trained, finished);
            finished = work.finished(cells);
            // What failed there would fail here; model files are scored here.
            cells = cells.stream()
                    .filter(c -> c.recipe() == null || work.store.isFinished(c))
                    .toList();
        }
        if (!show.only() && finished.size() < cells.size()) {
            TableRun run = new TableRun(work.settings, read(work), work.store, work.writer::write, how);
            failed += run.finish(cells, finished);
            finished = work.finished(cells);
        }
        return show(work.writer, finished, work.test, failed);
    }

    private Data read(Work work) throws IOException {
        PrintWriter log = spec.commandLine().getErr();
        Data read = new Data(
                RecordingOptions.read(work.speech, Part.TRAIN, log),
                RecordingOptions.read(work.speech, Part.VALIDATION, log),
                work.test.first(work.settings.testLimit()));
        log.println(name() + ": training on " + read.train().description() + ", validation on "
                + read.validation().description());
        log.println(work.settings.describe());
        log.flush();
        return read;
    }

    @Override
    public void finishPart(String part) throws IOException, InterruptedException {
        TableSettings settings = table.settings(data.isBundled());
        Cell cell = table.cells().stream()
                .filter(c -> c.id().equals(part))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("this table has no cell " + part));
        CellStore store = CellStore.join(out.folder());
        if (!store.isFinished(cell)) {
            PlacedData read = PlacedData.of(data.folder(), recordings.toSpeechOptions(), settings.testLimit());
            PlacedRun.finishHere(cell, settings, read.data(), store, how.checkpoints());
        }
    }

    private String name() {
        return dataName == null ? data.name() : dataName;
    }

    /** Seed by seed, so that early on there is a whole table. */
    private List<Cell> cells() throws IOException {
        if (!models.isEmpty()) {
            // Reading a model makes the engine, whose threads are then fixed.
            how.limitThreads(how.jobs(table.cells().size() + models.size()));
        }
        List<Cell> cells = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        table.cells().forEach(cell -> {
            if (ids.add(cell.id())) {
                cells.add(cell);
            }
        });
        for (Path file : models) {
            Cell cell =
                    Cell.given(file, Vae.load(file).definition().dictionary().latentSize());
            if (!ids.add(cell.id())) {
                throw new IllegalArgumentException(
                        "--model files must have different names, got " + file + " and another of that name");
            }
            cells.add(cell);
        }
        return cells;
    }

    /** What earlier starts finished, if it is still of the same models. */
    static List<Finished> finished(CellStore store, List<Cell> cells, TableSettings settings, int bins)
            throws IOException {
        List<Finished> finished = new ArrayList<>();
        for (Cell cell : cells) {
            Optional<CellResult> result = store.result(cell);
            if (result.isPresent()) {
                if (!CellRunner.isOf(result.get(), cell, settings, bins)) {
                    throw new IOException(store.folder(cell) + ": holds the result of another model ("
                            + result.get().source() + " there, " + CellRunner.source(cell, settings, bins)
                            + " now): use another --out, or delete it");
                }
                finished.add(new Finished(cell, result.get()));
            }
        }
        return finished;
    }

    private int show(TableWriter writer, List<Finished> finished, TestSpeech test, int failed) throws IOException {
        if (finished.isEmpty()) {
            throw new IOException(out.folder() + ": nothing is finished, there is no table");
        }
        String markdown = writer.write(finished);
        Path page = writer.page(finished, test.first(how.utterances()));
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.print(markdown);
        stdout.println();
        stdout.println("Written to " + out.folder().toAbsolutePath().normalize()
                + ": table.md, table.csv, runs.csv, utterances.csv, curves.csv, table-m*.svg, models in runs");
        stdout.println("Open " + page.toAbsolutePath().normalize());
        stdout.flush();
        if (failed > 0) {
            throw new IOException(failed + " of the runs failed, see above; the table is without them");
        }
        return 0;
    }
}
