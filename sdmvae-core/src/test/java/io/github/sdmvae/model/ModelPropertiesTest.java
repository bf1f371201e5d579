/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for any model. */
class ModelPropertiesTest {

    @Provide
    Arbitrary<ModelDefinition> definitions() {
        return Definitions.any();
    }

    @Property(tries = 60, seed = "7")
    void savedAndLoaded_isTheSameModel(@ForAll("definitions") ModelDefinition definition) throws IOException {
        Path folder = Files.createTempDirectory("sdmvae-properties");
        Path file = folder.resolve("model.sdmvae");
        Path again = folder.resolve("again.sdmvae");
        try {
            Vae model = Vae.untrained(definition).withNote("io.github.sdmvae.test", "{\"a\":[1,null]}");
            model.save(file);
            Vae loaded = Vae.load(file);
            assertThat(loaded.definition().toJson()).isEqualTo(definition.toJson());
            assertThat(loaded.state().parameters()).isEqualTo(model.state().parameters());
            assertThat(loaded.notes()).isEqualTo(model.notes());
            float[][] rows = rows(Definitions.data(9, definition.inputSize(), 3));
            assertThat(loaded.encode(rows)).isDeepEqualTo(model.encode(rows));
            assertThat(loaded.reconstruct(rows)).isDeepEqualTo(model.reconstruct(rows));
            loaded.save(again);
            assertThat(again).hasSameBinaryContentAs(file);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(again);
            Files.delete(folder);
        }
    }

    private static float[][] rows(Frames frames) {
        float[][] rows = new float[frames.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = frames.row(i);
        }
        return rows;
    }

    /** The standard engine against the plain one: what two epochs give, and what the model says. */
    @Property(tries = 80, seed = "7")
    void enginesAgree(
            @ForAll("definitions") ModelDefinition definition,
            @ForAll @IntRange(min = 1, max = 30) int count,
            @ForAll @IntRange(min = 1, max = 9) int batch) {
        Frames data = Definitions.data(count, definition.inputSize(), 5);
        Engine standard = Engines.named("cpu");
        Engine plain = Engines.named("host");
        List<EpochReport> ours = train(definition, data, batch, standard);
        List<EpochReport> expected = train(definition, data, batch, plain);
        for (int e = 0; e < ours.size(); e++) {
            assertClose(ours.get(e).training(), expected.get(e).training());
        }
        ModelState state = ModelState.initial(definition);
        float[][] rows = rows(data);
        float[][] codes = Vae.of(definition, state, standard).encode(rows);
        float[][] others = Vae.of(definition, state, plain).encode(rows);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < codes[i].length; j++) {
                assertThat(codes[i][j]).isCloseTo(others[i][j], within(1e-4f * (1 + Math.abs(others[i][j]))));
            }
        }
    }

    /** A rate so small that rounding has no time to grow. */
    private static List<EpochReport> train(ModelDefinition definition, Frames data, int batch, Engine engine) {
        return Trainer.builder()
                .epochs(2)
                .batchSize(batch)
                .learningRate(1e-5)
                .engine(engine)
                .build()
                .fit(definition, data, data)
                .history();
    }

    private static void assertClose(LossTerms ours, LossTerms expected) {
        for (int i = 0; i < ours.terms().size(); i++) {
            LossTerms.Term term = expected.terms().get(i);
            assertThat(ours.terms().get(i).value())
                    .as(term.name())
                    .isCloseTo(term.value(), within(2e-4 * (1 + Math.abs(term.value()))));
        }
    }
}
