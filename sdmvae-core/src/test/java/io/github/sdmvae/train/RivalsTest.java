/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.classic.GaussianMixture;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Runs.Crash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model of the field learns, is saved, and resumes. */
class RivalsTest {
    private static final Frames TRAIN = TestParts.speechLike(600, 12, 1);
    private static final Frames VALIDATION = TestParts.speechLike(100, 12, 2);

    @TempDir
    Path folder;

    static Stream<ModelDefinition> rivals() {
        Stream<Prior> priors = Stream.of(
                Prior.standardNormal(),
                Prior.laplace(),
                Prior.cauchy(),
                Prior.studentT(3),
                Prior.gaussianMixture(0.2, 0.1, 1),
                Prior.spikeAndSlab(0.5),
                Prior.pseudoInputs(0.5, 4),
                Prior.none(),
                Prior.absolutePenalty(0.1));
        Stream<Dictionary> dictionaries = Stream.of(
                Dictionary.identity(4).learned(),
                Dictionary.dct(4, 6).learned(0.5),
                Dictionary.random(4, 6, 7).learned(),
                Dictionary.random(4, 6, 7));
        return Stream.concat(
                priors.map(p -> base().latentSize(4).prior(p).build()),
                dictionaries.map(d -> base().dictionary(d).build()));
    }

    private static ModelDefinitionBuilder base() {
        return ModelDefinition.builder().inputSize(12).hidden(8).seed(42);
    }

