/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.model.Dynamics;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.random.RowNoise;
import io.github.sdmvae.train.Checkpoints;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Trainings of models of time on the pretended card: whole steps, recorded. */
class TimeTrainingTest extends OnPretendedCard {
    private static final int[] LENGTHS = {7, 5, 7, 2, 6, 7};
    private static final Sequences SPEECH =
            Sequences.of(Frames.wrap(CheckCase.data(34, WIDTH, new Random(3)), WIDTH, "generated"), LENGTHS);

    private final ModelDefinition causal = model(Dynamics.rvae(), Prior.standardNormal());
    private final ModelDefinition bothWays =
            model(Dynamics.bidirectionalRvae(), Prior.learnedVariance(GammaUpdate.coupled(1, 1)));

    private static ModelDefinition model(Dynamics dynamics, Prior prior) {
        return ModelDefinition.builder()
                .inputSize(WIDTH)
                .hidden(4)
                .dictionary(Dictionary.dct(2, 3).learned(0.1))
                .prior(prior)
                .dynamics(dynamics)
                .build();
    }

    private Trainer.Builder sequences() {
        return trainer().batchSize(2);
    }

    @Test
    void training_goesAsOnTheReference_asRecordedSteps() {
        for (ModelDefinition model : new ModelDefinition[] {causal, bothWays}) {
            int before = device.recordings();
            TrainingResult ours = sequences().build().fit(model, SPEECH, SPEECH);
            TrainingResult reference =
                    sequences().engine(HostEngine.of(Precision.FLOAT32)).build().fit(model, SPEECH, SPEECH);
            for (int e = 0; e < 3; e++) {
                assertThat(ours.history().get(e).training().loss())
                        .isCloseTo(reference.history().get(e).training().loss(), Offset.offset(1e-3));
                assertThat(ours.history().get(e).validation().loss())
                        .isCloseTo(reference.history().get(e).validation().loss(), Offset.offset(1e-3));
            }
            assertThat(device.recordings() - before)
                    .as("a step and an evaluation are recorded once")
                    .isBetween(2, 4);
        }
    }

    @Test
    void sameSeed_givesTheSameBits_residentOrNot_andAfterResuming() {
        float[] first = weights(sequences().build().fit(causal, SPEECH, SPEECH));
        assertThat(engine.resident().uploads()).isEqualTo(1);
        System.setProperty(ResidentData.PROPERTY, "false");
        Sequences again = SPEECH.over(SPEECH);
        assertThat(weights(sequences().build().fit(causal, again, again))).isEqualTo(first);
        Checkpoints checkpoints = Checkpoints.in(folder).everySteps(2);
        Trainer.Builder builder = sequences().checkpoints(checkpoints);
        assertThatThrownBy(() -> builder.listener(breakingAtStep(5)).build().fit(causal, SPEECH, SPEECH))
                .hasMessageContaining("plug");
        assertThat(weights(sequences().checkpoints(checkpoints).build().resume(causal, SPEECH, SPEECH)))
                .isEqualTo(first);
    }

    @Test
    void noise_isTheLibrarysOwn_wherever_aSequenceStands() {
        Parameters parameters = engine.allocate(causal.graph(), true);
        parameters.write(Parameters.Store.VALUES, causal.graph().layout().initialise(1));
        TrainingProgram program =
                engine.train(causal.graph(), objective(causal), parameters, BatchShape.of(2, 7), Exchange.none());
        long key = 0x1234_5678_9abcL;
        program.stage(SPEECH, new int[] {4, 1}, 0);
        program.stage(new Noise(key, 100, Noise.Order.BY_POINT));
        program.draw(new StepValues(0, 1, 0, 0, Double.POSITIVE_INFINITY));
        float[] drawn = read(program, Result.CODE);
        double[] given = new double[2 * 7 * 3];
        for (int b = 0; b < 2; b++) {
            int sequence = b == 0 ? 4 : 1;
            float[] rows = new float[SPEECH.length(sequence) * 3];
            RowNoise.NORMAL.fill(key, 100 + SPEECH.start(sequence), rows, 0, SPEECH.length(sequence), 3);
            for (int i = 0; i < rows.length; i++) {
                given[b * 7 * 3 + i] = rows[i];
            }
        }
        program.stageNoise(given);
        program.draw(new StepValues(0, 1, 0, 0, Double.POSITIVE_INFINITY));
        assertThat(read(program, Result.CODE)).isEqualTo(drawn);
        assertThat(drawn).contains(0f); // behind a sequence's end
    }

    private static float[] read(TrainingProgram program, Result result) {
        float[] values = new float[program.length(result)];
        program.read(result, values);
        return values;
    }

    @Test
    void trainedModel_encodesAndReconstructsAsOnTheReference() {
        Vae trained = sequences().build().fit(bothWays, SPEECH, SPEECH).model();
        Vae host = Vae.of(bothWays, trained.state(), HostEngine.of(Precision.FLOAT32));
        for (int time = 0; time < 3; time++) { // the third time everything runs as a recording
            float[][] x = SPEECH.sequence(time);
            assertClose(trained.encode(x), host.encode(x));
            assertClose(trained.encodeSample(x, 5), host.encodeSample(x, 5));
            assertClose(trained.reconstruct(x), host.reconstruct(x));
        }
        assertThat(trained.evaluate(SPEECH).terms().loss())
                .isCloseTo(host.evaluate(SPEECH).terms().loss(), Offset.offset(1e-3));
    }

    @Test
    void framesOfNoSequences_badLengths_andDataOutsideTheDomain_areRefused() {
        Parameters parameters = engine.allocate(causal.graph(), true);
        TrainingProgram program =
                engine.train(causal.graph(), objective(causal), parameters, BatchShape.of(2, 7), Exchange.none());
        assertThatThrownBy(() -> program.stage(DATA, new int[] {0, 1}, 0)).hasMessageContaining("give it Sequences");
        assertThatThrownBy(() -> program.stageLengths(8, 1)).hasMessageContaining("sequence 0 has 8");
        assertThatThrownBy(() -> program.stageLengths(1)).hasMessageContaining("2 sequences, got 1");
        float[] values = CheckCase.data(34, WIDTH, new Random(3));
        values[20 * WIDTH + 4] = -1;
        Sequences bad = Sequences.of(Frames.wrap(values, WIDTH, "broken"), LENGTHS);
        assertThatThrownBy(() -> sequences().build().fit(causal, bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 20, column 4 holds -1.0");
    }

    @Test
    void memory_isGivenBack() {
        long before = ShimLibrary.allocated();
        int lanes = device.lanes();
        Parameters parameters = engine.allocate(bothWays.graph(), true);
        TrainingProgram program =
                engine.train(bothWays.graph(), objective(bothWays), parameters, BatchShape.of(2, 7), Exchange.none());
        float[] x = CheckCase.data(14, WIDTH, new Random(1));
        for (int step = 0; step < 3; step++) {
            program.stage(x, 0);
            program.stage(Noise.ofStep(step));
            program.step(new StepValues(step, 1, 0, 1e-3, 1));
        }
        program.close(); // with steps that nobody has waited for
        parameters.close();
        assertThat(device.lanes()).isEqualTo(lanes);
        assertThat(ShimLibrary.allocated()).isLessThanOrEqualTo(before);
    }
}
