/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final Frames TRAIN = TestParts.speechLike(700, 24, 1);
    private static final Frames VALIDATION = TestParts.speechLike(150, 24, 2);

    private static ModelDefinitionBuilder model() {
        return ModelDefinition.builder().inputSize(24).hidden(16).latentSize(4);
    }

    private static Trainer.Builder trainer() {
        return Trainer.builder().epochs(5).batchSize(64).learningRate(3e-3);
    }

    @Test
    void fit_lowersTheValidationLoss() {
        TrainingResult result = trainer().epochs(15).build().fit(model().build(), TRAIN, VALIDATION);
        double first = result.history().get(0).validation().loss();
        double last = result.history().get(14).validation().loss();
        assertThat(last).isLessThan(first - 5);
        assertThat(result.reason()).isEqualTo(TrainingResult.StopReason.ALL_EPOCHS);
    }

    @Test
    void sameSeeds_giveTheSameBits() {
        TrainingResult one = trainer().build().fit(model().build(), TRAIN, VALIDATION);
        TrainingResult two = trainer().build().fit(model().build(), TRAIN, VALIDATION);
        assertThat(two.model().state().parameters())
                .isEqualTo(one.model().state().parameters());
        assertThat(two.model().state().meanGamma())
                .isEqualTo(one.model().state().meanGamma());
        assertThat(losses(two)).isEqualTo(losses(one));
    }

    @Test
    void otherSeeds_giveOtherResults() {
        TrainingResult one = trainer().build().fit(model().build(), TRAIN, VALIDATION);
        assertThat(losses(trainer().seed(2).build().fit(model().build(), TRAIN, VALIDATION)))
                .isNotEqualTo(losses(one));
        assertThat(losses(trainer().build().fit(model().seed(2).build(), TRAIN, VALIDATION)))
                .isNotEqualTo(losses(one));
    }

    private static List<Double> losses(TrainingResult result) {
        return result.history().stream().map(e -> e.validation().loss()).toList();
    }

    @Test
    void bestParameters_areACopyOfTheBestEpoch() {
        // The rate of the second half wrecks what the first half learned: the best epoch is not the last.
        Trainer unsteady = trainer()
                .epochs(12)
                .learningRate(step -> step < 60 ? 3e-3 : 0.5)
                .build();
        TrainingResult result = unsteady.fit(model().build(), TRAIN, VALIDATION);
        assertThat(result.bestEpoch()).isLessThan(12);
        EpochReport best = result.history().get(result.bestEpoch() - 1);
        assertThat(best.best()).isTrue();
        // Evaluation noise has the trainer's seed there and the definition's here: both are 1.
        assertThat(result.model().evaluate(VALIDATION).terms().loss())
                .isEqualTo(best.validation().loss());
        double lowest = losses(result).stream().mapToDouble(d -> d).min().orElseThrow();
        assertThat(best.validation().loss()).isEqualTo(lowest);
    }

    @Test
    void patience_stopsAfterAsManyEpochsWithoutGain() {
        Trainer stuck = trainer().epochs(50).learningRate(0.5).patience(3).build();
        TrainingResult result = stuck.fit(model().build(), TRAIN, VALIDATION);
        assertThat(result.reason()).isEqualTo(TrainingResult.StopReason.EARLY_STOPPING);
        assertThat(result.history()).hasSize(result.bestEpoch() + 3);
    }

    @Test
    void stopWhen_endsTheTraining() {
        TrainingResult result =
                trainer().stopWhen(report -> report.epoch() == 2).build().fit(model().build(), TRAIN, VALIDATION);
        assertThat(result.history()).hasSize(2);
        assertThat(result.reason()).isEqualTo(TrainingResult.StopReason.STOP_CONDITION);
    }

    @Test
    void withoutValidation_theLastParametersAreKept() {
        TrainingResult result = trainer().build().fit(model().build(), TRAIN);
        assertThat(result.bestEpoch()).isEqualTo(5);
        assertThat(result.history()).allMatch(e -> e.validation() == null);
    }

    @Test
    void fitFromAState_goesOnWhereItWas() {
        TrainingResult first = trainer().epochs(10).build().fit(model().build(), TRAIN, VALIDATION);
        TrainingResult second =
                trainer().epochs(1).build().fit(model().build(), first.model().state(), TRAIN, VALIDATION);
        double before = first.history().get(9).validation().loss();
        assertThat(second.history().get(0).validation().loss()).isLessThan(before + 1);
    }

    @Test
    void nonFiniteLoss_namesEpochStepTermAndValue() {
        float[][] rows = {{1e30f, 1}, {2, 1e30f}};
        ModelDefinition gaussian = ModelDefinition.builder()
                .inputSize(2)
                .latentSize(1)
                .likelihood(Likelihood.gaussian(1))
                .build();
        assertThatThrownBy(() -> trainer().build().fit(gaussian, Frames.of(rows)))
                .isInstanceOfSatisfying(TrainingDivergedException.class, e -> {
                    assertThat(e.epoch()).isEqualTo(1);
                    assertThat(e.step()).isEqualTo(1);
                    assertThat(e.term()).isEqualTo("reconstruction");
                    assertThat(e.value()).isInfinite();
                })
                .hasMessageContaining("reconstruction became Infinity in epoch 1, step 1");
    }

    @Test
    void digitalSilence_trainsWithoutDiverging() {
        float[][] rows = new float[200][8];
        for (int i = 0; i < 100; i++) {
            rows[i] = TRAIN.row(i);
            rows[i] = java.util.Arrays.copyOf(rows[i], 8);
        }
        ModelDefinition definition =
                ModelDefinition.builder().inputSize(8).hidden(8).latentSize(2).build();
        TrainingResult result =
                trainer().epochs(40).learningRate(0.02).build().fit(definition, Frames.of(rows), Frames.of(rows));
        assertThat(result.history()).allMatch(e -> e.validation().isFinite());
    }

    @Test
    void gradientClipping_boundsTheFirstStep() {
        // Adam's first step does not depend on the gradient's length, so look at the second moment's effect instead:
        // with a tiny limit all later gradients are as short as the first and ε takes over.
        TrainingResult free = trainer().epochs(1).build().fit(model().build(), TRAIN, VALIDATION);
        TrainingResult clipped =
                trainer().epochs(1).gradientClipping(1e-9).build().fit(model().build(), TRAIN, VALIDATION);
        TrainingResult loose =
                trainer().epochs(1).gradientClipping(1e9).build().fit(model().build(), TRAIN, VALIDATION);
        double start = io.github.sdmvae.model.Vae.untrained(model().build())
                .evaluate(VALIDATION)
                .terms()
                .loss();
        assertThat(loose.model().state().parameters())
                .isEqualTo(free.model().state().parameters());
        double gainFree = start - losses(free).get(0);
        assertThat(start - losses(clipped).get(0)).isBetween(0.0, 0.2 * gainFree);
    }

    @Test
    void listeners_hearEveryStepAndEpochInOrder() {
        List<String> heard = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStart(int epochs, int stepsPerEpoch) {
                heard.add("start " + epochs + " " + stepsPerEpoch);
            }

            @Override
            public void onStep(StepReport report) {
                heard.add("step " + report.epoch() + "." + report.step() + "/" + report.steps());
            }

            @Override
            public void onEpoch(EpochReport report) {
                heard.add("epoch " + report.epoch());
            }

            @Override
            public void onEnd(TrainingResult result) {
                heard.add("end " + result.history().size());
            }
        };
        trainer().epochs(2).batchSize(300).listener(listener).build().fit(model().build(), TRAIN, VALIDATION);
        // 700 rows make two batches of 300; the rest is left out.
        assertThat(heard)
                .containsExactly(
                        "start 2 2",
                        "step 1.1/2",
                        "step 1.2/2",
                        "epoch 1",
                        "step 2.1/2",
                        "step 2.2/2",
                        "epoch 2",
                        "end 2");
    }

    @Test
    void batchLargerThanTheData_takesAllRows() {
        TrainingResult result = trainer().batchSize(10_000).build().fit(model().build(), TRAIN, VALIDATION);
        assertThat(result.history()).hasSize(5);
    }

    @Test
    void validationNoise_isTheSameInEveryEpoch() {
        TrainingResult result = trainer().learningRate(1e-30).epochs(3).build().fit(model().build(), TRAIN, VALIDATION);
        assertThat(losses(result)).containsOnly(losses(result).get(0));
    }

    @Test
    void everyStrategyAndGammaUpdate_trains() {
        List<GammaUpdate> gammas = List.of(
                GammaUpdate.inverseGamma(1, 0.1),
                GammaUpdate.shared(),
                GammaUpdate.fixed(1),
                GammaUpdate.custom(new TestParts.DoubledGamma()));
        List<ElboStrategy> strategies =
                List.of(ElboStrategy.sampled(2), ElboStrategy.closedForm().withBeta(BetaSchedule.warmUp(20, 1)));
        for (GammaUpdate gamma : gammas) {
            for (ElboStrategy elbo : strategies) {
                TrainingResult result = trainer()
                        .gammaUpdate(gamma)
                        .elbo(elbo)
                        .build()
                        .fit(model().dictionary(Dictionary.dct(4, 6)).build(), TRAIN, VALIDATION);
                assertThat(losses(result).get(4))
                        .as(gamma + " " + elbo)
                        .isLessThan(losses(result).get(0));
            }
        }
    }

    @Test
    void fixedGammaOfOne_isThePlainVae() {
        TrainingResult plain =
                trainer().build().fit(model().prior(Prior.standardNormal()).build(), TRAIN, VALIDATION);
        TrainingResult fixed =
                trainer().gammaUpdate(GammaUpdate.fixed(1)).build().fit(model().build(), TRAIN, VALIDATION);
        assertThat(losses(fixed)).isEqualTo(losses(plain));
    }

    @Test
    void sharedGamma_isFrozenInValidationAndSaved() {
        TrainingResult result =
                trainer().gammaUpdate(GammaUpdate.shared()).build().fit(model().build(), TRAIN, VALIDATION);
        float[] shared = result.model().state().sharedGamma();
        int steps = result.bestEpoch() * (700 / 64);
        assertThat((double) shared[4]).isCloseTo(1 - Math.pow(0.99, steps), org.assertj.core.data.Offset.offset(1e-5));
    }

    @Test
    void learnedVariances_makeCodesSparserThanThePlainVae() {
        Trainer longer = trainer().epochs(60).learningRate(1e-2).patience(60).build();
        ModelDefinitionBuilder wide = model().latentSize(12);
        TrainingResult plain = longer.fit(wide.prior(Prior.standardNormal()).build(), TRAIN, VALIDATION);
        TrainingResult sparse = longer.fit(wide.prior(Prior.learnedVariance()).build(), TRAIN, VALIDATION);
        assertThat(hoyer(sparse)).isGreaterThan(hoyer(plain) + 0.1);
    }

    private static double hoyer(TrainingResult result) {
        double sum = 0;
        float[][] codes = result.model().encode(TestParts.rows(VALIDATION, 150));
        for (float[] code : codes) {
            double one = 0;
            double two = 0;
            for (float a : code) {
                one += Math.abs(a);
                two += a * a;
            }
            double root = Math.sqrt(code.length);
            sum += (root - one / Math.sqrt(two)) / (root - 1) / codes.length;
        }
        return sum;
    }

    @Test
    void unfittingData_isRefused() {
        assertThatThrownBy(() -> trainer().build().fit(model().inputSize(25).build(), TRAIN, VALIDATION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the training data must have 25 values per row like the model's input, it has 24");
    }

    @Test
    void settingsOutOfRange_areRefusedWithTheirValue() {
        assertThatThrownBy(() -> trainer().epochs(0).build()).hasMessage("epochs must be at least 1, got 0");
        assertThatThrownBy(() -> trainer().batchSize(-1).build()).hasMessage("batchSize must be at least 1, got -1");
        assertThatThrownBy(() -> trainer().patience(0).build()).hasMessage("patience must be at least 1, got 0");
        assertThatThrownBy(() -> trainer().gradientClipping(0).build()).hasMessageContaining("got 0.0");
        assertThatThrownBy(() -> trainer().learningRate(Double.NaN)).hasMessageContaining("got NaN");
        assertThatThrownBy(() -> ElboStrategy.sampled(0)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> trainer().engine(HostEngine.of(Precision.FLOAT64)))
                .hasMessageContaining("single precision, got FLOAT64");
    }
}
