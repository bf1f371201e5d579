/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.fuzz.FuzzReport;
import io.github.sdmvae.fuzz.Fuzzer;
import io.github.sdmvae.fuzz.ZipMutator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged checkpoints; a long run like that of {@code DataFuzzTest}. */
class CheckpointFuzzTest {
    @TempDir
    Path folder;

    private static long read(Path file) throws IOException {
        try {
            CheckpointFileTest.FORMAT.read(file);
            return Files.size(file);
        } catch (CheckpointException e) {
            // Documented: damaged, of another run, of a newer version.
            throw new IOException(e.getMessage(), e);
        }
    }

    @Test
    void checkpoint_answersAsDocumented() throws Exception {
        try {
            Runs.trainer()
                    .checkpoints(Checkpoints.in(folder).everySteps(7))
                    .listener(Runs.crashAfter(23))
                    .build()
                    .fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
        } catch (Runs.Crash e) {
            // That was the plan.
        }
        byte[] seed = Files.readAllBytes(folder.resolve("checkpoint-000000000021.sdmvae"));
        FuzzReport report = Fuzzer.run("checkpoint", List.of(seed), new ZipMutator(), CheckpointFuzzTest::read, 2000);
        assertThat(report.findings()).isEmpty();
        assertThat(report.read()).isPositive();
    }
}
