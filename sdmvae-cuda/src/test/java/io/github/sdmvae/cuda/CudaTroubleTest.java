/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.train.CheckpointException;
import io.github.sdmvae.train.Checkpoints;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingListener;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What goes wrong on the pretended card is said, memory is given back, checkpoints stay whole. */
class CudaTroubleTest extends OnPretendedCard {
    @Test
    void runBegunWithOtherRounding_isNotResumed_andTheSettingIsNamed() {
        Trainer.Builder plain = trainer().epochs(1).checkpoints(Checkpoints.in(folder));
        plain.build().fit(definition, DATA, DATA);
        try (CudaEngine rounding = new CudaEngine(ShimDevice.ofCapability(75).tf32())) {
            assertThat(rounding.settings()).contains("TF32");
            assertThat(engine.settings()).isEmpty();
            Trainer other = plain.engine(rounding).build();
            assertThatThrownBy(() -> other.resume(definition, DATA, DATA))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("engineSettings is products in TF32, the checkpoint was made with none");
        }
    }

    @Test
    void memory_isGivenBackWhenProgramsAndParametersAreClosed() {
        long before = ShimLibrary.allocated();
        int lanes = device.lanes();
        ModelGraph graph = definition.graph();
        Parameters parameters = engine.allocate(graph, true);
        TrainingProgram program = engine.train(graph, objective(definition), parameters, 8, Exchange.none());
        program.stage(CheckCase.data(8, WIDTH, new Random(1)), 0);
        program.stage(Noise.ofStep(1));
        program.step(new StepValues(0, 1, 0, 1e-3, 1));
        program.step(new StepValues(1, 1, 0, 1e-3, 1));
        assertThat(ShimLibrary.allocated()).isGreaterThan(before);
        program.close(); // with steps that nobody has waited for
        parameters.close();
        assertThat(device.lanes()).isEqualTo(lanes);
        // What transforms and dictionaries hold goes with the collector.
        assertThat(ShimLibrary.allocated() - before).isLessThan(1000);
    }

    @Test
    void droppedTrainings_giveTheirMemoryToTheNext() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            trainer().epochs(1).build().fit(definition, DATA, DATA);
        }
        long left = device.lanes();
        for (int i = 0; i < 50 && left > 1; i++) {
            Memory.collect();
            left = device.lanes();
        }
        assertThat(left).as("lanes of programs that nobody refers to").isEqualTo(1);
    }

    @Test
    void fullCard_isSaidWithFigures_andDataThatDoesNotFitStaysOnTheHost() {
        float[] expected = weights(trainer().build().fit(definition, DATA, DATA));
        device.limit(ShimLibrary.allocated() + 20_000);
        assertThatThrownBy(() -> trainer().batchSize(64).build().fit(definition, DATA, DATA))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("out of device memory")
                .hasMessageContaining("smaller batch");
        device.limit(8L << 30);
        FrameSource large = new FrameSource() {
            @Override
            public int size() {
                return 2_000_000_000;
            }

            @Override
            public int width() {
                return WIDTH;
            }

            @Override
            public void read(int index, float[] target, int offset) {
                DATA.read(index % 64, target, offset);
            }
        };
        assertThat(engine.resident().of(large).isThere()).isFalse();
        assertThat(weights(trainer().build().fit(definition, DATA, DATA))).isEqualTo(expected);
    }

    @Test
    void lostCard_endsTheTraining_andLeavesItsCheckpointsWhole() {
        Trainer trainer =
                trainer().checkpoints(Checkpoints.in(folder).everySteps(4)).build();
        float[] whole = weights(trainer().build().fit(definition, DATA, DATA));
        TrainingListener pull = new TrainingListener() {
            @Override
            public void onEpoch(EpochReport report) {
                device.failAt("adam");
            }
        };
        assertThatThrownBy(() -> trainer()
                        .checkpoints(Checkpoints.in(folder).everySteps(4))
                        .listener(pull)
                        .build()
                        .fit(definition, DATA, DATA))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("adam: unspecified launch failure")
                .hasMessageContaining("resume");
        device.failAt("");
        assertThat(weights(trainer.resume(definition, DATA, DATA))).isEqualTo(whole);
    }

    @Test
    void dataOutsideTheDomain_isRefusedWithRowAndColumn_thoughOtherRowsAreThere() {
        float[] values = CheckCase.data(64, WIDTH, new Random(3));
        values[40 * WIDTH + 2] = -1;
        Frames bad = Frames.wrap(values, WIDTH, "broken");
        assertThatThrownBy(() -> trainer().build().fit(definition, bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 40, column 2 holds -1.0");
    }

    @Test
    void foreignParameters_areRefused_andProgramsWithoutGradientsDoNotTrain() {
        ModelGraph graph = definition.graph();
        Parameters foreign = new Foreign();
        assertThatThrownBy(() -> engine.train(graph, objective(definition), foreign, 2, Exchange.none()))
                .hasMessageContaining("another engine");
        var program = engine.infer(graph, objective(definition), engine.allocate(graph, false), 2);
        assertThatThrownBy(() -> ((TrainingProgram) program).step(new StepValues(0, 1, 0, 1e-3, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Engine.train");
    }

    /** Of some engine that is not there. */
    private static final class Foreign implements Parameters {
        @Override
        public int length(Store store) {
            return 1;
        }

        @Override
        public void write(Store store, float[] values) {}

        @Override
        public void write(Store store, double[] values) {}

        @Override
        public float[] read(Store store) {
            return new float[1];
        }

        @Override
        public void read(Store store, double[] target) {}
    }
}
