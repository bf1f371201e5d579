/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.Evaluation;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Posterior;
import io.github.sdmvae.model.Provenance;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.transform.DataTransform;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CodesTest {
    private static final Frames DATA = TestParts.speechLike(300, 12, 1);
    private static final float[][] ROWS = DATA.toRows();

    private static ModelDefinition model(Prior prior) {
        return ModelDefinition.builder()
                .inputSize(12)
                .hidden(8)
                .latentSize(4)
                .prior(prior)
                .build();
    }

    private static Vae trained(Prior prior) {
        Trainer trainer =
                Trainer.builder().epochs(3).batchSize(50).learningRate(3e-3).build();
        return trainer.fit(model(prior), DATA).model();
    }

    @Test
    void figures_areThoseOfTheFormulas() {
        Vae model = trained(Prior.learnedVariance());
        Posterior posterior = model.posterior(ROWS);
        Codes codes = Codes.of(model, ROWS);
        assertThat(codes.size()).isEqualTo(300);
        for (int i = 0; i < 300; i++) {
            assertThat(codes.code(i)).isEqualTo(model.encode(ROWS)[i]);
            float[] gamma = codes.relevance(i, Relevance.GAMMA);
            float[] divergence = codes.relevance(i, Relevance.DIVERGENCE);
            for (int j = 0; j < 4; j++) {
                double mu = posterior.mean()[i][j];
                double variance = Math.exp(posterior.logVariance()[i][j]);
                assertThat((double) gamma[j]).isCloseTo(mu * mu + variance, within(1e-5 * (mu * mu + variance)));
                assertThat((double) divergence[j]).isCloseTo(0.5 * Math.log1p(mu * mu / variance), within(1e-4));
            }
        }
    }

    @Test
    void divergences_addUpToTheEvaluations() {
        for (Prior prior :
                List.of(Prior.learnedVariance(), Prior.standardNormal(), Prior.laplace(), Prior.spikeAndSlab(0.5))) {
            Vae model = trained(prior);
            float[][] divergence = model.codeFigures(ROWS).divergence();
            Evaluation evaluation = model.evaluate(DATA);
            for (int j = 0; j < 4; j++) {
                double mean = 0;
                for (float[] row : divergence) {
                    mean += row[j] / 300.0;
                }
                assertThat(mean)
                        .as(prior.name())
                        .isCloseTo(evaluation.unitDivergence().get(j), within(1e-4 + 1e-4 * Math.abs(mean)));
            }
        }
    }

    @Test
    void entries_comeByRelevance() {
        Codes codes = Codes.of(trained(Prior.learnedVariance()), ROWS);
        float[] divergence = codes.relevance(7, Relevance.DIVERGENCE);
        List<CodeEntry> all = codes.top(7, 10, Relevance.DIVERGENCE);
        assertThat(all).extracting(CodeEntry::index).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(all).extracting(CodeEntry::relevance).isSortedAccordingTo((a, b) -> Float.compare(b, a));
        assertThat(all).allSatisfy(entry -> {
            assertThat(entry.relevance()).isEqualTo(divergence[entry.index()]);
            assertThat(entry.value()).isEqualTo(codes.code(7)[entry.index()]);
        });
        assertThat(codes.top(7, 2, Relevance.DIVERGENCE)).isEqualTo(all.subList(0, 2));
        float second = all.get(1).relevance();
        assertThat(codes.active(7, Relevance.DIVERGENCE, second)).isEqualTo(all.subList(0, 1));
        assertThat(codes.relevance(7, Relevance.MAGNITUDE)[2]).isEqualTo(Math.abs(codes.code(7)[2]));
        double[] activity = codes.activity(Relevance.DIVERGENCE, 0.01);
        long active = 0;
        for (int i = 0; i < 300; i++) {
            active += codes.relevance(i, Relevance.DIVERGENCE)[1] > 0.01f ? 1 : 0;
        }
        assertThat(activity[1]).isCloseTo(active / 300.0, within(1e-9));
    }

    @Test
    void whatAModelLacks_isSaid() {
        Codes normal = Codes.of(Vae.untrained(model(Prior.standardNormal())), ROWS);
        assertThatThrownBy(() -> normal.top(0, 1, Relevance.GAMMA))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not learn variances");
        Codes plain = Codes.of(Vae.untrained(model(Prior.none())), ROWS);
        assertThatThrownBy(() -> plain.active(0, Relevance.DIVERGENCE, 0)).hasMessageContaining("autoencoder");
        assertThat(plain.top(0, 1, Relevance.MAGNITUDE)).hasSize(1);
    }

    /** x = W a + b: what an entry does is its row of W. */
    private static Vae linear() {
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(3)
                .hidden()
                .latentSize(2)
                .likelihood(Likelihood.gaussian(1))
                .build();
        float[] parameters = ModelState.initial(definition).parameters();
        int decoder = definition.graph().layout().entry("decoder.0.weight").offset();
        System.arraycopy(new float[] {1, 2, 3, 10, 20, 30}, 0, parameters, decoder, 6);
        return Vae.of(
                definition,
                ModelState.of(
                        parameters,
                        GammaUpdate.closedForm(),
                        new float[3],
                        new float[] {4, 1},
                        Provenance.now("", Map.of())));
    }

    @Test
    void effect_ofALinearModel_isTheRowOfItsWeights() {
        AtomEffect effect = CodeSpace.of(linear()).effect(0);
        assertThat(effect.step()).isEqualTo(2);
        assertThat(effect.decibels()).isFalse();
        assertThat(effect.change()).containsExactly(new double[] {4, 8, 12}, within(1e-5));
        assertThat(effect.size()).isCloseTo(Math.sqrt((16 + 64 + 144) / 3.0), within(1e-5));
    }

    @Test
    void effect_behindADataTransform_isSizedInScaledColumns() {
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(2)
                .hidden(3)
                .latentSize(2)
                .likelihood(Likelihood.gaussian(1))
                .dataTransform(DataTransform.columns(new float[2], new float[] {1e-3f, 10}))
                .build();
        AtomEffect effect =
                CodeSpace.of(Vae.of(definition, ModelState.initial(definition))).effect(1);
        double[] scaled = {effect.change()[0] * 1e-3, effect.change()[1] * 10};
        assertThat(effect.scaled()).containsExactly(scaled, within(1e-4));
        assertThat(effect.size()).isCloseTo(Math.hypot(scaled[0], scaled[1]) / Math.sqrt(2), within(1e-4));
    }

    @Test
    void effect_onPowers_isInDecibels() {
        Vae model = trained(Prior.learnedVariance());
        AtomEffect effect = CodeSpace.of(model).effect(new float[4], 1, 0.5f);
        float[][] ends = model.decode(new float[][] {{0, 0.5f, 0, 0}, {0, -0.5f, 0, 0}});
        assertThat(effect.decibels()).isTrue();
        assertThat(effect.change()[3]).isCloseTo(10 * Math.log10(ends[0][3] / ends[1][3]), within(1e-4));
    }

    @Test
    void walks_goInStraightLines_endsIncluded() {
        CodeSpace space = CodeSpace.of(linear());
        CodeSpace.Walk walk = space.traverse(new float[] {5, 7}, 1, -1, 1, 3);
        assertThat(walk.codes()).isDeepEqualTo(new float[][] {{5, -1}, {5, 0}, {5, 1}});
        assertThat((double) walk.data()[2][2] - walk.data()[0][2]).isCloseTo(60, within(1e-4));
        assertThat(space.interpolate(new float[] {0, 0}, new float[] {2, 4}, 5).codes()[1])
                .containsExactly(0.5f, 1);
        assertThatThrownBy(() -> space.interpolate(new float[2], new float[3], 5))
                .hasMessageContaining("2 values, got 3");
        assertThatThrownBy(() -> space.interpolate(new float[2], new float[2], 1))
                .hasMessageContaining("at least 2");
        assertThatThrownBy(() -> space.effect(new float[2], 0, 0)).hasMessageContaining("above 0");
    }

    @Test
    void whatIsNotThere_isNamed() {
        Vae model = Vae.untrained(model(Prior.learnedVariance()));
        Codes codes = Codes.of(model, ROWS);
        assertThatThrownBy(() -> codes.top(300, 5, Relevance.DIVERGENCE)).hasMessage("row must be 0 to 299, got 300");
        assertThatThrownBy(() -> codes.code(-1)).hasMessage("row must be 0 to 299, got -1");
        CodeSpace space = CodeSpace.of(model);
        assertThatThrownBy(() -> space.traverse(new float[4], 4, -1, 1, 3)).hasMessage("entry must be 0 to 3, got 4");
        assertThatThrownBy(() -> space.effect(4)).hasMessage("entry must be 0 to 3, got 4");
        assertThatThrownBy(() -> space.effect(new float[4], -1, 1)).hasMessage("entry must be 0 to 3, got -1");
    }
}
