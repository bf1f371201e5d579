/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.model.ModelDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Arrays are allocated once: long runs stay flat. Measured in a Java of its own, whose heap is touched beforehand, so
 * that resident memory changes by native memory alone.
 */
class MemoryTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long MEGABYTE = 1 << 20;

    @Test
    void twoThousandSteps_growNeitherHeapNorResidentMemory() throws Exception {
        assumeTrue(Files.isReadable(STATUS), "resident memory is read from /proc, which this system does not have");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-Xms256m",
                        "-Xmx256m",
                        "-XX:+AlwaysPreTouch",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Training.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] growth = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split(" ", -1);
        assertThat(process.waitFor()).isZero();
        // One batch forgotten per step would be 118 MB. ND4J lets up to some 30,000 tiny native arrays wait for their
        // release (10 MB of heap), and the compiler goes on for some hundred steps (20 MB of resident memory).
        assertThat(Long.parseLong(growth[0])).as("heap growth after step 200").isLessThan(16 * MEGABYTE);
        assertThat(Long.parseLong(growth[1]))
                .as("resident growth after step 200")
                .isLessThan(64 * MEGABYTE);
    }

    /** The child's main class: prints the growth of heap and resident memory in bytes. */
    static final class Training implements TrainingListener {
        private int steps;
        private long heap;
        private long resident;

        private Training() {}

        public static void main(String[] args) {
            Frames data = TestParts.speechLike(128 * 20, 128, 5);
            ModelDefinition definition = ModelDefinition.builder()
                    .inputSize(128)
                    .hidden(32)
                    .latentSize(8)
                    .build();
            Trainer.builder().epochs(100).listener(new Training()).build().fit(definition, data);
        }

        @Override
        public void onStep(StepReport report) {
            steps++;
            if (steps == 200) {
                heap = usedHeap();
                resident = residentBytes();
            } else if (steps == 2000) {
                System.out.println(usedHeap() - heap + " " + (residentBytes() - resident));
            }
        }

        private static long usedHeap() {
            Runtime runtime = Runtime.getRuntime();
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            return runtime.totalMemory() - runtime.freeMemory();
        }

        private static long residentBytes() {
            try {
                String line = Files.readAllLines(STATUS).stream()
                        .filter(l -> l.startsWith("VmRSS:"))
                        .findFirst()
                        .orElseThrow();
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
