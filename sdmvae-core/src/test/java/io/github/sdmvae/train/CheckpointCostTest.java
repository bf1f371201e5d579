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
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a checkpoint costs at the size of the SDM-VAE paper (513 – 128 – 64 × 64 – 128 – 513, batches of 128, as many
 * frames as a corpus of 151 speakers has):
 *
 * <pre>mvn test -pl sdmvae-core -Dtest=CheckpointCostTest -Dexcluded.groups=</pre>
 */
@Tag("slow")
class CheckpointCostTest {
    private static final int FRAMES = 156_658;
    private static final int VALIDATION_FRAMES = 29_141;
    private static final int EPOCHS = 5;
    private static final int STEPS = EPOCHS * (FRAMES / 128);

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

    private static ModelDefinition definition() {
        return ModelDefinition.builder()
                .inputSize(513)
                .hidden(128)
                .dictionary(Dictionary.dct(64, 64))
                .build();
    }

    @Test
    void checkpointEveryTenMinutes_costsLessThanAThousandthOfTheTime() {
        Frames train = TestParts.speechLike(FRAMES, 513, 1);
        Frames validation = TestParts.speechLike(VALIDATION_FRAMES, 513, 2);
        Stopwatch stopwatch = new Stopwatch();
        Trainer.Builder trainer = Trainer.builder();
        trainer.epochs(1).build().fit(definition(), train, validation);
        List<EpochReport> epochs = trainer.epochs(EPOCHS)
                .listener(stopwatch)
                .checkpoints(Checkpoints.in(folder).everySteps(20))
                .build()
                .fit(definition(), train, validation)
                .history();
        double all = epochs.stream().mapToDouble(EpochReport::seconds).sum();
        double each = stopwatch.inCheckpoints / 1e9 / stopwatch.checkpoints;
        double step = (all - stopwatch.inCheckpoints / 1e9) / STEPS;
        System.out.printf(
                Locale.ROOT,
                "%d checkpoints of %.2f MB, %.1f ms each; an epoch takes %.2f s without (validation included);%n"
                        + "share of the time: %.1f %% at one every 20 steps, %.4f %% at one every minute,"
                        + " %.5f %% at one every 10 minutes%n",
                stopwatch.checkpoints,
                stopwatch.bytes / 1e6,
                1e3 * each,
                step * STEPS / EPOCHS,
                100 * each / (each + 20 * step),
                100 * each / (each + 60),
                100 * each / (each + 600));
        assertThat(each / 600).isLessThan(1e-3);
    }
}
