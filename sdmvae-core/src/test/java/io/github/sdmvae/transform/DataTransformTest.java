/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.LogLikelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Checkpoints;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTransformTest {
    private static final int WIDTH = 5;
    private static final float[][] ROWS = rows(240, 1);
    private static final Frames TRAIN = Frames.of(ROWS);
    private static final Frames VALIDATION = Frames.of(rows(70, 2));
    private static final DataTransform TRANSFORM = DataTransform.standardise(TRAIN);

    /** Columns of very different units that depend on each other; the last one is constant. */
    private static float[][] rows(int count, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            rows[i] = new float[] {(float) (20 + 3 * a), (float) (1e5 * (a + b)), (float) (1e-3 * b), (float) -a, 7};
        }
        return rows;
    }

    private static ModelDefinitionBuilder model() {
        return ModelDefinition.builder()
                .inputSize(WIDTH)
                .hidden(8)
                .latentSize(2)
                .prior(Prior.standardNormal())
                .likelihood(Likelihood.gaussian(0.1));
    }

    private static Trainer.Builder trainer() {
        return Trainer.builder().epochs(4).batchSize(40).learningRate(3e-3);
    }

    private static float[][] standardised(Frames data) {
        float[][] rows = data.toRows();
        for (float[] row : rows) {
            TRANSFORM.apply(row, 0);
        }
        return rows;
    }

    @Test
    void model_isTheOneOfStandardisedRows_butTakesAndGivesUsersUnits() {
        TrainingResult own =
                trainer().build().fit(model().dataTransform(TRANSFORM).build(), TRAIN, VALIDATION);
        TrainingResult byHand = trainer()
                .build()
                .fit(model().build(), Frames.of(standardised(TRAIN)), Frames.of(standardised(VALIDATION)));
        Vae model = own.model();
        Vae plain = byHand.model();
        assertThat(model.state().parameters()).isEqualTo(plain.state().parameters());
        assertThat(own.best().validationLoss()).isEqualTo(byHand.best().validationLoss());
        float[][] x = VALIDATION.toRows();
        float[][] y = standardised(VALIDATION);
        assertThat(model.encode(x)).isDeepEqualTo(plain.encode(y));
        assertThat(model.encodeSample(x, 3)).isDeepEqualTo(plain.encodeSample(y, 3));
        assertThat(model.posterior(x).mean()).isDeepEqualTo(plain.posterior(y).mean());
        assertThat(VALIDATION.toRows()).isDeepEqualTo(x);
        float[][] undone = plain.reconstruct(y);
        for (float[] row : undone) {
            TRANSFORM.undo(row, 0);
        }
        assertThat(model.reconstruct(x)).isDeepEqualTo(undone);
        assertThat(model.evaluate(VALIDATION).terms())
                .isEqualTo(plain.evaluate(Frames.of(y)).terms());
        for (float[] row : model.decode(new float[50][2])) {
            assertThat(row[0]).isBetween(0f, 40f);
        }
    }

    @Test
    void standardised_hasMeanZeroAndDeviationOne_andComesBack() {
        float[][] y = standardised(TRAIN);
        for (int j = 0; j < WIDTH; j++) {
            double mean = 0;
            double squares = 0;
            for (float[] row : y) {
                mean += row[j] / y.length;
                squares += row[j] * row[j] / y.length;
            }
            assertThat(mean).isCloseTo(0, within(1e-4));
            assertThat(squares).isCloseTo(j == 4 ? 0 : 1, within(1e-4));
        }
        for (int i = 0; i < y.length; i++) {
            TRANSFORM.undo(y[i], 0);
            for (int j = 0; j < WIDTH; j++) {
                assertThat(y[i][j]).isCloseTo(ROWS[i][j], within(Math.abs(ROWS[i][j]) * 1e-6f + 1e-9f));
            }
        }
    }

    @Test
    void savedModel_keepsIt(@TempDir Path folder) throws IOException {
        Vae model = Vae.untrained(model().dataTransform(TRANSFORM).build());
        Path file = folder.resolve("rows.sdmvae");
        model.save(file);
        Vae loaded = Vae.load(file);
        assertThat(loaded.definition()).isEqualTo(model.definition());
        assertThat(loaded.reconstruct(ROWS)).isDeepEqualTo(model.reconstruct(ROWS));
        assertThat(loaded.summary()).contains("data transform columnScaling(mean of 5 values, scale of 5 values)");
        assertThat(model.definition().toBuilder().build()).isEqualTo(model.definition());
    }

    @Test
    void logLikelihood_isOfTheUsersUnits() {
        Vae model = Vae.untrained(model().dataTransform(TRANSFORM).build());
        Vae plain = Vae.untrained(model().build());
        LogLikelihood found = model.logLikelihood(VALIDATION, 20, 1);
        LogLikelihood scaled = plain.logLikelihood(Frames.of(standardised(VALIDATION)), 20, 1);
        double volume = 0;
        for (float scale : ((ColumnScaling) TRANSFORM).scale()) {
            volume += Math.log(scale);
        }
        assertThat(TRANSFORM.logVolume()).isCloseTo(volume, within(1e-12));
        assertThat(found.mean()).isCloseTo(scaled.mean() + volume, within(1e-9));
        assertThat(model.evaluate(VALIDATION).constant())
                .isCloseTo(plain.evaluate(Frames.of(standardised(VALIDATION))).constant() - volume, within(1e-9));
    }

    @Test
    void resume_withAnotherTransform_isRefused(@TempDir Path folder) {
        Trainer trainer = trainer().checkpoints(Checkpoints.in(folder)).build();
        trainer.fit(model().dataTransform(TRANSFORM).build(), TRAIN, VALIDATION);
        DataTransform other = DataTransform.standardise(VALIDATION);
        assertThatThrownBy(() -> trainer.resume(model().dataTransform(other).build(), TRAIN, VALIDATION))
                .hasMessageContaining("fingerprint");
        assertThatThrownBy(() -> trainer.resume(model().build(), TRAIN, VALIDATION))
                .hasMessageContaining("dataTransform");
    }

    @Test
    void whatDoesNotFit_isRefused() {
        assertThatThrownBy(() -> model().inputSize(4).dataTransform(TRANSFORM).build())
                .hasMessage("the data transform was made for rows of 5 values, these have 4");
        assertThatThrownBy(() -> model().likelihood(Likelihood.complexGaussian())
                        .dataTransform(TRANSFORM)
                        .build())
                .hasMessageContaining("needs a likelihood of any numbers")
                .hasMessageContaining("'complexGaussian' takes");
        assertThatThrownBy(() -> DataTransform.columns(new float[2], new float[] {1, 0}))
                .hasMessageContaining("column 1 has 0.0 and 0.0");
        assertThatThrownBy(() -> DataTransform.columns(new float[2], new float[3]))
                .hasMessageContaining("got 2 and 3");
        Vae model = Vae.untrained(model().dataTransform(TRANSFORM).build());
        assertThatThrownBy(() -> model.encode(new float[][] {ROWS[0], {1, 2, 3e38f, 4, 5}}))
                .hasMessage("row 1, column 2 holds 3.0E38, too large for the model's data transform");
        assertThatThrownBy(() -> model.encode(new float[][] {{1, 2, Float.NaN, 4, 5}}))
                .hasMessageContaining("row 0, column 2 holds NaN");
        assertThatThrownBy(() -> model.evaluate(TestParts.speechLike(3, 4, 1))).hasMessageContaining("5 values");
        Frames large = Frames.of(new float[][] {{1, 2, 3e38f, 4, 5}});
        assertThatThrownBy(() -> model.evaluate(large)).hasMessageContaining("row 0 column 2");
    }
}
