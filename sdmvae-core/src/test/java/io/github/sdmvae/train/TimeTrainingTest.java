/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.model.Dynamics;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.TimeModels;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.GammaUpdate;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimeTrainingTest {
    private static final Sequences TRAINING =
            TimeModels.sequences(31, 12, 20, 7, 25).cut(6);
    private static final Sequences VALIDATION = TimeModels.sequences(9, 14);

    @TempDir
    private Path folder;

    static Stream<String> names() {
        return TimeModels.all().keySet().stream();
    }

    private static ModelDefinition definition(String name) {
        return Objects.requireNonNull(TimeModels.all().get(name));
    }

    private static Trainer.Builder trainer(Engine engine) {
        return Trainer.builder()
                .engine(engine)
                .epochs(6)
                .batchSize(4)
                .learningRate(1e-2)
                .gradientClipping(5);
    }

    @ParameterizedTest
    @MethodSource("names")
    void training_lowersTheLoss(String name) {
        TrainingResult result = trainer(CpuEngine.shared()).build().fit(definition(name), TRAINING, VALIDATION);
        double first =
                Objects.requireNonNull(result.history().get(0).validation()).loss();
        double last = Objects.requireNonNull(
                        result.history().get(result.history().size() - 1).validation())
                .loss();
        assertThat(last).isFinite().isLessThan(first);
        assertThat(result.model().generate(4, 1)).hasDimensions(4, TimeModels.WIDTH);
    }

    @Test
    void sameSeed_sameResult_withAnyNumberOfThreads() {
        ModelDefinition definition = definition("RVAE both ways");
        Trainer one = trainer(CpuEngine.withThreads(1)).build();
        Trainer two = trainer(CpuEngine.withThreads(2)).build();
        assertThat(two.fit(definition, TRAINING).model().state().parameters())
                .isEqualTo(one.fit(definition, TRAINING).model().state().parameters());
    }

    @Test
    void interruptedTraining_goesOnAsIfItHadNotBeen() {
        ModelDefinition definition = definition("recurrently anchored");
        Vae whole = trainer(CpuEngine.shared())
                .build()
                .fit(definition, TRAINING, VALIDATION)
                .model();
        Checkpoints checkpoints = Checkpoints.in(folder.resolve("run"));
        trainer(CpuEngine.shared())
                .checkpoints(checkpoints)
                .stopWhen(report -> report.epoch() == 2)
                .build()
                .fit(definition, TRAINING, VALIDATION);
        Vae resumed = trainer(CpuEngine.shared())
                .checkpoints(checkpoints)
                .build()
                .resume(definition, TRAINING, VALIDATION)
                .model();
        assertThat(resumed.state().parameters()).isEqualTo(whole.state().parameters());
    }

    @Test
    void padding_changesNothing() {
        // The same pieces with room for more frames: the longest sequence of all decides, and is in no batch of the
        // first step.
        ModelDefinition definition = definition("RVAE");
        Engine engine = HostEngine.of(Precision.FLOAT64);
        Sequences pieces = TimeModels.sequences(4, 4, 4, 4);
        double tight = firstLoss(definition, engine, pieces, 4);
        double roomy = firstLoss(definition, engine, pieces, 9);
        assertThat(roomy).isEqualTo(tight);
    }

    private static double firstLoss(ModelDefinition definition, Engine engine, Sequences pieces, int room) {
        io.github.sdmvae.engine.Parameters parameters = engine.allocate(definition.graph(), true);
        parameters.write(
                io.github.sdmvae.engine.Parameters.Store.VALUES,
                definition.graph().layout().initialise(1));
        io.github.sdmvae.engine.TrainingProgram program = engine.train(
                definition.graph(),
                io.github.sdmvae.engine.Objective.of(
                        definition.prior(),
                        GammaUpdate.closedForm(),
                        io.github.sdmvae.objective.ElboStrategy.asPublished()),
                parameters,
                io.github.sdmvae.engine.BatchShape.of(2, room),
                io.github.sdmvae.engine.Exchange.none());
        program.stage(pieces, new int[] {2, 0}, 0);
        program.stage(io.github.sdmvae.engine.Noise.ofStep(3));
        return program.gradient(new io.github.sdmvae.engine.StepValues(0, 1, 0, 0, 5))
                .loss();
    }

    @Test
    void whatDoesNotFit_isRefusedBeforeTraining() {
        Trainer trainer = trainer(CpuEngine.shared()).build();
        ModelDefinition time = definition("RVAE");
        io.github.sdmvae.data.Frames frames = io.github.sdmvae.data.Frames.of(VALIDATION.sequence(0));
        assertThatThrownBy(() -> trainer.fit(time, frames)).hasMessageContaining("give it Sequences");
        ModelDefinition rows = ModelDefinition.builder()
                .inputSize(TimeModels.WIDTH)
                .latentSize(2)
                .build();
        assertThatThrownBy(() -> trainer(CpuEngine.shared())
                        .gammaUpdate(GammaUpdate.coupled(1, 1))
                        .build()
                        .fit(rows, frames))
                .hasMessageContaining("'coupled' looks along time");
        ModelDefinition unstated = ModelDefinition.builder()
                .inputSize(TimeModels.WIDTH)
                .latentSize(2)
                .dynamics(Dynamics.rvae())
                .build();
        assertThatThrownBy(() -> trainer(CpuEngine.shared())
                        .gammaUpdate(GammaUpdate.anchored(1))
                        .build()
                        .fit(unstated, TRAINING))
                .hasMessageContaining("state it in the model");
        assertThat(trainer(CpuEngine.shared())
                        .epochs(1)
                        .gammaUpdate(GammaUpdate.coupled(1, 1))
                        .build()
                        .fit(unstated, TRAINING)
                        .history())
                .hasSize(1);
        // Sequences are rows for a model without time.
        assertThat(trainer.fit(rows, TRAINING, VALIDATION).history()).hasSize(6);
    }
}
