/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.transform.DataTransform;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of time on rows of any numbers, standardised inside the model. */
class TimeTransformTest {
    private static final Sequences DATA = TimeModels.sequences(9, 12, 4, 7);
    private static final DataTransform TRANSFORM = DataTransform.standardise(DATA);

    private static ModelDefinitionBuilder base() {
        return ModelDefinition.builder()
                .inputSize(TimeModels.WIDTH)
                .hidden(4)
                .latentSize(2)
                .likelihood(Likelihood.gaussian(0.1))
                .dynamics(Dynamics.streamingRvae());
    }

    private static Vae trained(ModelDefinition definition, Sequences data) {
        return Trainer.builder()
                .epochs(4)
                .batchSize(2)
                .learningRate(1e-2)
                .build()
                .fit(definition, data, data)
                .model();
    }

    @Test
    void transformedModel_isThatOfTransformedRows(@TempDir Path folder) throws IOException {
        Vae model = trained(base().dataTransform(TRANSFORM).build(), DATA);
        Sequences seen = DATA.over(TRANSFORM.of(DATA));
        Vae plain = trained(base().build(), seen);
        assertThat(model.state().parameters()).isEqualTo(plain.state().parameters());
        float[][] rows = DATA.sequence(1);
        float[][] expected = plain.reconstruct(seen.sequence(1));
        float[][] ours = model.reconstruct(rows);
        for (int t = 0; t < rows.length; t++) {
            TRANSFORM.undo(expected[t], 0);
            assertThat(ours[t]).containsExactly(expected[t], within(1e-5f));
        }
        assertThat(model.evaluate(DATA).terms().loss())
                .isCloseTo(plain.evaluate(seen).terms().loss(), within(1e-6));
        assertThat(model.evaluate(DATA).constant())
                .isCloseTo(plain.evaluate(seen).constant() - TRANSFORM.logVolume(), within(1e-9));
        FrameStream stream = model.stream();
        for (int t = 0; t < rows.length; t++) {
            assertThat(stream.reconstruct(rows[t])).containsExactly(ours[t], within(1e-3f));
        }
        Path file = folder.resolve("model.sdmvae");
        model.save(file);
        assertThat(Vae.load(file).reconstruct(rows)).isDeepEqualTo(ours);
    }

    @Test
    void otherNumberOfRows_isRefused() {
        assertThatThrownBy(() -> DATA.over(Frames.of(new float[3][TimeModels.WIDTH])))
                .hasMessageContaining("32 frames in all, the rows are 3");
    }
}
