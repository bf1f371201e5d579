/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.examples.options.OutputFolder;
import io.github.sdmvae.examples.options.RecordingOptions;
import io.github.sdmvae.examples.options.SpeechData;
import io.github.sdmvae.examples.output.ResultFolder;
import io.github.sdmvae.examples.place.Divisible;
import io.github.sdmvae.examples.place.Place;
import io.github.sdmvae.examples.place.PlaceOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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

/** Rates, rows, sizes and seeds crossed: which settings give the lowest validation loss. */
@Command(
        name = "Sweep",
        sortOptions = false,
        description = {
            "Train every model of a table with several learning rates and seeds, and list the runs by validation loss.",
            "May be killed at any moment: the same command goes on where it was. Prints the list on stdout."
        })
public final class Sweep implements Callable<Integer>, Divisible {
    static final String NAME = "Sweep";
    private static final String LIST = "sweep.csv";
    private static final String BETWEEN = "/";

    @Mixin
    private SpeechData data = new SpeechData();

    @Mixin
    private OutputFolder out = new OutputFolder("out/Sweep");

    @Option(names = "--rates", paramLabel = "X", split = ",", required = true, description = "Learning rates to try.")
    private List<Double> rates = List.of();

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
    Sweep() {}

    /**
     * A run.
     *
     * @param rate learning rate
     * @param cell the model
     */
    private record Run(double rate, Cell cell) {
        String id() {
            return "rate-" + rate + BETWEEN + cell.id();
        }
    }

    private List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        rates.forEach(rate -> table.cells().forEach(cell -> runs.add(new Run(rate, cell))));
        return runs;
    }

    private TableSettings settings(double rate) {
        return table.settings(data.isBundled()).withLearningRate(rate);
    }

    private Path folder(Run run) {
        return out.folder().resolve("rate-" + run.rate());
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        how.check();
        Optional<Place> elsewhere = place.place();
        ResultFolder folder = ResultFolder.open(out.folder(), LIST);
        SpeechFolder speech = SpeechFolder.open(data.folder(), recordings.toSpeechOptions());
        for (double rate : rates) {
            // Made with these settings and recordings, or refused.
            CellStore.open(out.folder().resolve("rate-" + rate), settings(rate).identity(speech))
                    .close();
        }
        List<Run> open = runs().stream().filter(run -> !isFinished(run)).toList();
        Map<String, String> failures = elsewhere.isPresent()
                ? elsewhere(elsewhere.get(), open)
                : here(open, spec.commandLine().getErr());
        String list = list();
        folder.csv(LIST, list);
        spec.commandLine().getOut().print(list);
        spec.commandLine().getOut().flush();
        if (!failures.isEmpty()) {
            throw new IOException(failures.size() + " of the runs failed: " + failures);
        }
        return 0;
    }

    private boolean isFinished(Run run) {
        return CellStore.join(folder(run)).isFinished(run.cell());
    }

    private Map<String, String> elsewhere(Place there, List<Run> open) throws IOException {
        if (open.isEmpty()) {
            return Map.of();
        }
        how.limitThreads(2);
        return there.finish(
                NAME,
                PlacedRun.command(spec, data, out),
                open.stream().map(Run::id).toList());
    }

    private Map<String, String> here(List<Run> open, PrintWriter log) throws InterruptedException {
        Map<String, String> failures = new TreeMap<>();
        for (int i = 0; i < open.size(); i++) {
            Run run = open.get(i);
            try {
                finishPart(run.id());
                log.println("[" + (i + 1) + "/" + open.size() + "] " + run.id());
            } catch (IOException | RuntimeException e) {
                failures.put(run.id(), String.valueOf(e.getMessage()));
                log.println(run.id() + " failed: " + e.getMessage());
            }
            log.flush();
        }
        return failures;
    }

    @Override
    public void finishPart(String part) throws IOException, InterruptedException {
        Run run = runs().stream()
                .filter(r -> r.id().equals(part))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("this sweep has no run " + part));
        if (!isFinished(run)) {
            SpeechOptions options = recordings.toSpeechOptions();
            TableSettings settings = settings(run.rate());
            PlacedData read = PlacedData.of(data.folder(), options, settings.testLimit());
            PlacedRun.finishHere(run.cell(), settings, read.data(), CellStore.join(folder(run)), how.checkpoints());
        }
    }

    /** The runs that are finished, the lowest validation loss first. */
    private String list() throws IOException {
        List<Finished> finished = new ArrayList<>();
        for (Run run : runs()) {
            CellStore.join(folder(run)).result(run.cell()).ifPresent(result -> finished.add(new Finished(run, result)));
        }
        finished.sort(Comparator.comparingDouble(Finished::loss));
        StringBuilder text =
                new StringBuilder("row,m,seed,learning_rate,validation_loss,pesq_raw,estoi,hoyer,best_epoch,epochs\n");
        for (Finished one : finished) {
            text.append(one.line());
        }
        return text.toString();
    }

    /**
     * A run that is finished.
     *
     * @param run which
     * @param result what it gave
     */
    private record Finished(Run run, CellResult result) {
        double loss() {
            return result.reconstruction() + result.divergence();
        }

        /** Its row of the list. */
        String line() {
            return String.format(
                    Locale.ROOT,
                    "%s,%d,%d,%s,%.3f,%.4f,%.4f,%.4f,%d,%d%n",
                    run.cell().row(),
                    run.cell().latent(),
                    run.cell().seed(),
                    run.rate(),
                    loss(),
                    result.mean(Measure.PESQ_RAW),
                    result.mean(Measure.ESTOI),
                    result.mean(Measure.HOYER),
                    result.bestEpoch(),
                    result.history().size());
        }
    }
}
