/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Runs.Crash;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnitAtomsTrainingTest {
    @TempDir
    Path folder;

    static Stream<Engine> engines() {
        return Stream.of(Engines.named("cpu"), Engines.named("nd4j"), HostEngine.of(Precision.FLOAT32));
    }

    static Stream<Dictionary> dictionaries() {
        return Stream.of(
                Dictionary.identity(4),
                Dictionary.dctWithConstant(3, 5),
                Dictionary.dctWithConstant(4, 4).learned(),
                Dictionary.dctWithConstant(3, 5).learned(0.5));
    }

    private static ModelDefinition definition(Dictionary dictionary) {
        return ModelDefinition.builder()
                .inputSize(12)
                .hidden(8)
                .dictionary(dictionary)
                .seed(4)
                .build();
    }

    private static Trainer.Builder trainer() {
        return Trainer.builder().epochs(4).batchSize(32).learningRate(0.01).unitAtoms();
    }

    private static void assertUnitAtoms(Vae model) {
        Dictionary d = model.dictionary();
        float[] weight =
                Objects.requireNonNull(model.weights().get("decoder.0.weight")).toFloats();
        int h = weight.length / d.latentSize();
        for (int j = 0; j < d.atoms(); j++) {
            double[] atom = d.atom(j);
            double squares = 0;
            for (int c = 0; c < h; c++) {
                double sum = 0;
                for (int l = 0; l < atom.length; l++) {
                    sum += atom[l] * weight[l * h + c];
                }
                squares += sum * sum;
            }
            assertThat(Math.sqrt(squares)).as("atom %d", j).isCloseTo(1, within(1e-6));
        }
    }

    @ParameterizedTest
    @MethodSource("dictionaries")
    void atomsHaveNormOne_andTheModelLearns(Dictionary dictionary) {
        TrainingResult result = trainer().build().fit(definition(dictionary), Runs.TRAIN, Runs.VALIDATION);
        assertUnitAtoms(result.model());
        assertThat(result.history().get(3).training().loss())
                .isLessThan(result.history().get(0).training().loss());
        assertThat(result.model().state().provenance().training()).containsEntry("unitAtoms", "true");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void everyEngine_keepsThem(Engine engine) {
        Vae model = trainer()
                .engine(engine)
                .build()
                .fit(definition(Dictionary.dctWithConstant(3, 5).learned()), Runs.TRAIN)
                .model();
        assertUnitAtoms(model);
        assertThat(model.state().provenance().training()).containsEntry("engine", engine.name());
    }

    @Test
    void otherwise_atomsAreFree() {
        Vae model = Trainer.builder()
                .epochs(4)
                .batchSize(32)
                .learningRate(0.01)
                .build()
                .fit(definition(Dictionary.identity(4)), Runs.TRAIN)
                .model();
        float[] weight =
                Objects.requireNonNull(model.weights().get("decoder.0.weight")).toFloats();
        double squares = 0;
        for (int c = 0; c < 8; c++) {
            squares += weight[c] * weight[c];
        }
        assertThat(Math.abs(Math.sqrt(squares) - 1)).isGreaterThan(0.01);
        assertThat(model.state().provenance().training()).doesNotContainKey("unitAtoms");
    }

    @Test
    void anyPrior_isAllowed() {
        ModelDefinition sparse = definition(Dictionary.identity(4)).toBuilder()
                .prior(Prior.absolutePenalty(1))
                .build();
        assertUnitAtoms(trainer().build().fit(sparse, Runs.TRAIN).model());
    }

    @Test
    void afterACrash_itGoesOnToTheSameBits() {
        ModelDefinition definition = definition(Dictionary.dctWithConstant(3, 5).learned());
        String unbroken = Runs.digest(trainer().build().fit(definition, Runs.TRAIN, Runs.VALIDATION));
        Checkpoints checkpoints = Checkpoints.in(folder).everySteps(2);
        assertThatThrownBy(() -> trainer()
                        .checkpoints(checkpoints)
                        .listener(Runs.crashAfter(13))
                        .build()
                        .fitOrResume(definition, Runs.TRAIN, Runs.VALIDATION))
                .isInstanceOf(Crash.class);
        TrainingResult resumed =
                trainer().checkpoints(checkpoints).build().resume(definition, Runs.TRAIN, Runs.VALIDATION);
        assertThat(Runs.digest(resumed)).isEqualTo(unbroken);
    }

    @Test
    void aResumeWithoutThem_isRefused() {
        ModelDefinition definition = definition(Dictionary.identity(4));
        Checkpoints checkpoints = Checkpoints.in(folder).everySteps(2);
        trainer().checkpoints(checkpoints).build().fit(definition, Runs.TRAIN, Runs.VALIDATION);
        Trainer without = Trainer.builder()
                .epochs(4)
                .batchSize(32)
                .learningRate(0.01)
                .checkpoints(checkpoints)
                .build();
        assertThatThrownBy(() -> without.resume(definition, Runs.TRAIN, Runs.VALIDATION))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("unitAtoms");
    }

    @Test
    void settingsAsJson_keepThem() {
        TrainingOptions options = trainer().build().options();
        assertThat(TrainingOptions.fromJson(options.toJson())).isEqualTo(options);
        assertThat(TrainingOptions.fromJson(options.toJson()).unitAtoms()).isTrue();
        TrainingOptions free = Trainer.builder().build().options();
        assertThat(free.toJson()).doesNotContain("unitAtoms");
        assertThat(TrainingOptions.fromJson(free.toJson()).unitAtoms()).isFalse();
    }

    @Test
    void aDivergedTraining_isToldByItsLoss() {
        ModelDefinition definition = definition(Dictionary.dctWithConstant(3, 5));
        assertThatThrownBy(() -> trainer().learningRate(1e30).build().fit(definition, Runs.TRAIN, Runs.VALIDATION))
                .isInstanceOf(TrainingDivergedException.class);
    }
}
