/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechFrames;
import io.github.sdmvae.examples.output.OutputFolder;
import io.github.sdmvae.examples.training.TrainingProgress;
import io.github.sdmvae.examples.training.TrainingSettings;
import io.github.sdmvae.examples.training.TrainingSettings.Defaults;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job: trains a VAE and SDM-VAEs on speech, resynthesises test recordings, scores them and shows it all. */
@Command(
        name = "SpeechResynthesis",
        sortOptions = false,
        description = {
            "Train a VAE and sparse-dictionary VAEs on speech, resynthesise the test recordings and compare.",
            "Prints a table on stdout; writes models, sound, pictures and tables into a folder.",
            "Started again after an interruption, it goes on where it was; after its end, it does not train again."
        })
final class SpeechResynthesis implements Callable<Integer> {
    /** The bundled speech is small: with the paper's rate it would take hundreds of epochs to learn it. */
    private static final Defaults BUNDLED = new Defaults(50, 1e-3, TrainingSettings.Schedule.CONSTANT);

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of WAV or FLAC recordings: sub-folders train, val and test, or one per speaker."
                    + " Default: the bundled synthetic speech.")
    private @Nullable Path data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/SpeechResynthesis",
            description = "Where to write. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("out/SpeechResynthesis");

    @Option(
            names = "--models",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "vae,sdm-identity,sdm-dct",
            description = "Which models. Default: ${DEFAULT-VALUE}.")
    private List<String> models = List.of();

    @Option(
            names = "--latent",
            paramLabel = "M",
            defaultValue = "32",
            description = "Size m of the latent vector. Default: ${DEFAULT-VALUE}.")
    private int latent;

    @Option(
            names = "--atoms",
            paramLabel = "K",
            defaultValue = "64",
            description = "Atoms k of the DCT dictionary. Default: ${DEFAULT-VALUE}.")
    private int atoms;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            defaultValue = "128",
            description = "Size of the hidden layers. Default: ${DEFAULT-VALUE}.")
    private int hidden;

    @Option(
            names = "--utterances",
            paramLabel = "N",
            defaultValue = "3",
            description = "Test recordings to write sound and pictures of; all are scored. Default: ${DEFAULT-VALUE}.")
    private int utterances;

    @Mixin
    private TrainingSettings training = new TrainingSettings();

    @Mixin
    private CheckpointSettings checkpoints = new CheckpointSettings();

    @Mixin
    private RecordingOptions recordings = new RecordingOptions();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    SpeechResynthesis() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter log = spec.commandLine().getErr();
        List<SpeechModel> chosen =
                models.stream().map(SpeechModel::of).distinct().toList();
        Path root = data == null ? BundledSpeech.folder() : data;
        SpeechFolder folder = SpeechFolder.open(root, recordings.toSpeechOptions());
        if (folder.files(Part.TEST).isEmpty()) {
            throw new IOException(root + ": there are no test recordings to resynthesise");
        }
        OutputFolder tables = OutputFolder.open(out, "table.md", "table.csv", "history.csv");
        SpeechFrames train = RecordingOptions.read(folder, Part.TRAIN, log);
        SpeechFrames validation = RecordingOptions.read(folder, Part.VALIDATION, log);
        log.println((data == null ? "bundled synthetic speech" : root) + ": training on " + train.description()
                + ", validation on " + validation.description());
        log.println(training.describe(defaults()) + (data == null ? " (the paper: 1e-4)" : ""));
        log.flush();
        List<ModelResult> results = new ArrayList<>();
        TestSpeech test = new TestSpeech(folder, recordings.toSpeechOptions(), log);
        for (SpeechModel model : chosen) {
            results.add(train(model, train, validation, test));
        }
        show(tables, results, test);
        return 0;
    }

    private Defaults defaults() {
        return data == null ? BUNDLED : Defaults.PAPER;
    }

    private ModelResult train(SpeechModel model, SpeechFrames train, SpeechFrames validation, TestSpeech test)
            throws IOException {
        ModelDefinition definition =
                model.definition(train.width(), new SpeechModel.Sizes(hidden, latent, atoms, training.seed()));
        String title = model.title(definition);
        TrainingResult result;
        try (TrainingProgress progress = training.progress(title)) {
            Trainer.Builder trainer = training.trainer(defaults(), train.size()).listener(progress);
            Path folder = out.resolve("checkpoints").resolve(model.id());
            result = checkpoints.fit(trainer, folder, definition, train, validation);
        }
        Path models = Files.createDirectories(out.resolve("models"));
        result.model().save(models.resolve(model.id() + ".sdmvae"));
        return new ModelResult(
                model.id(), title, result, result.model().evaluate(validation), test.scores(result.model()));
    }

    private void show(OutputFolder tables, List<ModelResult> results, TestSpeech test) throws IOException {
        ResultTable table = new ResultTable(results);
        tables.markdown("table.md", table.markdown());
        tables.csv("table.csv", table.csv());
        tables.csv("history.csv", LearningCurves.csv(results));
        new Gallery(out, spec.commandLine().getErr()).write(results, test.first(utterances));
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.print(table.markdown());
        stdout.println();
        stdout.println("Scores: means over " + test.size() + " test recordings. Loss and its terms: validation set,"
                + " nats per frame.");
        stdout.println("Written to " + out.toAbsolutePath().normalize()
                + ": models, sound, pictures, table.md, table.csv, history.csv");
        stdout.flush();
    }
}