    private static Trainer.Builder trainer() {
        return Trainer.builder()
                .epochs(4)
                .batchSize(32)
                .learningRate(LearningRate.constant(3e-3))
                .seed(3);
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void model_learns_isSavedAndReadBack(ModelDefinition definition) throws IOException {
        TrainingResult result = trainer().build().fit(definition, TRAIN, VALIDATION);
        List<EpochReport> history = result.history();
        double first = history.get(0).validation().loss();
        assertThat(history.get(3).validation().loss()).isFinite().isLessThan(first);
        Vae model = result.model();
        Path file = folder.resolve("model");
        model.save(file);
        Vae read = Vae.load(file);
        assertThat(read.state()).isEqualTo(model.state());
        assertThat(read.definition().prior()).isEqualTo(definition.prior());
        assertThat(read.definition().dictionary().isLearned())
                .isEqualTo(definition.dictionary().isLearned());
        float[][] x = TestParts.rows(VALIDATION, 20);
        assertThat(read.reconstruct(x)).isDeepEqualTo(model.reconstruct(x));
        assertThat(read.encodeSample(x, 4)).isDeepEqualTo(model.encodeSample(x, 4));
        assertThat(read.dictionary()).isEqualTo(model.dictionary());
        if (definition.prior().isDistribution()) {
            assertThat(read.generate(5, 3)).isDeepEqualTo(model.generate(5, 3));
        }
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void run_resumesToTheSameBits(ModelDefinition definition) {
        String unbroken = Runs.digest(trainer().build().fit(definition, TRAIN, VALIDATION));
        Trainer.Builder checkpointed =
                trainer().checkpoints(Checkpoints.in(folder).everySteps(5));
        assertThatThrownBy(() -> trainer()
                        .checkpoints(Checkpoints.in(folder).everySteps(5))
                        .listener(Runs.crashAfter(33))
                        .build()
                        .fitOrResume(definition, TRAIN, VALIDATION))
                .isInstanceOf(Crash.class);
        assertThat(Runs.digest(checkpointed.build().resume(definition, TRAIN, VALIDATION)))
                .isEqualTo(unbroken);
    }

    @Test
    void learnedAtoms_moveAndKeepUnitNorm_andThePenaltyKeepsThemApart() {
        Dictionary start = Dictionary.random(3, 6, 1);
        Dictionary free = trained(start.learned());
        Dictionary apart = trained(start.learned(20));
        assertThat(free.toArray()).isNotEqualTo(start.toArray());
        for (int column = 0; column < free.atoms(); column++) {
            double squares = 0;
            for (double value : free.atom(column)) {
                squares += value * value;
            }
            assertThat(squares).isCloseTo(1, within(1e-5));
        }
        assertThat(off(apart)).isLessThan(off(free));
        assertThat(off(apart)).isLessThan(off(start));
    }

    private static Dictionary trained(Dictionary start) {
        TrainingResult result = trainer().build().fit(base().dictionary(start).build(), TRAIN, VALIDATION);
        assertThat(result.history().get(0).training().coherence() > 0).isEqualTo(start.coherencePenalty() > 0);
        assertThat(result.history().get(0).validation().coherence()).isZero();
        return result.model().dictionary();
    }

    /** Sum of squared products of different atoms. */
    private static double off(Dictionary d) {
        double sum = 0;
        for (int i = 0; i < d.atoms(); i++) {
            for (int j = 0; j < i; j++) {
                double[] a = d.atom(i);
                double[] b = d.atom(j);
                double product = IntStream.range(0, a.length)
                        .mapToDouble(l -> a[l] * b[l])
                        .sum();
                sum += product * product;
            }
        }
        return sum;
    }

    @Test
    void savedModel_hasTheLearnedDictionaryUnderItsOwnName() {
        Vae model = trainer()
                .epochs(1)
                .build()
                .fit(base().dictionary(Dictionary.dct(4, 6).learned()).build(), TRAIN)
                .model();
        NpyArray dictionary = model.weights().get("dictionary");
        assertThat(dictionary.shape()).containsExactly(4, 6);
        double[] learned = model.dictionary().toArray();
        float[] saved = dictionary.toFloats();
        for (int i = 0; i < saved.length; i++) {
            assertThat(learned[i]).isEqualTo(saved[i]);
        }
    }

    @Test
    void freeBits_keepMoreEntriesAlive() {
        ModelDefinition definition =
                base().latentSize(8).prior(Prior.standardNormal()).build();
        Trainer.Builder plain = trainer().epochs(12);
        long without = active(plain.build().fit(definition, TRAIN).model());
        long with = active(plain.elbo(ElboStrategy.closedForm().withFreeBits(0.5))
                .build()
                .fit(definition, TRAIN)
                .model());
        assertThat(with).isEqualTo(8).isGreaterThan(without);
    }

    private static long active(Vae model) {
        return model.evaluate(VALIDATION).unitDivergence().stream()
                .filter(d -> d > 0.1)
                .count();
    }

    @Test
    void trainingOnTheImportanceWeightedBound_raisesIt() {
        ModelDefinition definition =
                base().latentSize(3).prior(Prior.standardNormal()).build();
        Trainer.Builder settings = trainer().elbo(ElboStrategy.importanceWeighted(5));
        Vae trained = settings.build().fit(definition, TRAIN, VALIDATION).model();
        double before =
                Vae.untrained(definition).logLikelihood(VALIDATION, 5, 1).mean();
        assertThat(trained.logLikelihood(VALIDATION, 5, 1).mean()).isGreaterThan(before);
    }

    @Test
    void cyclicalBeta_risesAndStartsAnew() {
        BetaSchedule beta = BetaSchedule.cyclical(10, 2, 0.5, 3);
        double[] expected = {0, 0.6, 1.2, 1.8, 2.4, 3, 3, 3, 3, 3, 0, 0.6, 1.2, 1.8, 2.4, 3, 3, 3, 3, 3, 3, 3};
        for (int step = 0; step < expected.length; step++) {
            assertThat(beta.at(step)).as("step %d", step).isCloseTo(expected[step], within(1e-12));
        }
        assertThat(beta.at(Long.MAX_VALUE)).isEqualTo(3);
        assertThatThrownBy(() -> BetaSchedule.cyclical(10, 0, 0.5, 1)).hasMessageContaining("cycles 0");
        assertThatThrownBy(() -> BetaSchedule.cyclical(10, 1, 0, 1)).hasMessageContaining("got 0.0");
    }

    @Test
    void mixtureFittedToCodes_generatesLikeTheReconstructions() {
        Vae model = trainer()
                .epochs(10)
                .build()
                .fit(base().latentSize(3).prior(Prior.none()).build(), TRAIN)
                .model();
        float[][] codes = model.encode(TestParts.rows(TRAIN, TRAIN.size()));
        GaussianMixture mixture =
                GaussianMixture.builder().components(4).seed(1).fit(Frames.of(codes));
        float[][] generated = model.decode(mixture.sample(500, 2));
        float[][] data = model.decode(codes);
        for (int j = 0; j < 12; j++) {
            assertThat(Math.log(mean(generated, j) / mean(data, j))).isBetween(-0.3, 0.3);
        }
    }

    private static double mean(float[][] rows, int column) {
        double sum = 0;
        for (float[] row : rows) {
            sum += row[column] / rows.length;
        }
        return sum;
    }

    @Test
    void everyRival_isTheSameOnTheReferenceEngine() {
        for (Prior prior : List.of(Prior.laplace(), Prior.spikeAndSlab(0.5), Prior.pseudoInputs(0.5, 3))) {
            ModelDefinition definition = base().latentSize(4).prior(prior).build();
            Trainer.Builder one = trainer().epochs(1).batchSize(150);
            double fused = one.build()
                    .fit(definition, TRAIN)
                    .history()
                    .get(0)
                    .training()
                    .loss();
            double reference = one.engine(Engines.named("nd4j"))
                    .build()
                    .fit(definition, TRAIN)
                    .history()
                    .get(0)
                    .training()
                    .loss();
            assertThat(fused).isCloseTo(reference, within(1e-4 * Math.abs(reference)));
        }
    }
}
