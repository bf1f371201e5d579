/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.GradientCheck;
import io.github.sdmvae.train.Trainer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InputTransformTest {
    private static final int WIDTH = 7;
    private static final Frames DATA = TestParts.speechLike(60, WIDTH, 8);

    static Stream<InputTransform> transforms() {
        return Stream.of(
                InputTransform.logPower(1e-5),
                InputTransform.powerLaw(0.3),
                InputTransform.standardise(DATA),
                InputTransform.logPower(1e-3).standardised(DATA),
                InputTransform.powerLaw(0.5).standardised(DATA));
    }

    private static ModelDefinitionBuilder model(InputTransform transform) {
        return ModelDefinition.builder()
                .inputSize(WIDTH)
                .hidden(5)
                .latentSize(3)
                .inputTransform(transform);
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void encoderSeesTheTransformedRows_theLikelihoodTheRowsThemselves(InputTransform transform) {
        Vae with = Vae.untrained(model(transform).build());
        Vae without = Vae.untrained(ModelDefinition.builder()
                .inputSize(WIDTH)
                .hidden(5)
                .latentSize(3)
                .likelihood(io.github.sdmvae.likelihood.Likelihood.gaussian(1))
                .build());
        float[][] rows = TestParts.rows(DATA, 20);
        float[][] transformed = new float[rows.length][WIDTH];
        for (int i = 0; i < rows.length; i++) {
            double[] x = new double[WIDTH];
            for (int j = 0; j < WIDTH; j++) {
                x[j] = rows[i][j];
            }
            double[] y = new double[WIDTH];
            transform.apply(x, WIDTH, y);
            for (int j = 0; j < WIDTH; j++) {
                transformed[i][j] = (float) y[j];
            }
        }
        float[][] expected = without.encode(transformed);
        float[][] codes = with.encode(rows);
        for (int i = 0; i < codes.length; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(codes[i][j]).isCloseTo(expected[i][j], Offset.offset(2e-5f));
            }
        }
        // Same decoder, same likelihood: what is decoded does not know of the transform.
        assertThat(with.decode(codes)[0][0]).isPositive();
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void gradients_meetCentralDifferences_alsoThroughTheTransformToPseudoInputs(InputTransform transform) {
        double[][] x = {{0.3, 1.2, 0.5, 0.1, 2, 0.7, 0.2}, {0.4, 0.6, 0.2, 0.1, 0.9, 1.7, 0.3}};
        for (Prior prior : new Prior[] {Prior.learnedVariance(), Prior.pseudoInputs(0.3, 2)}) {
            ModelDefinition definition = model(transform).prior(prior).build();
            GradientCheck.Result worst =
                    GradientCheck.check(definition, GammaUpdate.closedForm(), ElboStrategy.asPublished(), x, 3);
            assertThat(worst.isGood()).as("%s: %s", prior, worst).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void model_isSavedWithItsTransform_andTrainsOnEveryEngine(InputTransform transform, @TempDir Path folder)
            throws Exception {
        ModelDefinition definition = model(transform).build();
        Trainer.Builder trainer = Trainer.builder().epochs(2).batchSize(16).learningRate(1e-3);
        Vae trained = trainer.build().fit(definition, DATA, DATA).model();
        Path file = folder.resolve("m.sdmvae");
        trained.save(file);
        Vae read = Vae.load(file);
        assertThat(read.definition()).isEqualTo(definition);
        float[][] rows = TestParts.rows(DATA, 9);
        assertThat(read.reconstruct(rows)).isDeepEqualTo(trained.reconstruct(rows));
        double expected = trained.evaluate(DATA).terms().loss();
        for (Engines.Choice choice : Engines.all()) {
            Engine engine = Engines.named(choice.name());
            double loss = trainer.engine(engine)
                    .build()
                    .fit(definition, DATA, DATA)
                    .model()
                    .evaluate(DATA)
                    .terms()
                    .loss();
            assertThat(loss).as(choice.name()).isCloseTo(expected, Offset.offset(2e-4 * Math.abs(expected)));
        }
    }

    @Test
    void standardisedColumns_haveMeanZeroAndDeviationOne_constantOnesAreShiftedOnly() {
        float[] values = new float[50 * 3];
        for (int i = 0; i < 50; i++) {
            values[3 * i] = 1e6f + i;
            values[3 * i + 1] = 1e-6f * (i % 7);
            values[3 * i + 2] = 42;
        }
        InputTransform transform = InputTransform.standardise(Frames.wrap(values, 3, "columns"));
        double[] x = new double[values.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = values[i];
        }
        double[] y = new double[x.length];
        transform.apply(x, 3, y);
        for (int j = 0; j < 3; j++) {
            double mean = 0;
            double squares = 0;
            for (int i = 0; i < 50; i++) {
                mean += y[3 * i + j] / 50;
                squares += y[3 * i + j] * y[3 * i + j] / 50;
            }
            assertThat(mean).isCloseTo(0, Offset.offset(1e-3));
            assertThat(squares).isCloseTo(j == 2 ? 0 : 1, Offset.offset(2e-3));
        }
    }

    @Test
    void wrongNumbersAndWidths_areRefused() {
        assertThatThrownBy(() -> InputTransform.logPower(0)).hasMessageContaining("got 0.0");
        assertThatThrownBy(() -> InputTransform.powerLaw(2)).hasMessageContaining("got 2.0");
        assertThatThrownBy(() -> InputTransform.standardise(Frames.wrap(new float[0], 3, "nothing")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ModelDefinition.builder()
                        .inputSize(4)
                        .latentSize(2)
                        .inputTransform(InputTransform.standardise(DATA))
                        .build())
                .hasMessageContaining("7 values")
                .hasMessageContaining("4");
    }

    @Test
    void names_areFrozen() {
        assertThat(InputTransforms.registry().names()).containsExactly("logPower", "powerLaw", "standardised");
    }

    /** A deviation whose inverse no float holds counts as none: 1/1e-41 would be infinite, and what it scales NaN. */
    @Test
    void denormalColumns_areLeftUnscaled() {
        InputTransform transform = InputTransform.standardise(Frames.of(new float[][] {{1e-41f, 1}, {3e-41f, 3}}));
        double[] row = {3e-41f, 3};
        transform.apply(row, 2, row);
        assertThat(row[0]).isCloseTo(0, Offset.offset(1e-30));
        assertThat(row[1]).isCloseTo(1, Offset.offset(1e-6));
    }
}
