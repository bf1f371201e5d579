/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.engine.LateEngine;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.likelihood.LikelihoodFunction;
import io.github.sdmvae.model.ModelDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines that run ahead: reports come in order, never too late, and nothing is kept from behind a divergence. */
class LateReportsTest {
    private static final Frames DATA = TestParts.speechLike(40, 5, 2);

    private static ModelDefinition definition(Likelihood likelihood) {
        return ModelDefinition.builder()
                .inputSize(5)
                .hidden(4)
                .latentSize(2)
                .likelihood(likelihood)
                .build();
    }

    @Test
    void reports_comeInOrder_andTheHistoryIsThatOfAnEngineThatReportsAtOnce() {
        LateEngine engine = new LateEngine();
        List<Integer> steps = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public int reportEvery() {
                return 3;
            }

            @Override
            public void onStep(StepReport report) {
                steps.add(report.step());
            }
        };
        Trainer.Builder trainer = Trainer.builder().epochs(2).batchSize(4);
        TrainingResult late =
                trainer.listener(listener).engine(engine).build().fit(definition(Likelihood.complexGaussian()), DATA);
        assertThat(steps).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        // Steps 3, 6 and 9, and the end of the epoch.
        assertThat(engine.waits()).isEqualTo(8);
        TrainingResult soon = Trainer.builder()
                .epochs(2)
                .batchSize(4)
                .engine(io.github.sdmvae.engine.Engines.named("host"))
                .build()
                .fit(definition(Likelihood.complexGaussian()), DATA);
        assertThat(late.history().get(1).training())
                .isEqualTo(soon.history().get(1).training());
    }

    /** Breaks in its 15th call. */
    private static final class Breaking implements LikelihoodFunction {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public String name() {
            return "breaking";
        }

        @Override
        public void evaluate(int rows, int width, double[] x, double[] output, double[] loss, double[] gradient) {
            if (calls.incrementAndGet() == 15) {
                loss[0] = Double.NaN;
            }
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = output[i] - x[i];
            }
        }

        @Override
        public void mean(int rows, int width, double[] output, double[] mean) {}
    }

    @Test
    void divergence_namesItsTrueStep_andNoCheckpointIsWrittenFromBehindIt(@TempDir Path folder) throws Exception {
        List<Path> written = new ArrayList<>();
        Trainer trainer = Trainer.builder()
                .epochs(4)
                .batchSize(4)
                .engine(new LateEngine())
                .checkpoints(Checkpoints.in(folder).everySteps(6))
                .listener(new TrainingListener() {
                    @Override
                    public void onCheckpoint(Path checkpoint) {
                        written.add(checkpoint);
                    }
                })
                .build();
        TrainingDivergedException diverged = catchThrowableOfType(
                TrainingDivergedException.class,
                () -> trainer.fit(definition(Likelihood.custom(new Breaking())), DATA));
        assertThat(diverged.epoch()).isEqualTo(2);
        assertThat(diverged.step()).isEqualTo(5);
        assertThat(diverged.term()).isEqualTo("reconstruction");
        // After steps 6 and 12; the one due after step 18 would have come from behind the divergence in step 15.
        assertThat(written).hasSize(2);
        assertThat(Files.exists(written.get(1))).isTrue();
    }

    @Test
    void divergenceInTheLastUpdate_isDivergence() {
        Trainer trainer = Trainer.builder()
                .epochs(1)
                .batchSize(40)
                .learningRate(Double.MAX_VALUE)
                .build();
        TrainingDivergedException diverged = catchThrowableOfType(
                TrainingDivergedException.class, () -> trainer.fit(definition(Likelihood.complexGaussian()), DATA));
        assertThat(diverged).hasMessageContaining("parameters").hasMessageContaining("epoch 1, step 1");
    }
}
