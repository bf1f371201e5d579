/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings in processes of their own that get real signals. */
class InterruptTest {
    private static final int SIGINT_STATUS = 130;
    private static final long SIGINT_BIT = 1L << 1;
    private static final int SIGTERM_STATUS = 143;

    @TempDir
    Path folder;

    @BeforeEach
    void requireSignals() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")) || Files.isExecutable(Path.of("/usr/bin/kill")));
        assumeFalse(ignoresInterrupts(), "started in the background, where shells have SIGINT ignored");
    }

    /** Such a process and its children never see the signal. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT_BIT) != 0);
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Interrupts a training in its fifth step and gives the exit status and the rest of what it said. */
    private String interrupted(String signal, int status) throws Exception {
        ChildJava child = ChildJava.start(TrainingProgram.class, List.of(), folder.toString(), "onInterrupt");
        assertThat(child.out().readLine()).isEqualTo("step 5");
        signal(signal, child.process());
        assertThat(child.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.process().exitValue()).isEqualTo(status);
        return child.readAll();
    }

    @Test
    void signal_writesACheckpointFromWhichTheRunEndsWithTheSameBits() throws Exception {
        String unbroken = Runs.digest(Runs.trainer().build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION));
        assertThat(interrupted("INT", SIGINT_STATUS)).startsWith("checkpoint\ninterrupted in epoch 1, after step ");
        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).anyMatch(name -> name.startsWith("checkpoint-0"));
        }
        assertThat(interrupted("TERM", SIGTERM_STATUS)).contains("interrupted");
        assertThat(Runs.digest(Runs.trainer()
                        .checkpoints(Checkpoints.in(folder))
                        .build()
                        .resume(Runs.definition(), Runs.TRAIN, Runs.VALIDATION)))
                .isEqualTo(unbroken);
    }

    @Test
    void secondSignal_endsAtOnce() throws Exception {
        ChildJava child = ChildJava.start(TrainingProgram.class, List.of(), folder.toString(), "stuck");
        assertThat(child.out().readLine()).isEqualTo("step 5");
        signal("INT", child.process());
        // The training never comes to its next step; the hook would wait for half a minute.
        long start = System.nanoTime();
        while (child.process().isAlive() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20)) {
            Thread.sleep(200);
            signalIfAlive(child.process());
        }
        assertThat(child.process().isAlive()).isFalse();
        assertThat(child.process().exitValue()).isEqualTo(SIGINT_STATUS);
    }

    private static void signalIfAlive(Process process) throws IOException, InterruptedException {
        if (process.isAlive()) {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }

    @Test
    void withoutTheOption_nothingIsInstalled() throws Exception {
        ChildJava child = ChildJava.start(TrainingProgram.class, List.of(), folder.toString(), "plain");
        assertThat(child.out().readLine()).isEqualTo("step 5");
        signal("TERM", child.process());
        assertThat(child.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.readAll()).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).noneMatch(name -> name.startsWith("checkpoint-0"));
        }
    }

    @Test
    void exitInAListener_doesNotWaitForItself() throws Exception {
        ChildJava child = ChildJava.start(TrainingProgram.class, List.of(), folder.toString(), "exit");
        assertThat(child.out().readLine()).isEqualTo("step 5");
        assertThat(child.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(child.process().exitValue()).isEqualTo(7);
    }

    /** The child's main class: trains slowly from the fifth step of a start on. */
    static final class TrainingProgram {
        private TrainingProgram() {}

        public static void main(String[] arguments) {
            Checkpoints checkpoints = Checkpoints.in(Path.of(arguments[0]));
            String manner = arguments[1];
            Runs.trainer()
                    .checkpoints(manner.equals("plain") ? checkpoints : checkpoints.onInterrupt())
                    .listener(new Slow(manner))
                    .build()
                    .fitOrResume(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
        }
    }

    private static final class Slow implements TrainingListener {
        private final String manner;
        private int steps;

        Slow(String manner) {
            this.manner = manner;
        }

        @Override
        public void onStep(StepReport report) {
            steps++;
            if (steps == 5) {
                System.out.println("step 5");
                if (manner.equals("exit")) {
                    System.exit(7);
                }
            }
            if (steps >= 5) {
                sleep(manner.equals("stuck") ? 60_000 : 300);
            }
        }

        private static void sleep(long millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onCheckpoint(Path checkpoint) {
            System.out.println("checkpoint");
        }

        @Override
        public void onInterrupt(int epoch, int step) {
            System.out.println("interrupted in epoch " + epoch + ", after step " + step);
        }
    }
}
