/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.file.FileFormatException;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.train.CheckpointException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {
    static final CheckpointFile FORMAT = new CheckpointFile(
            RunIdentity.of(new RunSetup(
                    Runs.definition(),
                    ModelState.initial(Runs.definition()),
                    Runs.trainer().build().options(),
                    Engines.standard(),
                    Runs.TRAIN,
                    Runs.VALIDATION)),
            Runs.definition());

    @TempDir
    Path folder;

    private Checkpoint written;
    private Path newest;

    @BeforeEach
    void crash() throws IOException {
        try {
            Runs.trainer()
                    .checkpoints(Checkpoints.in(folder).everySteps(7))
                    .listener(Runs.crashAfter(23))
                    .build()
                    .fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
        } catch (Runs.Crash e) {
            // That was the plan.
        }
        newest = folder.resolve("checkpoint-000000000021.sdmvae");
        written = FORMAT.read(newest);
    }

    private static Trainer trainer(Path folder) {
        return Runs.trainer().checkpoints(Checkpoints.in(folder).everySteps(7)).build();
    }

    private String resumed() {
        return Runs.digest(trainer(folder).resume(Runs.definition(), Runs.TRAIN, Runs.VALIDATION));
    }

    private static String unbroken() {
        return Runs.digest(Runs.trainer().build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION));
    }

    @Test
    void unusualNumbers_areReadBackToTheLastBit() throws IOException {
        double odd = Double.longBitsToDouble(0x3fd5555555555555L);
        LossTerms terms = new LossTerms(Double.NaN, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE);
        List<EpochReport> history = List.of(new EpochReport(1, terms, null, null, odd, Math.PI, true));
        float[] infinite = written.moments().second().clone();
        infinite[0] = Float.POSITIVE_INFINITY;
        infinite[1] = Float.MIN_VALUE;
        Checkpoint made = new Checkpoint(
                9,
                4,
                new EpochSums(odd, -0.0, Double.MAX_VALUE, 1 / 3.0, 2 / 3.0),
                Math.E,
                history,
                2,
                null,
                written.now(),
                new Checkpoint.Moments(written.moments().first(), infinite),
                new Checkpoint.Best(1, Double.NaN, written.now()));
        Path file = folder.resolve("made");
        FORMAT.write(file, made);
        Checkpoint read = FORMAT.read(file);
        assertThat(Runs.digest(read)).isEqualTo(Runs.digest(made));
    }

    @Test
    void truncatedFile_isNeverRead() throws IOException {
        byte[] bytes = Files.readAllBytes(newest);
        for (int length = 0; length < bytes.length; length += Math.max(1, bytes.length / 97)) {
            Files.write(newest, Arrays.copyOf(bytes, length));
            assertThat(catchThrowableOfType(IOException.class, () -> FORMAT.read(newest)))
                    .as("%d bytes", length)
                    .hasMessageContaining(newest.toString());
        }
    }

    @Test
    void changedBytes_neverLoadSilently() throws IOException {
        byte[] bytes = Files.readAllBytes(newest);
        Random random = new Random(1);
        for (int trial = 0; trial < 300; trial++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(newest, changed);
            try {
                // Some bytes of a zip carry nothing (times, flags): what loads must be the same checkpoint.
                assertThat(Runs.digest(FORMAT.read(newest))).isEqualTo(Runs.digest(written));
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(newest.toString());
            }
        }
    }

    @Test
    void damagedNewest_isPassedOverAndSetAside() throws IOException {
        Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 1000));
        assertThat(resumed()).isEqualTo(unbroken());
        assertThat(folder.resolve("checkpoint-000000000021.sdmvae.unreadable")).exists();
    }

    @Test
    void damagedNewestFromALaterStep_isNotTakenForNewestAgain() throws IOException {
        Path later = folder.resolve("checkpoint-000000009999.sdmvae");
        Files.writeString(later, "PK and then nothing");
        String whole = unbroken();
        try {
            Runs.trainer()
                    .checkpoints(Checkpoints.in(folder).everySteps(7).keepLast(1))
                    .listener(Runs.crashAfter(9))
                    .build()
                    .resume(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
        } catch (Runs.Crash e) {
            assertThat(folder.resolve("checkpoint-000000000028.sdmvae")).exists();
        }
        assertThat(resumed()).isEqualTo(whole);
    }

    @Test
    void nothingReadable_isAnErrorThatNamesTheFolder() throws IOException {
        try (var files = Files.newDirectoryStream(folder, "checkpoint-*.sdmvae")) {
            for (Path file : files) {
                Files.write(file, new byte[10]);
            }
        }
        CheckpointException failure = catchThrowableOfType(CheckpointException.class, this::resumed);
        assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE);
        assertThat(failure).hasMessageContaining(folder.toString());
    }

    @Test
    void newerFormat_asksForANewerLibrary() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(newest)) {
            Path json = zip.getPath("checkpoint.json");
            String text = Files.readString(json, StandardCharsets.UTF_8);
            Files.writeString(json, text.replace("\"formatVersion\": 1", "\"formatVersion\": 99"));
        }
        CheckpointException failure = catchThrowableOfType(CheckpointException.class, this::resumed);
        assertThat(failure.reason()).isEqualTo(Reason.NEWER);
        assertThat(failure).hasMessageContaining("format version 99");
    }

    @Test
    void leftoversOfKilledWriters_areDeletedAndNothingElse() throws IOException {
        String uuid = "123e4567-e89b-12d3-a456-426614174000";
        Path ours = folder.resolve(".checkpoint-000000000028.sdmvae." + uuid + ".tmp");
        Path best = folder.resolve(".best.sdmvae." + uuid + ".tmp");
        Path theirs = folder.resolve(".thesis.doc." + uuid + ".tmp");
        Path odd = folder.resolve(".tmp");
        for (Path file : List.of(ours, best, theirs, odd)) {
            Files.writeString(file, "half");
        }
        resumed();
        assertThat(ours).doesNotExist();
        assertThat(best).doesNotExist();
        assertThat(theirs).exists();
        assertThat(odd).exists();
    }

    @Test
    void failedWrite_leavesNoLitter() throws IOException {
        Path file = folder.resolve("checkpoint-000000000099.sdmvae");
        assertThat(catchThrowableOfType(
                        IOException.class,
                        () -> AtomicFile.write(file, out -> {
                            out.write(new byte[100]);
                            throw new IOException("No space left on device");
                        })))
                .hasMessage(file + ": cannot be written: No space left on device");
        try (var all = Files.list(folder)) {
            assertThat(all.map(f -> f.getFileName().toString())).noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    @Test
    void checkpointThatCannotBeReadForTheMoment_isReportedAndLeftAlone() throws IOException {
        Path whole = Files.move(newest, folder.resolve("elsewhere"));
        Files.createSymbolicLink(newest, newest.getFileName()); // too many levels of symbolic links
        CheckpointException failure = catchThrowableOfType(CheckpointException.class, this::resumed);
        assertThat(failure.reason()).isEqualTo(Reason.INACCESSIBLE);
        assertThat(failure).hasMessageContaining(newest + ": the checkpoint cannot be read now");
        assertThat(Files.isSymbolicLink(newest)).isTrue();
        Files.delete(newest);
        Files.move(whole, newest);
        assertThat(resumed()).isEqualTo(unbroken());
        assertThat(folder.resolve("checkpoint-000000000021.sdmvae.unreadable")).doesNotExist();
    }

    @Test
    void jsonOfTheWrongType_isDamageAndTheOneBeforeIsTaken() throws IOException {
        String whole = unbroken();
        Path before = folder.resolve("checkpoint-000000000014.sdmvae");
        byte[] first = Files.readAllBytes(before);
        byte[] second = Files.readAllBytes(newest);
        for (String member : List.of(
                "\"run\"",
                "\"definition\"",
                "\"seed\"",
                "\"position\"",
                "\"step\"",
                "\"epochSums\"",
                "\"reconstruction\"",
                "\"history\"",
                "\"training\"",
                "\"best\"",
                "\"epochsWithoutGain\"",
                "\"formatVersion\"")) {
            Files.write(before, first);
            Files.write(newest, second);
            try (FileSystem zip = FileSystems.newFileSystem(newest)) {
                Path json = zip.getPath("checkpoint.json");
                String text = Files.readString(json, StandardCharsets.UTF_8);
                Files.writeString(json, text.replaceFirst(member + ": ", member + ": [[]], \"instead\": "));
            }
            assertThat(catchThrowableOfType(IOException.class, () -> FORMAT.read(newest)))
                    .as(member)
                    .isInstanceOf(FileFormatException.class)
                    .hasMessageContaining(member.replace("\"", ""));
            assertThat(resumed()).as(member).isEqualTo(whole);
            assertThat(folder.resolve("checkpoint-000000000021.sdmvae.unreadable"))
                    .exists();
            clear();
        }
    }

    private void clear() throws IOException {
        try (var files = Files.newDirectoryStream(folder, "checkpoint-*.sdmvae*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    @Test
    void foreignEntry_isDamage() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(newest)) {
            Files.writeString(zip.getPath("stranger.npy"), "x");
        }
        assertThat(catchThrowableOfType(IOException.class, () -> FORMAT.read(newest)))
                .isInstanceOf(FileFormatException.class)
                .hasMessageContaining("stranger.npy: this entry belongs to no such checkpoint");
    }
}
