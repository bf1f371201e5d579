/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.InputGradient;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.CodeBatch;
import io.github.sdmvae.prior.CodeTerms;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.prior.PriorFunction;
import io.github.sdmvae.train.CheckpointException;
import io.github.sdmvae.train.Checkpoints;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.StepReport;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingListener;
import io.github.sdmvae.train.TrainingResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings on the pretended card: same bits, same losses as the reference, memory given back, troubles said. */
class CudaTrainingTest {
    private static final int WIDTH = 9;
    private static final Frames DATA = Frames.wrap(CheckCase.data(64, WIDTH, new Random(3)), WIDTH, "generated");

    private final ModelDefinition definition = ModelDefinition.builder()
            .inputSize(WIDTH)
            .hidden(6)
            .dictionary(Dictionary.dct(3, 5).learned(0.1))
            .build();
    private ShimDevice device;
    private CudaEngine engine;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        device = ShimDevice.ofCapability(75);
        engine = new CudaEngine(device);
    }

    @AfterEach
    void close() {
        System.clearProperty(ResidentData.PROPERTY);
        if (engine != null) {
            engine.close();
            assertThat(ShimLibrary.check()).as("written outside of memory").isEmpty();
        }
    }

    private Trainer.Builder trainer() {
        return Trainer.builder().epochs(3).batchSize(16).learningRate(1e-2).engine(engine);
    }

    private static float[] weights(TrainingResult result) {
        return result.model().state().parameters();
    }

    @Test
    void training_goesAsOnTheReference() {
        TrainingResult ours = trainer().build().fit(definition, DATA, DATA);
        TrainingResult reference =
                trainer().engine(HostEngine.of(Precision.FLOAT32)).build().fit(definition, DATA, DATA);
        for (int e = 0; e < 3; e++) {
            EpochReport a = ours.history().get(e);
            EpochReport b = reference.history().get(e);
            assertThat(a.training().loss()).isCloseTo(b.training().loss(), Offset.offset(1e-3));
            assertThat(a.validation().loss()).isCloseTo(b.validation().loss(), Offset.offset(1e-3));
        }
        assertThat(device.recordings())
                .as("a step and an evaluation are recorded once")
                .isBetween(2, 4);
        assertThat(engine.resident().uploads()).isEqualTo(1);
    }

    @Test
    void sameSeed_givesTheSameBits_residentOrNot_andWithManyAtOnce() {
        float[] first = weights(trainer().build().fit(definition, DATA, DATA));
        assertThat(weights(trainer().build().fit(definition, DATA, DATA))).isEqualTo(first);
        System.setProperty(ResidentData.PROPERTY, "false");
        assertThat(weights(trainer().build().fit(definition, DATA, DATA))).isEqualTo(first);
        System.clearProperty(ResidentData.PROPERTY);
        List<CompletableFuture<float[]>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(CompletableFuture.supplyAsync(
                    () -> weights(trainer().build().fit(definition, DATA, DATA))));
        }
        all.forEach(one -> assertThat(one.join()).isEqualTo(first));
    }

    @Test
    void resumedTraining_endsWithTheSameBits() {
        float[] whole = weights(trainer().build().fit(definition, DATA, DATA));
        Checkpoints checkpoints = Checkpoints.in(folder).everySteps(5);
        int[] steps = new int[1];
        TrainingListener breaking = new TrainingListener() {
            @Override
            public int reportEvery() {
                return 1;
            }

            @Override
            public void onStep(StepReport report) {
                if (++steps[0] == 7) {
                    throw new IllegalStateException("pulled the plug");
                }
            }
        };
        Trainer.Builder builder = trainer().checkpoints(checkpoints);
        assertThatThrownBy(() -> builder.listener(breaking).build().fit(definition, DATA, DATA))
                .hasMessageContaining("plug");
        Trainer again = trainer().checkpoints(checkpoints).build();
        assertThat(weights(again.resume(definition, DATA, DATA))).isEqualTo(whole);
    }

    /** As a table's jobs do: models of several shapes at once on one card, with checkpoints. */
    @Test
    void modelsBesideEachOther_endWithTheBitsTheyHaveAlone() {
        List<ModelDefinition> models = List.of(
                definition,
                definition.toBuilder().hidden(11).build(),
                definition.toBuilder().prior(Prior.standardNormal()).build(),
                definition.toBuilder().prior(Prior.spikeAndSlab(0.3)).build());
        List<float[]> alone = models.stream()
                .map(model -> weights(trainer().build().fit(model, DATA, DATA)))
                .toList();
        List<CompletableFuture<float[]>> beside = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            ModelDefinition model = models.get(i);
            Checkpoints checkpoints = Checkpoints.in(folder.resolve("job" + i)).everySteps(3);
            beside.add(CompletableFuture.supplyAsync(
                    () -> weights(trainer().checkpoints(checkpoints).build().fitOrResume(model, DATA, DATA))));
        }
        for (int i = 0; i < models.size(); i++) {
            assertThat(beside.get(i).join()).as("model %s", i).isEqualTo(alone.get(i));
        }
    }

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
    void everyStep_isReportedOnceAndInOrder_withClippingToo() {
        Frames many = Frames.wrap(CheckCase.data(600, WIDTH, new Random(3)), WIDTH, "generated");
        for (int every : new int[] {1, 3, 100, 1000}) {
            List<Integer> heard = new ArrayList<>();
            List<Double> losses = new ArrayList<>();
            TrainingListener listener = new TrainingListener() {
                @Override
                public int reportEvery() {
                    return every;
                }

                @Override
                public void onStep(StepReport report) {
                    heard.add(report.step());
                    losses.add(report.terms().loss());
                }
            };
            trainer()
                    .batchSize(2)
                    .epochs(1)
                    .gradientClipping(0.5)
                    .listener(listener)
                    .build()
                    .fit(definition, many);
            assertThat(heard).hasSize(300).isSorted().doesNotHaveDuplicates();
            assertThat(losses).allMatch(Double::isFinite).doesNotHaveDuplicates();
        }
    }

    /** 2 log cosh of the code: no prior of the library. */
    private static final class OwnPrior implements PriorFunction {
        @Override
        public String name() {
            return "own";
        }

        @Override
        public void evaluate(CodeBatch b, CodeTerms t) {
            for (int i = 0; i < b.code().length; i++) {
                double e = b.noise()[i];
                t.divergence()[i] = 2 * Math.log(2 * Math.cosh(b.code()[i])) - 0.5 * b.logVariance()[i] - 0.5 * e * e;
                t.dCode()[i] = 2 * Math.tanh(b.code()[i]);
                t.dLogVariance()[i] = -0.5;
            }
        }
    }

    @Test
    void ownPart_runsOnTheHost_withTheSameResult() {
        ModelDefinition own =
                definition.toBuilder().prior(Prior.custom(new OwnPrior())).build();
        assertThat(BatchWork.lacking(own.graph(), objective(own))).contains("own");
        TrainingResult ours = trainer().build().fit(own, DATA, DATA);
        TrainingResult reference =
                trainer().engine(HostEngine.of(Precision.FLOAT32)).build().fit(own, DATA, DATA);
        assertThat(ours.history().get(2).validation().loss())
                .isCloseTo(reference.history().get(2).validation().loss(), Offset.offset(1e-3));
    }

    private static Objective objective(ModelDefinition model) {
        return Objective.of(model.prior(), GammaUpdate.closedForm(), ElboStrategy.asPublished());
    }

    @Test
    void trainedModel_encodesAndReconstructsAsOnTheReference_inBatchesOfAnySize() {
        TrainingResult trained = trainer().build().fit(definition, DATA, DATA);
        var host = io.github.sdmvae.model.Vae.of(definition, trained.model().state(), HostEngine.of(Precision.FLOAT32));
        for (int count : new int[] {1, 2, 16, 17, 64}) {
            float[][] rows = new float[count][];
            for (int i = 0; i < count; i++) {
                rows[i] = DATA.row(i);
            }
            // The third time everything runs as a recording.
            for (int time = 0; time < 3; time++) {
                assertClose(trained.model().encode(rows), host.encode(rows));
                assertClose(trained.model().reconstruct(rows), host.reconstruct(rows));
                assertClose(trained.model().encodeSample(rows, 3), host.encodeSample(rows, 3));
            }
        }
        assertThat(trained.model().evaluate(DATA).terms().loss())
                .isCloseTo(host.evaluate(DATA).terms().loss(), Offset.offset(1e-3));
        assertThat(trained.model().logLikelihood(DATA, 3, 1).mean())
                .isCloseTo(host.logLikelihood(DATA, 3, 1).mean(), Offset.offset(1e-3));
    }

    private static void assertClose(float[][] ours, float[][] expected) {
        assertThat(ours).hasDimensions(expected.length, expected[0].length);
        for (int i = 0; i < ours.length; i++) {
            for (int j = 0; j < ours[i].length; j++) {
                assertThat(ours[i][j]).isCloseTo(expected[i][j], Offset.offset(1e-4f * (1 + Math.abs(expected[i][j]))));
            }
        }
    }

    @Test
    void inputGradient_isTheReferences() {
        ModelGraph graph = definition.graph();
        float[] values = graph.layout().initialise(4);
        float[][] results = new float[2][7 * WIDTH];
        for (int which = 0; which < 2; which++) {
            var on = which == 0 ? engine : HostEngine.of(Precision.FLOAT32);
            try (Parameters parameters = on.allocate(graph, false);
                    InputGradient gradient = on.inputGradient(graph, InputGradient.Half.ENCODER, parameters, 7)) {
                parameters.write(Store.VALUES, values);
                float[] output = new float[7 * gradient.outputSize()];
                gradient.forward(CheckCase.data(7, WIDTH, new Random(2)), output);
                gradient.backward(output, results[which]);
            }
        }
        for (int i = 0; i < results[0].length; i++) {
            assertThat(results[0][i]).isCloseTo(results[1][i], Offset.offset(1e-5f));
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
