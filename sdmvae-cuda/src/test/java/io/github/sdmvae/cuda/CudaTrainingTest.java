/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.prior.CodeBatch;
import io.github.sdmvae.prior.CodeTerms;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.prior.PriorFunction;
import io.github.sdmvae.train.Checkpoints;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.StepReport;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingListener;
import io.github.sdmvae.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Trainings on the pretended card: same bits, same losses as the reference, every step reported. */
class CudaTrainingTest extends OnPretendedCard {
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
        Trainer.Builder builder = trainer().checkpoints(checkpoints);
        assertThatThrownBy(() -> builder.listener(breakingAtStep(7)).build().fit(definition, DATA, DATA))
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
}
