/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.train.Checkpoints;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.StepReport;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingListener;
import io.github.sdmvae.train.TrainingResult;
import io.github.sdmvae.watch.EventFile.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenersTest {
    private static final Frames TRAIN = TestParts.speechLike(200, 12, 1);
    private static final Frames VALIDATION = TestParts.speechLike(60, 12, 2);

    @TempDir
    private Path folder;

    private static ModelDefinition model() {
        return ModelDefinition.builder().inputSize(12).hidden(8).latentSize(3).build();
    }

    /** Four steps an epoch. */
    private static Trainer.Builder trainer(int epochs) {
        return Trainer.builder().epochs(epochs).batchSize(50).learningRate(3e-3);
    }

    /** Ends a training as a crash would, after an epoch. */
    private record Crash(int epoch) implements TrainingListener {
        @Override
        public void onEpoch(EpochReport report) {
            if (report.epoch() == epoch) {
                throw new IllegalStateException("crash");
            }
        }
    }

    private void crashAndResume(TrainingListener first, TrainingListener second) {
        Checkpoints checkpoints = Checkpoints.in(folder.resolve("run")).everySteps(6);
        Trainer crashing = trainer(5)
                .checkpoints(checkpoints)
                .listener(first)
                .listener(new Crash(3))
                .build();
        assertThatThrownBy(() -> crashing.fit(model(), TRAIN, VALIDATION)).hasMessage("crash");
        trainer(5).checkpoints(checkpoints).listener(second).build().resume(model(), TRAIN, VALIDATION);
    }

    @Test
    void csv_isTheCurveOfTheResult() throws IOException {
        Path file = folder.resolve("new/log.csv");
        TrainingResult result = trainer(3).listener(CsvLog.to(file)).build().fit(model(), TRAIN, VALIDATION);
        assertThat(Files.readString(file)).isEqualTo(result.curve().toCsv());
        List<String> lines = result.curve().toCsv().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .isEqualTo("epoch,training_loss,training_reconstruction,training_divergence,training_hyperprior,beta,"
                        + "validation_loss,validation_reconstruction,validation_divergence,validation_hyperprior,"
                        + "learning_rate,seconds,best");
        EpochReport second = result.history().get(1);
        String[] cells = lines.get(2).split(",", -1);
        assertThat(cells[0]).isEqualTo("2");
        assertThat(Double.parseDouble(cells[1])).isEqualTo(second.trainingLoss());
        assertThat(Double.parseDouble(cells[6])).isEqualTo(second.validationLoss());
        assertThat(Double.parseDouble(cells[8])).isEqualTo(second.validation().divergence());
        Path again = folder.resolve("again.csv");
        result.curve().writeCsv(again);
        assertThat(again).hasSameTextualContentAs(file);
    }

    @Test
    void csv_hasAColumnForEveryPenalty_andEmptyCellsWithoutValidation() {
        ModelDefinition learned = ModelDefinition.builder()
                .inputSize(12)
                .hidden(8)
                .dictionary(Dictionary.dct(3, 6).learned(1))
                .build();
        TrainingResult result = trainer(1).build().fit(learned, TRAIN);
        List<String> lines = result.curve().toCsv().lines().toList();
        String[] head = lines.get(0).split(",");
        String[] row = lines.get(1).split(",");
        assertThat(row).hasSameSizeAs(head);
        assertThat(head[5]).isEqualTo("training_coherence");
        assertThat(Double.parseDouble(row[5]))
                .isEqualTo(result.history().get(0).training().coherence())
                .isPositive();
        assertThat(head[7]).isEqualTo("validation_loss");
        assertThat(row[7]).isEmpty();
        assertThat(result.history().get(0).validationLoss()).isNaN();
        assertThat(result.curve().validation(LossTerms::loss)).containsOnly(Double.NaN);
    }

    @Test
    void csv_ofAResumedTraining_hasEveryEpochOnce() throws IOException {
        Path file = folder.resolve("log.csv");
        crashAndResume(CsvLog.to(file), CsvLog.to(file));
        assertThat(Files.readString(file).lines().map(line -> line.substring(0, line.indexOf(','))))
                .containsExactly("epoch", "1", "2", "3", "4", "5");
    }

    @Test
    void csv_ofANewTraining_replacesTheOld() throws IOException {
        Path file = Files.writeString(folder.resolve("log.csv"), "epoch,old\n1,x\n");
        trainer(1).listener(CsvLog.to(file)).build().fit(model(), TRAIN);
        assertThat(Files.readString(file)).doesNotContain("old").contains("\n1,");
    }

    @Test
    void logsThatCannotBeWritten_doNotEndTheTraining() throws IOException {
        Path inTheWay = Files.createFile(folder.resolve("file"));
        TrainingResult result = trainer(2)
                .listener(CsvLog.to(inTheWay.resolve("log.csv")))
                .listener(TensorBoardLog.in(inTheWay.resolve("events")))
                .build()
                .fit(model(), TRAIN);
        assertThat(result.history()).hasSize(2);
        assertThat(inTheWay).isEmptyFile();
    }

    private static List<EventFile> events(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            List<Path> sorted = files.sorted().toList();
            assertThat(sorted)
                    .allMatch(file -> file.getFileName().toString().matches("events\\.out\\.tfevents\\.\\d{10}\\..*"));
            return sorted.stream()
                    .map(file -> {
                        try {
                            return EventFile.read(file);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toList();
        }
    }

    @Test
    void events_beginAsTensorFlowsDo() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new EventWriter(bytes).version(0);
        // 24 bytes, the masked sum of that number as it stands in every event file, and the time.
        assertThat(bytes.toByteArray())
                .startsWith(0x18, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22, 0x09)
                .hasSize(8 + 4 + 24 + 4);
    }

    @Test
    void events_holdEveryTermOfEveryEpoch_andSingleSteps() throws IOException {
        Path run = folder.resolve("run");
        TrainingResult result =
                trainer(3).listener(TensorBoardLog.in(run, 3)).build().fit(model(), TRAIN, VALIDATION);
        List<Event> events = events(run).get(0).events();
        assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
        List<Event> steps = events.stream()
                .filter(e -> e.scalars().containsKey("loss/step"))
                .toList();
        assertThat(steps).extracting(Event::step).containsExactly(3L, 6L, 9L, 12L);
        List<Event> epochs = events.stream()
                .filter(e -> e.scalars().containsKey("loss/training"))
                .toList();
        assertThat(epochs).extracting(Event::step).containsExactly(4L, 8L, 12L);
        EpochReport last = result.history().get(2);
        assertThat(epochs.get(2).scalars())
                .containsEntry("loss/training", (float) last.trainingLoss())
                .containsEntry("loss/validation", (float) last.validationLoss())
                .containsEntry("divergence/training", (float) last.training().divergence())
                .containsEntry(
                        "reconstruction/validation", (float) last.validation().reconstruction())
                .containsEntry("learning rate", 3e-3f)
                .containsKey("seconds per epoch");
    }

    @Test
    void events_ofAResumedTraining_markWhereItGoesOn() throws IOException {
        Path run = folder.resolve("events");
        crashAndResume(TensorBoardLog.in(run), TensorBoardLog.in(run));
        List<Event> marks = events(run).stream()
                .flatMap(file -> file.events().stream())
                .filter(event -> event.session() != 0)
                .toList();
        // The last checkpoint before the crash after step 12 was written at step 12 or at step 6.
        assertThat(marks).singleElement().satisfies(mark -> {
            assertThat(mark.session()).isEqualTo(1);
            assertThat(mark.step()).isIn(7L, 13L);
        });
    }

    private static StepReport step(int epoch, int step) {
        return new StepReport(epoch, step, 10, new LossTerms(5, 2, 0, 1));
    }

    @Test
    void lines_comeNoMoreOftenThanWanted_andTellTheTimeLeft() {
        long[] seconds = {0};
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        ProgressLines lines = ProgressLines.to(out, Duration.ofSeconds(60), () -> seconds[0] * 1_000_000_000);
        lines.onStart(4, 10);
        for (int i = 1; i <= 10; i++) {
            seconds[0] += 20;
            lines.onStep(step(1, i));
        }
        LossTerms terms = new LossTerms(200, 2, 0, 0.5);
        lines.onEpoch(new EpochReport(1, terms, null, null, 1e-3, 200, true));
        lines.onEpoch(new EpochReport(2, terms, terms, terms, 1e-3, 1, true));
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "epoch 1/4, step 3/10, training loss 7.000 = reconstruction 5.000 + divergence 2.000;"
                                + " at most 12 min left",
                        "epoch 1/4, step 6/10, training loss 7.000 = reconstruction 5.000 + divergence 2.000;"
                                + " at most 11 min left",
                        "epoch 1/4, step 9/10, training loss 7.000 = reconstruction 5.000 + divergence 2.000;"
                                + " at most 10 min left",
                        "epoch 1/4, training loss 201.0 = reconstruction 200.0 + 0.5 · divergence 2.000;"
                                + " at most 10 min left");
    }

    @Test
    void lines_ofATraining_endWithItsReason() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ProgressLines lines = ProgressLines.to(new PrintStream(bytes, true, StandardCharsets.UTF_8), Duration.ZERO);
        Trainer trainer = trainer(2)
                .elbo(ElboStrategy.asPublished().withBeta(BetaSchedule.constant(0.5)))
                .listener(lines)
                .build();
        TrainingResult result = trainer.fit(model(), TRAIN, VALIDATION);
        List<String> printed = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(printed).hasSize(3 + 1 + 3 + 1 + 1);
        assertThat(printed.get(3))
                .startsWith("epoch 1/2, training " + result.history().get(0).training() + ", validation "
                        + result.history().get(0).validation());
        assertThat(printed.get(8)).startsWith("ended after epoch 2 (all epochs done), best epoch");
        assertThat(result).hasToString("2 epochs (all epochs done), best " + result.best());
    }

    @Test
    void durations_areForReaders() {
        assertThat(ProgressLines.duration(44.6)).isEqualTo("45 s");
        assertThat(ProgressLines.duration(720)).isEqualTo("12 min");
        assertThat(ProgressLines.duration(7800)).isEqualTo("2 h 10 min");
    }

    @Test
    void settingsOutOfRange_areRefused() {
        assertThatThrownBy(() -> TensorBoardLog.in(folder, 0)).hasMessage("everySteps must be at least 1, got 0");
        assertThatThrownBy(() -> ProgressLines.to(System.err, Duration.ofSeconds(-1)))
                .hasMessageContaining("at least zero");
    }
}
