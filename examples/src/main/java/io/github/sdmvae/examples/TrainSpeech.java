/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechFrames;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.examples.options.CheckpointSettings;
import io.github.sdmvae.examples.options.RecordingOptions;
import io.github.sdmvae.examples.options.TrainingSettings;
import io.github.sdmvae.examples.options.TrainingSettings.Defaults;
import io.github.sdmvae.examples.training.TrainingProgress;
import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains one model on a user's own recordings. */
@Command(
        name = "TrainSpeech",
        sortOptions = false,
        description = {
            "Train a model on a folder of recordings and save it. Prints the validation loss on stdout.",
            "Started again after an interruption, it goes on where it was; after its end, it gives the result again."
        })
final class TrainSpeech implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "Folder of WAV or FLAC recordings: sub-folders train, val and test, or one per speaker.")
    private Path folder;

    @Parameters(index = "1", paramLabel = "MODEL", description = "File to write; checkpoints go beside it.")
    private Path target;

    @Mixin
    private ModelSettings model = new ModelSettings();

    @Option(
            names = "--beta",
            paramLabel = "X",
            defaultValue = "1",
            description = "Weight of the divergence. Default: ${DEFAULT-VALUE}.")
    private double beta;

    @Option(
            names = "--warm-up",
            paramLabel = "STEPS",
            defaultValue = "0",
            description = "Let the weight rise from 0 over so many steps. Default: ${DEFAULT-VALUE}.")
    private long warmUp;

    @Option(
            names = "--validation-part",
            paramLabel = "X",
            defaultValue = "0.1",
            description = "Part of the speakers for validation, without sub-folders for it. Default: ${DEFAULT-VALUE}.")
    private double validationPart;

    @Option(
            names = "--test-part",
            paramLabel = "X",
            defaultValue = "0.1",
            description = "Part of the speakers kept for a test, likewise. Default: ${DEFAULT-VALUE}.")
    private double testPart;

    @Mixin
    private TrainingSettings training = new TrainingSettings();

    @Mixin
    private CheckpointSettings checkpoints = new CheckpointSettings();

    @Mixin
    private RecordingOptions recordings = new RecordingOptions();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    TrainSpeech() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter log = spec.commandLine().getErr();
        SpeechOptions options = recordings.toSpeechOptions().withSplit(validationPart, testPart, training.seed());
        ModelDefinition definition = model.definition(options.stft().bins(), training.seed());
        requireTarget();
        SpeechFolder speech = SpeechFolder.open(folder, options);
        FrameSource train = source(definition, RecordingOptions.read(speech, Part.TRAIN, log));
        FrameSource validation = source(definition, RecordingOptions.read(speech, Part.VALIDATION, log));
        log.println("training on " + train.description() + ", validation on " + validation.description());
        log.println(training.describe(Defaults.PAPER)
                + (definition.dynamics() == null
                        ? ""
                        : ", but " + model.time().pieces() + " pieces a step and gradients of norm "
                                + TimeSettings.CLIPPING + " at most"));
        log.flush();
        TrainingResult result = fit(definition, train, validation);
        SpeechModel.of(result, speech).save(target);
        print(result);
        return 0;
    }

    /** Said before the training rather than after it. */
    private void requireTarget() throws IOException {
        AtomicFile.tryOut(target);
        AtomicFile.requireName(checkpointFolder());
        if (Files.exists(target) && !Files.isDirectory(checkpointFolder()) && !checkpoints.restart()) {
            throw new IOException(target + ": is there already, without the checkpoints that tell how it was trained"
                    + " (--restart trains anew and replaces it)");
        }
    }

    private Path checkpointFolder() {
        return target.resolveSibling(target.getFileName() + ".checkpoints");
    }

    /** Models of time train on pieces of the recordings. */
    private FrameSource source(ModelDefinition definition, SpeechFrames frames) {
        return definition.dynamics() == null
                ? frames
                : frames.sequences().cut(model.time().frames());
    }

    private Trainer.Builder trainer(FrameSource train) {
        if (train instanceof Sequences pieces) {
            return training.trainer(Defaults.PAPER, pieces.count(), model.time().pieces())
                    .gradientClipping(TimeSettings.CLIPPING);
        }
        return training.trainer(Defaults.PAPER, train.size());
    }

    private TrainingResult fit(ModelDefinition definition, FrameSource train, FrameSource validation)
            throws IOException {
        BetaSchedule weight = warmUp > 0 ? BetaSchedule.warmUp(warmUp, beta) : BetaSchedule.constant(beta);
        try (TrainingProgress progress = training.progress("training")) {
            Trainer.Builder trainer = trainer(train)
                    .gammaUpdate(model.gammaUpdate())
                    .elbo(ElboStrategy.closedForm().withBeta(weight))
                    .listener(progress);
            return checkpoints.fit(trainer, checkpointFolder(), definition, train, validation);
        }
    }

    private void print(TrainingResult result) {
        EpochReport best = result.history().get(result.bestEpoch() - 1);
        LossTerms terms = Objects.requireNonNull(best.validation(), "validation");
        double seconds =
                result.history().stream().mapToDouble(EpochReport::seconds).sum();
        PrintWriter out = spec.commandLine().getOut();
        out.println("best epoch: " + best.epoch() + " of " + result.history().size());
        out.println(String.format(Locale.ROOT, "validation reconstruction: %.2f", terms.reconstruction()));
        out.println(String.format(Locale.ROOT, "validation divergence: %.2f", terms.divergence()));
        out.println(String.format(Locale.ROOT, "validation loss: %.2f", terms.loss()));
        out.println(String.format(Locale.ROOT, "seconds: %.1f", seconds));
        out.println("model: " + target);
        out.flush();
    }
}
