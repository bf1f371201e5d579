/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elsewhere.ElsewhereEngine;
import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.train.Trainer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnginesTest {
    private static final Frames DATA = TestParts.speechLike(64, 9, 4);

    @AfterEach
    void forget() {
        System.clearProperty("sdmvae.engine");
    }

    private static ModelDefinition definition() {
        return ModelDefinition.builder().inputSize(9).hidden(5).latentSize(3).build();
    }

    @Test
    void allEngines_areFoundBestFirst_thoseOfOthersToo() {
        assertThat(Engines.all()).extracting(Engines.Choice::name).containsExactly("cpu", "nd4j", "host", "elsewhere");
        assertThat(Engines.all()).allMatch(Engines.Choice::isAvailable);
    }

    @Test
    void standardEngine_isTheFusedOne_orTheOneThatThePropertyNames() {
        assertThat(Engines.standard().name()).isEqualTo("cpu");
        assertThat(Engines.standard()).isSameAs(Engines.named("cpu"));
        System.setProperty("sdmvae.engine", "elsewhere");
        assertThat(Engines.standard()).isInstanceOf(ElsewhereEngine.class);
        assertThat(Trainer.builder()
                        .epochs(1)
                        .build()
                        .fit(definition(), DATA)
                        .model()
                        .engine()
                        .name())
                .isEqualTo("elsewhere");
        assertThat(((ElsewhereEngine) Engines.standard()).layers()).isPositive();
    }

    @Test
    void unknownEngine_isRefusedWithTheNamesOfThoseThere() {
        assertThatThrownBy(() -> Engines.named("tpu"))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("'tpu'")
                .hasMessageContaining("cpu, nd4j, host");
        System.setProperty("sdmvae.engine", "tpu");
        assertThatThrownBy(Engines::standard).hasMessageContaining("'tpu'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nd4j", "host", "elsewhere"})
    void training_agreesWithTheStandardEngine(String name) {
        Trainer.Builder trainer = Trainer.builder().epochs(2).batchSize(16).learningRate(1e-3);
        double expected = trainer.build()
                .fit(definition(), DATA, DATA)
                .history()
                .get(1)
                .validation()
                .loss();
        double loss = trainer.engine(Engines.named(name))
                .build()
                .fit(definition(), DATA, DATA)
                .history()
                .get(1)
                .validation()
                .loss();
        assertThat(loss).isCloseTo(expected, Offset.offset(1e-4 * Math.abs(expected)));
    }

    @Test
    void threads_belongToTheEngine_andDoNotChangeResults() {
        float[][] x = TestParts.rows(DATA, 20);
        Vae model = Vae.untrained(definition());
        try (CpuEngine three = CpuEngine.withThreads(3)) {
            Vae again = Vae.of(definition(), model.state(), three);
            assertThat(again.reconstruct(x)).isDeepEqualTo(model.reconstruct(x));
        }
        assertThatThrownBy(() -> CpuEngine.withThreads(0)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> CpuEngine.withThreads(2_000_000_000)).hasMessageContaining("got 2000000000");
    }

    @Test
    void memoryOfAProgram_isWhatItSays_andWithoutGradientsForInference() {
        // 16 rows: input 9, hidden 5, heads 6 and their gradient 6, noise, code, dCode, γ, divergence and hyperprior 3
        // each,
        // hidden 5, output 9, loss 1, mean 9.
        Objective objective = Objective.of(definition().prior(), GammaUpdate.closedForm(), ElboStrategy.asPublished());
        Engine engine = Engines.standard();
        Parameters parameters = engine.allocate(definition().graph(), true);
        long inference =
                engine.infer(definition().graph(), objective, parameters, 16).bytes();
        assertThat(inference).isEqualTo(4L * 16 * (9 + 5 + 6 + 6 + 6 * 3 + 5 + 9 + 1 + 9));
        long training = engine.train(definition().graph(), objective, parameters, 16, Exchange.none())
                .bytes();
        assertThat(training - inference).isEqualTo(4L * 16 * (5 + 5 + 9));
    }

    @Test
    void parametersOfAnotherKind_areRefused() {
        Parameters foreign = new Parameters() {
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
        };
        Objective objective = Objective.of(definition().prior(), GammaUpdate.closedForm(), ElboStrategy.asPublished());
        assertThatThrownBy(() -> Engines.standard().infer(definition().graph(), objective, foreign, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another engine");
    }
}
