/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.ResynthesisScores;
import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechFrames;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.examples.options.CheckpointSettings;
import io.github.sdmvae.examples.options.CodeSizes;
import io.github.sdmvae.examples.options.Given;
import io.github.sdmvae.examples.options.HiddenLayers;
import io.github.sdmvae.examples.options.OutputFolder;
import io.github.sdmvae.examples.options.RecordingOptions;
import io.github.sdmvae.examples.options.SpeechData;
import io.github.sdmvae.examples.options.TrainingSettings;
import io.github.sdmvae.examples.options.TrainingSettings.Defaults;
import io.github.sdmvae.examples.options.UtterancesOption;
import io.github.sdmvae.examples.output.ResultFolder;
import io.github.sdmvae.examples.recordings.TestSpeech;
import io.github.sdmvae.examples.training.TrainingProgress;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.report.CodeSparsity;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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

    private static final int LATENT = 32;
    private static final int ATOMS = 64;
    private static final int HIDDEN = 128;

    @Mixin
    private SpeechData data = new SpeechData();

    @Mixin
    private OutputFolder out = new OutputFolder("out/SpeechResynthesis");

    @Mixin
    private CodeSizes sizes = new CodeSizes(Given.of(LATENT), Given.of(ATOMS));

    @Mixin
    private HiddenLayers hidden = HiddenLayers.of(HIDDEN);

    @Option(
            names = "--models",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "vae,sdm-identity,sdm-dct",
            description = "Which models. Default: ${DEFAULT-VALUE}.")
    private List<String> models = List.of();

    @Mixin
    private UtterancesOption utterances = new UtterancesOption(3);

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
        List<SpeechVariant> chosen =
                models.stream().map(SpeechVariant::of).distinct().toList();
        Path root = data.folder();
        SpeechFolder folder = SpeechFolder.open(root, recordings.toSpeechOptions());
        if (folder.files(Part.TEST).isEmpty()) {
            throw new IOException(root + ": there are no test recordings to resynthesise");
        }
        ResultFolder tables = ResultFolder.open(out.folder(), "table.md", "table.csv", "history.csv");
        SpeechFrames train = RecordingOptions.read(folder, Part.TRAIN, log);
        SpeechFrames validation = RecordingOptions.read(folder, Part.VALIDATION, log);
        log.println(
                data.path() + ": training on " + train.description() + ", validation on " + validation.description());
        log.println(training.describe(defaults()) + (data.isBundled() ? " (the paper: 1e-4)" : ""));
        log.flush();
        List<ModelResult> results = new ArrayList<>();
        TestSpeech test = new TestSpeech(folder, recordings.toSpeechOptions(), log);
        for (SpeechVariant model : chosen) {
            results.add(train(model, train, validation, test));
        }
        show(tables, results, test);
        return 0;
    }

    private Defaults defaults() {
        return data.isBundled() ? BUNDLED : Defaults.PAPER;
    }

    private ModelResult train(SpeechVariant model, SpeechFrames train, SpeechFrames validation, TestSpeech test)
            throws IOException {
        ModelDefinition definition = model.definition(
                train.width(),
                new SpeechVariant.Sizes(
                        hidden.array(HIDDEN), sizes.latent(LATENT), sizes.atoms(ATOMS), training.seed()));
        String title = model.title(definition);
        TrainingResult result;
        try (TrainingProgress progress = training.progress(title)) {
            Trainer.Builder trainer = training.trainer(defaults(), train.size()).listener(progress);
            Path folder = out.resolve("checkpoints").resolve(model.id());
            result = checkpoints.fit(trainer, folder, definition, train, validation);
        }
        SpeechModel speech = SpeechModel.of(result.model(), test.frontEnd());
        Path models = Files.createDirectories(out.resolve("models"));
        speech.save(models.resolve(model.id() + ".sdmvae"));
        return new ModelResult(
                model.id(),
                title,
                result,
                speech,
                result.model().evaluate(validation),
                test.scores(speech),
                test.sparsity(result.model()));
    }

    private void show(ResultFolder tables, List<ModelResult> results, TestSpeech test) throws IOException {
        ResultTable table = new ResultTable(results);
        tables.markdown("table.md", table.markdown());
        tables.csv("table.csv", table.csv());
        tables.csv("history.csv", LearningCurves.csv(results));
        new Gallery(out.folder(), spec.commandLine().getErr()).write(results, test.first(utterances.count()));
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.print(table.markdown());
        stdout.println();
        stdout.println("Scores: means over " + test.size() + " test recordings. Loss and its terms: validation set,"
                + " nats per frame.");
        stdout.println(ResynthesisScores.LSD_NOTE);
        stdout.println(CodeSparsity.NOTE);
        stdout.println("Written to " + out.folder().toAbsolutePath().normalize()
                + ": models, sound, pictures, table.md, table.csv, history.csv");
        stdout.flush();
    }
}
