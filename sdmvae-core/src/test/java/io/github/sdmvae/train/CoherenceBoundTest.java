/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Learned atoms stay apart as far as the bound says, after every step and on every engine. */
class CoherenceBoundTest {
    private static final double ROUNDING = 1e-6;
    private static final Frames DATA = TestParts.speechLike(200, 10, 3);

    private static ModelDefinition definition(Dictionary dictionary) {
        return ModelDefinition.builder()
                .inputSize(10)
                .hidden(12)
                .dictionary(dictionary)
                .build();
    }

    private static Vae trained(Dictionary dictionary, Engine engine) {
        return Trainer.builder()
                .epochs(3)
                .batchSize(20)
                .learningRate(0.02)
                .engine(engine)
                .build()
                .fit(definition(dictionary), DATA)
                .model();
    }

    private static void assertUnitNorms(Dictionary dictionary) {
        for (int j = 0; j < dictionary.atoms(); j++) {
            double squares = 0;
            for (double value : dictionary.atom(j)) {
                squares += value * value;
            }
            assertThat(squares).as("atom %d", j).isCloseTo(1, within(ROUNDING));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "nd4j", "host"})
    void learnedAtoms_stayApart(String engine) {
        Dictionary start = Dictionary.random(6, 9, 4).learned();
        assertThat(start.coherence()).isGreaterThan(0.5);
        Dictionary free = trained(start, Engines.named(engine)).dictionary();
        assertThat(free.coherence()).isGreaterThan(0.5);
        Dictionary kept =
                trained(start.withCoherenceAtMost(0.35), Engines.named(engine)).dictionary();
        assertThat(kept.coherence()).isLessThanOrEqualTo(0.35 + ROUNDING).isGreaterThan(0.3);
        assertUnitNorms(kept);
    }

    @Test
    void atomsThatKeepTheBound_areLeftAlone() {
        Dictionary start = Dictionary.random(6, 9, 4).learned();
        Vae free = trained(start, Engines.named("cpu"));
        Vae kept = trained(start.withCoherenceAtMost(0.999), Engines.named("cpu"));
        assertThat(kept.dictionary().toArray())
                .containsExactly(free.dictionary().toArray());
    }

    @Test
    void parallelAtoms_areParted() {
        Dictionary twins = Dictionary.of(new double[][] {{1, 1, 0}, {2, 2, 0}, {0, 0, -1}});
        Dictionary kept = trained(twins.learned().withCoherenceAtMost(0.4), Engines.named("host"))
                .dictionary();
        assertThat(kept.coherence()).isLessThanOrEqualTo(0.4 + ROUNDING);
        assertUnitNorms(kept);
    }

    @Test
    void bound_isSavedWithTheModel(@TempDir Path folder) throws IOException {
        Dictionary start = Dictionary.random(6, 9, 4).learned(0.5).withCoherenceAtMost(0.35);
        Vae model = trained(start, Engines.named("cpu"));
        model.save(folder.resolve("m.sdmvae"));
        Dictionary read = Vae.load(folder.resolve("m.sdmvae")).definition().dictionary();
        assertThat(read).isEqualTo(start);
        assertThat(read.coherenceBound()).isEqualTo(0.35);
        assertThat(read.toString()).contains("coherence at most 0.35");
    }

    @Test
    void boundsThatCannotBeKept_areRefused() {
        assertThatThrownBy(() -> Dictionary.dct(4, 4).withCoherenceAtMost(0.5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("learned()");
        Dictionary learned = Dictionary.dct(8, 16).learned();
        for (double bound : new double[] {0.25, 0, -1, 1.01, Double.NaN}) {
            assertThatThrownBy(() -> learned.withCoherenceAtMost(bound))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("16 atoms of 8 values")
                    .hasMessageContaining("got " + bound);
        }
    }
}
