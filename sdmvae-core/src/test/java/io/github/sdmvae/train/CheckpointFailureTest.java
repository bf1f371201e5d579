/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sdmvae.train.CheckpointException.Reason;
import io.github.sdmvae.train.Checkpoints.OnFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with disks and folders in mid-run, on real file systems. */
class CheckpointFailureTest {
    private static final int TROUBLE_AT = 20;
    private static String unbroken;

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeAll
    static void train() {
        unbroken = Runs.digest(Runs.trainer().build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION));
    }

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(temporary.resolve("disk"));
    }

    /** Something that happens to the disk. */
    @FunctionalInterface
    private interface Trouble {
        void happen() throws Exception;
    }

    /** Makes trouble and mends it, and writes down what the trainer says. */
    private static final class Troublemaker implements TrainingListener {
        private final Trouble trouble;
        private final Trouble mending;
        private final List<String> written = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private int steps;

        Troublemaker(Trouble trouble, Trouble mending) {
            this.trouble = trouble;
            this.mending = mending;
        }

        @Override
        public void onStep(StepReport report) {
            steps++;
            try {
                if (steps == TROUBLE_AT) {
                    trouble.happen();
                } else if (steps == TROUBLE_AT + 15) {
                    mending.happen();
                }
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onCheckpoint(Path checkpoint) {
            written.add(checkpoint.getFileName().toString());
        }

        @Override
        public void onCheckpointFailed(Path checkpoint, IOException cause) {
            failures.add(checkpoint.getFileName() + ": " + cause.getMessage());
        }
    }

    private Trainer.Builder trainer(OnFailure answer) {
        return Runs.trainer()
                .checkpoints(Checkpoints.in(folder).everySteps(6).keepLast(1).onFailure(answer));
    }

    private static TrainingResult fit(Trainer.Builder trainer) {
        return trainer.build().fitOrResume(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
    }

    /** Goes on through the trouble: checkpoints 24 and 30 fail, those after the mending are written. */
    private void goesOn(Troublemaker listener, String cause) {
        assertThat(Runs.digest(fit(trainer(OnFailure.CONTINUE).listener(listener))))
                .isEqualTo(unbroken);
        assertThat(listener.failures).hasSize(2).allMatch(failure -> failure.contains(cause));
        assertThat(listener.failures.get(0)).startsWith("checkpoint-000000000024.sdmvae: ");
        assertThat(listener.written).contains("checkpoint-000000000018.sdmvae", "checkpoint-000000000036.sdmvae");
    }

    /** Stops at the trouble; once it is mended, goes on from the checkpoint before it. */
    private void stops(Troublemaker listener, String cause) throws Exception {
        CheckpointException failure = catchThrowableOfType(
                CheckpointException.class, () -> fit(trainer(OnFailure.STOP).listener(listener)));
        assertThat(failure.reason()).isEqualTo(Reason.WRITE);
        assertThat(failure)
                .hasMessageContaining("checkpoint-000000000024.sdmvae")
                .hasMessageContaining(cause);
        assertThat(listener.failures).hasSize(1);
        listener.mending.happen();
        List<Path> from = new ArrayList<>();
        TrainingListener resumed = new TrainingListener() {
            @Override
            public void onResume(Path checkpoint, int epoch, int step) {
                from.add(checkpoint.getFileName());
            }
        };
        assertThat(Runs.digest(fit(trainer(OnFailure.STOP).listener(resumed)))).isEqualTo(unbroken);
        assertThat(from).containsExactly(Path.of("checkpoint-000000000018.sdmvae"));
    }

    @Test
    void fullDisk_goesOnIfToldSo() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder, 256)) {
            goesOn(new Troublemaker(disk::fill, disk::empty), "No space left");
        }
    }

    @Test
    void fullDisk_stopsIfToldSo() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder, 256)) {
            stops(new Troublemaker(disk::fill, disk::empty), "No space left");
            assertThat(litter()).isEmpty();
        }
    }

    private List<Path> litter() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".tmp")).toList();
        }
    }

    @Test
    void readOnlyDisk_goesOnIfToldSo() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder, 256)) {
            goesOn(new Troublemaker(disk::makeReadOnly, disk::makeWritable), "Read-only file system");
        }
    }

    @Test
    void readOnlyDisk_stopsIfToldSo() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder, 256)) {
            stops(new Troublemaker(disk::makeReadOnly, disk::makeWritable), "Read-only file system");
        }
    }

    @Test
    void readOnlyFolder_isRefusedAtTheStart() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder, 256)) {
            disk.makeReadOnly();
            CheckpointException failure =
                    catchThrowableOfType(CheckpointException.class, () -> fit(trainer(OnFailure.CONTINUE)));
            assertThat(failure.reason()).isEqualTo(Reason.FOLDER);
            assertThat(failure).hasMessageContaining(folder.toString()).hasMessageContaining("Read-only file system");
        }
    }

    @Test
    void unpluggedDisk_goesOnIfToldSo() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder, 256)) {
            Troublemaker listener = new Troublemaker(disk::unplug, () -> {});
            assertThat(Runs.digest(fit(trainer(OnFailure.CONTINUE).listener(listener))))
                    .isEqualTo(unbroken);
        }
    }

    @Test
    void vanishedFolder_goesOnIfToldSoAndIsUsedAgainWhenItIsBack() {
        Path elsewhere = temporary.resolve("elsewhere");
        goesOn(
                new Troublemaker(() -> Files.move(folder, elsewhere), () -> Files.move(elsewhere, folder)),
                "has vanished");
    }

    @Test
    void vanishedFolder_stopsIfToldSo() throws Exception {
        Path elsewhere = temporary.resolve("elsewhere");
        stops(
                new Troublemaker(() -> Files.move(folder, elsewhere), () -> Files.move(elsewhere, folder)),
                "has vanished");
    }

    @Test
    void folderMadeAnewForAnotherRun_isLeftAlone() throws Exception {
        Path foreign = folder.resolve("checkpoint-000000000001.sdmvae");
        Path elsewhere = temporary.resolve("elsewhere");
        Troublemaker listener = new Troublemaker(
                () -> {
                    Files.move(folder, elsewhere);
                    Files.createDirectory(folder);
                    Files.writeString(foreign, "of another run");
                },
                () -> {});
        fit(trainer(OnFailure.CONTINUE).listener(listener));
        assertThat(listener.failures.get(0)).contains("now holds checkpoints of another training");
        assertThat(foreign).hasContent("of another run");
    }

    @Test
    void fileInPlaceOfTheFolder_isRefusedAtTheStart() throws Exception {
        Files.delete(folder);
        Files.writeString(folder, "not a folder");
        CheckpointException failure =
                catchThrowableOfType(CheckpointException.class, () -> fit(trainer(OnFailure.CONTINUE)));
        assertThat(failure.reason()).isEqualTo(Reason.FOLDER);
        assertThat(failure).hasMessageContaining("cannot keep checkpoints in this folder");
    }

    @Test
    void failureOfTheLastCheckpoint_doesNotLoseTheResult() throws Exception {
        Path elsewhere = temporary.resolve("elsewhere");
        Troublemaker listener = new Troublemaker(() -> Files.move(folder, elsewhere), () -> {});
        Trainer.Builder trainer = Runs.trainer()
                .checkpoints(Checkpoints.in(folder).everySteps(1000).onFailure(OnFailure.STOP))
                .listener(listener);
        assertThat(Runs.digest(fit(trainer))).isEqualTo(unbroken);
        assertThat(listener.failures).hasSize(1);
    }

    @Test
    void secondTrainerInTheSameProcess_isRefusedAndTheFirstGoesOn() throws Exception {
        List<CheckpointException> refusals = new ArrayList<>();
        Troublemaker listener = new Troublemaker(
                () -> refusals.add(
                        catchThrowableOfType(CheckpointException.class, () -> fit(trainer(OnFailure.CONTINUE)))),
                () -> assertThat(new LockedOut(folder).messageOfAnotherProcess())
                        .contains("process "));
        assertThat(Runs.digest(fit(trainer(OnFailure.CONTINUE).listener(listener))))
                .isEqualTo(unbroken);
        assertThat(refusals.get(0).reason()).isEqualTo(Reason.LOCKED);
        assertThat(refusals.get(0)).hasMessageContaining("another training is using this folder (in this process)");
        assertThat(listener.failures).isEmpty();
        // The lock is released with the run.
        fit(trainer(OnFailure.CONTINUE));
    }

    /**
     * Tries to take the folder from a process of its own.
     *
     * @param folder in use
     */
    private record LockedOut(Path folder) {
        String messageOfAnotherProcess() throws IOException, InterruptedException {
            ChildJava child = ChildJava.start(LockingProgram.class, List.of(), folder.toString());
            String said = child.readAll();
            assertThat(child.process().waitFor()).isZero();
            return said;
        }
    }

    /** The child's main class. */
    static final class LockingProgram {
        private LockingProgram() {}

        public static void main(String[] arguments) {
            try (CheckpointFolder taken = CheckpointFolder.open(Checkpoints.in(Path.of(arguments[0])))) {
                System.out.println("taken " + taken.isEmpty());
            } catch (CheckpointException e) {
                System.out.println(e.reason() + " " + e.getMessage());
            }
        }
    }
}
