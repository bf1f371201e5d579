/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.sdmvae.model.ModelDefinition;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills processes that train and write checkpoints, as kill -9 does. All the kills:
 *
 * <pre>mvn test -pl sdmvae-core -Dtest=KillTest -Dexcluded.groups=</pre>
 *
 * <p>A killed process leaves its written pages to the operating system: these tests do not show what a power cut does.
 * Against that stand the flushes, in the order file, rename, folder.
 */
class KillTest {
    @TempDir
    Path folder;

    /** A run of 450 steps in which everything matters that a checkpoint holds. */
    private static Trainer.Builder trainer() {
        return Runs.trainer().epochs(50).patience(50).learningRate(LearningRate.stepDecay(0.03, 0.9, 100));
    }

    private static String unbroken() {
        return Runs.oneLine(trainer().build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION));
    }

    /** The child's main class: goes on with the run in a folder, slowly if told so, and prints its result. */
    static final class Training implements TrainingListener {
        private final int pause;

        private Training(int pause) {
            this.pause = pause;
        }

        public static void main(String[] arguments) {
            TrainingResult result = trainer()
                    .checkpoints(Checkpoints.in(Path.of(arguments[0])).everySteps(Long.parseLong(arguments[2])))
                    .listener(new Training(Integer.parseInt(arguments[1])))
                    .build()
                    .fitOrResume(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
            System.out.println(Runs.oneLine(result));
        }

        @Override
        public void onStart(int epochs, int stepsPerEpoch) {
            System.out.println("started");
        }

        @Override
        public void onStep(StepReport report) {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void threeKills_changeNothing() throws Exception {
        killed(3, 11);
    }

    @Test
    @Tag("slow")
    void fiftyKills_changeNothing() throws Exception {
        killed(50, 12);
    }

    /** Another Java is taken from the system property {@value ReproducibilityTest#OTHER_JAVA}, if there is one. */
    @Test
    void otherThreadsAndAnotherJava_goOnToTheSameBits() throws Exception {
        ChildJava first = ChildJava.start(Training.class, List.of("-Dsdmvae.threads=1"), folder.toString(), "4", "2");
        assertThat(first.out().readLine()).isEqualTo("started");
        while (first.process().isAlive() && !hasCheckpoint()) {
            Thread.sleep(1);
        }
        assertThat(first.process().isAlive()).as("killed in mid-training").isTrue();
        first.kill();
        Path java = Path.of(System.getProperty(ReproducibilityTest.OTHER_JAVA, System.getProperty("java.home")));
        ChildJava second =
                ChildJava.start(java, Training.class, List.of("-Dsdmvae.threads=3"), folder.toString(), "0", "100");
        assertThat(second.readAll()).isEqualTo("started\n" + unbroken());
    }

    private boolean hasCheckpoint() {
        String[] names = folder.toFile().list((at, name) -> name.startsWith("checkpoint-0"));
        return names != null && names.length > 0;
    }

    private void killed(int kills, long seed) throws Exception {
        String unbroken = unbroken();
        Random random = new Random(seed);
        for (int done = 0; done < kills; ) {
            ChildJava child = ChildJava.start(Training.class, List.of(), folder.toString(), "4", "2");
            // Most kills fall into the training, some into the start of the process or the reading of the checkpoint.
            if (random.nextInt(5) == 0) {
                Thread.sleep(random.nextInt(2000));
            } else {
                assertThat(child.out().readLine()).isEqualTo("started");
                Thread.sleep(random.nextInt(200));
            }
            boolean alive = child.process().isAlive();
            child.kill();
            if (alive) {
                done++;
            } else {
                empty();
            }
        }
        ChildJava last = ChildJava.start(Training.class, List.of(), folder.toString(), "0", "100");
        assertThat(last.readAll()).isEqualTo("started\n" + unbroken);
        assertThat(litter(folder)).isZero();
    }

    private void empty() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private static int litter(Path folder) throws IOException {
        int count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*.tmp")) {
            for (Path ignored : files) {
                count++;
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return count;
    }

    /** A model whose checkpoints of 13 MB take long enough to write to be hit in the middle. */
    private static ModelDefinition large() {
        return ModelDefinition.builder()
                .inputSize(513)
                .hidden(1000)
                .latentSize(32)
                .build();
    }

    private static CheckpointFile format() {
        return new CheckpointFile(new RunIdentity(new JsonObject()), large());
    }

    private static Checkpoint checkpoint(int step) {
        float[] values = new float[large().graph().layout().length()];
        Arrays.fill(values, step);
        Weights weights = new Weights(values, new float[33]);
        EpochSums sums = new EpochSums(step, 0, 0, 1, 0);
        Checkpoint.Moments moments = new Checkpoint.Moments(values, values);
        return new Checkpoint(1_000_000, step, sums, 0, List.of(), 0, null, weights, moments, null);
    }

    /** The child's main class: writes one checkpoint after the other, from the newest on. */
    static final class Writing {
        private Writing() {}

        public static void main(String[] arguments) throws IOException {
            CheckpointFile format = format();
            try (CheckpointFolder folder = CheckpointFolder.open(Checkpoints.in(Path.of(arguments[0])))) {
                int step = folder.newest(format)
                        .map(found -> found.checkpoint().step())
                        .orElse(0);
                System.out.println(step);
                while (true) {
                    step++;
                    Checkpoint next = checkpoint(step);
                    folder.store(folder.fileAt(step), file -> format.write(file, next));
                }
            }
        }
    }

    @Test
    void fourKillsInTheMiddleOfAWrite_neverMakeAnUnreadableNewest() throws Exception {
        killedInTheMiddleOfAWrite(4);
    }

    @Test
    @Tag("slow")
    void twentyKillsInTheMiddleOfAWrite_neverMakeAnUnreadableNewest() throws Exception {
        killedInTheMiddleOfAWrite(20);
    }

    private void killedInTheMiddleOfAWrite(int kills) throws Exception {
        CheckpointFile format = format();
        Random random = new Random(13);
        long before = 0;
        for (int hits = 0; hits < kills; ) {
            ChildJava child = ChildJava.start(Writing.class, List.of(), folder.toString());
            // What the child found is what was there: it passed nothing over.
            assertThat(Long.parseLong(child.out().readLine())).isEqualTo(before);
            awaitUnfinishedFile(random.nextInt(3) + (hits == 0 ? 2 : 0));
            Thread.sleep(0, random.nextInt(999_999));
            child.kill();
            hits += litter(folder) > 0 ? 1 : 0;
            before = newestOf(format);
        }
        assertThat(before).isPositive();
    }

    /** Waits until a file is being written, once more than so many times. */
    private void awaitUnfinishedFile(int after) throws IOException {
        for (int seen = 0; seen <= after; seen++) {
            while (seen > 0 && litter() > 0) {
                Thread.onSpinWait();
            }
            while (litter() == 0) {
                Thread.onSpinWait();
            }
        }
    }

    private int litter() throws IOException {
        try {
            return litter(folder);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** The file of the highest step must be readable, all of it. */
    private long newestOf(CheckpointFile format) throws IOException {
        String newest = "";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "checkpoint-*.sdmvae")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                newest = name.compareTo(newest) > 0 ? name : newest;
            }
        }
        Checkpoint read = format.read(folder.resolve(newest));
        assertThat(newest).isEqualTo(String.format("checkpoint-%012d.sdmvae", read.step()));
        assertThat(read.now().parameters()[0]).isEqualTo(read.step());
        return read.step();
    }
}
