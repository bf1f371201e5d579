/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.examples.options.RecordingOptions;
import io.github.sdmvae.examples.paper.CellRunner.Data;
import io.github.sdmvae.examples.paper.Summary.Finished;
import io.github.sdmvae.examples.recordings.TestSpeech;
import io.github.sdmvae.examples.training.Recipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Trains and scores many models on a folder of speech, for tables other than the paper's. Goes on where it was killed. */
public final class SpeechRuns {
    /** Key of the validation loss without its constants, β = 1, among {@link Run#figures}. */
    public static final String LOSS = "loss";

    private static final String PROGRAM = "program";

    private SpeechRuns() {}

    /**
     * One training.
     *
     * @param recipe what to train
     * @param latent m
     * @param seed of weights, shuffling and noise
     */
    public record Wanted(Recipe recipe, int latent, long seed) {}

    /**
     * What a training gave.
     *
     * @param wanted which
     * @param epochs done
     * @param bestEpoch whose parameters were kept
     * @param figures measures of the test recordings by {@link Measure#key}; {@code reconstruction}, {@code divergence},
     *     {@link #LOSS} and {@code active_units} of the validation frames
     */
    public record Run(Wanted wanted, int epochs, int bestEpoch, Map<String, Double> figures) {
        /**
         * Copies the figures.
         *
         * @param wanted which
         * @param epochs done
         * @param bestEpoch whose parameters were kept
         * @param figures by name
         */
        public Run {
            figures = new LinkedHashMap<>(figures);
        }
    }

    /** Told of all results so far after every run. */
    public interface Results {
        /**
         * Writes tables and pictures.
         *
         * @param runs finished ones, in the order wanted
         * @throws IOException if they cannot be written
         */
        void write(List<Run> runs) throws IOException;
    }

    /**
     * What runs share.
     *
     * @param program name of the program, so that folders are not mixed up
     * @param speech the recordings
     * @param options how they are read
     * @param out folder of the results
     * @param settings of every training
     * @param how jobs, checkpoints, progress
     * @param log told what is going on
     */
    public record Setting(
            String program,
            SpeechFolder speech,
            SpeechOptions options,
            Path out,
            TableSettings settings,
            RunOptions how,
            PrintWriter log) {}

    /**
     * Finishes what is not finished.
     *
     * @param setting what runs share
     * @param wanted the trainings, in the order to do them
     * @param show whether to train nothing
     * @param results told after every run
     * @return all that are finished
     * @throws IOException if the folder holds other results, or data cannot be read
     * @throws InterruptedException if the thread is interrupted
     */
    public static List<Run> finish(Setting setting, List<Wanted> wanted, boolean show, Results results)
            throws IOException, InterruptedException {
        setting.how().check();
        TableSettings settings = setting.settings();
        List<Cell> cells = wanted.stream()
                .map(run -> Cell.trained(run.recipe(), run.latent(), run.seed()))
                .toList();
        Map<String, String> identity = new TreeMap<>(settings.identity(setting.speech()));
        identity.put(PROGRAM, setting.program());
        int bins = setting.options().stft().bins();
        try (CellStore store = CellStore.open(setting.out(), identity)) {
            List<Finished> finished = PaperTable.finished(store, cells, settings, bins);
            int failed = 0;
            if (!show && finished.size() < cells.size()) {
                TableRun run =
                        new TableRun(settings, data(setting), store, so -> results.write(runs(so)), setting.how());
                failed = run.finish(cells, finished);
                finished = PaperTable.finished(store, cells, settings, bins);
            }
            results.write(runs(finished));
            if (failed > 0) {
                throw new IOException(failed + " of the runs failed, see above; the table is without them");
            }
            return runs(finished);
        }
    }

    private static Data data(Setting setting) throws IOException {
        TestSpeech test = new TestSpeech(setting.speech(), setting.options(), setting.log());
        Data read = new Data(
                RecordingOptions.read(setting.speech(), Part.TRAIN, setting.log()),
                RecordingOptions.read(setting.speech(), Part.VALIDATION, setting.log()),
                test.first(setting.settings().testLimit()));
        setting.log()
                .println("training on " + read.train().description() + ", validation on "
                        + read.validation().description());
        setting.log().println(setting.settings().describe());
        setting.log().flush();
        return read;
    }

    private static List<Run> runs(List<Finished> finished) {
        return finished.stream().map(SpeechRuns::run).toList();
    }

    private static Run run(Finished finished) {
        CellResult result = finished.result();
        Cell cell = finished.cell();
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            figures.put(measure.key(), result.mean(measure));
        }
        figures.put("reconstruction", result.reconstruction());
        figures.put("divergence", result.divergence());
        figures.put(LOSS, result.reconstruction() + result.divergence());
        figures.put("active_units", (double) result.activeUnits());
        Recipe recipe = java.util.Objects.requireNonNull(cell.recipe(), "recipe");
        return new Run(
                new Wanted(recipe, cell.latent(), cell.seed()), result.history().size(), result.bestEpoch(), figures);
    }
}
