/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.model.ModelDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a checkpoint costs at the size of the SDM-VAE paper (513 – 128 – 32 × 32 – 128 – 513, batches of 128):
 *
 * <pre>mvn test -pl sdmvae-core -Dtest=CheckpointCostTest -Dexcluded.groups=</pre>
 */
@Tag("slow")
class CheckpointCostTest {
    private static final int STEPS_PER_EPOCH = 100;

    @TempDir
    Path folder;

    /** Adds up the time from the end of a step to the news of its checkpoint. */
    private static final class Stopwatch implements TrainingListener {
        private long stepEnd;
        private long inCheckpoints;
        private int checkpoints;
        private long bytes;

        @Override
        public void onStep(StepReport report) {
            stepEnd = System.nanoTime();
        }

        @Override
        public void onEpoch(EpochReport report) {
            stepEnd = System.nanoTime();
        }

        @Override
        public void onCheckpoint(Path checkpoint) {
            inCheckpoints += System.nanoTime() - stepEnd;
            checkpoints++;
            try {
                bytes = Files.size(checkpoint);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @Test
    void checkpointEveryTenMinutes_costsLessThanAThousandthOfTheTime() {
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(513)
                .hidden(128)
                .dictionary(Dictionary.dct(32, 32))
                .build();
        Frames train = TestParts.speechLike(STEPS_PER_EPOCH * 128, 513, 1);
        Frames validation = TestParts.speechLike(1280, 513, 2);
        Stopwatch stopwatch = new Stopwatch();
        Trainer.Builder trainer = Trainer.builder().epochs(6);
        trainer.epochs(1).build().fit(definition, train, validation);
        long start = System.nanoTime();
        trainer.epochs(6)
                .listener(stopwatch)
                .checkpoints(Checkpoints.in(folder).everySteps(20))
                .build()
                .fit(definition, train, validation);
        double all = (System.nanoTime() - start) / 1e9;
        double each = stopwatch.inCheckpoints / 1e9 / stopwatch.checkpoints;
        double step = (all - stopwatch.inCheckpoints / 1e9) / (6 * STEPS_PER_EPOCH);
        System.out.printf(
                Locale.ROOT,
                "%d checkpoints of %.2f MB, %.1f ms each; %.2f ms per training step (validation included);%n"
                        + "share of the time: %.1f %% at one every 20 steps, %.4f %% at one every 10 minutes%n",
                stopwatch.checkpoints,
                stopwatch.bytes / 1e6,
                1e3 * each,
                1e3 * step,
                100 * each / (each + 20 * step),
                100 * each / (each + 600));
        assertThat(each / 600).isLessThan(1e-3);
    }
}
