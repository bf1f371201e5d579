/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.mask.Bands;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Runs.Crash;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Interrupted trainings of models with masks. */
class ResumedMaskTest {
    @TempDir
    Path folder;

    private static ModelDefinitionBuilder base() {
        return ModelDefinition.builder().inputSize(12).hidden(8).latentSize(4).seed(42);
    }

    static Stream<ModelDefinition> models() {
        return Stream.of(
                base().selector(DimensionSelector.of(3)).build(),
                base().sparseDecoding(SparseDecoding.standard().withGroups(Bands.equal(12, 5)))
                        .build(),
                base().prior(Prior.standardNormal())
                        .likelihood(Likelihood.gaussianFeatureVariance(3, 0.1))
                        .sparseDecoding(SparseDecoding.standard().withProximalSteps())
                        .build());
    }

    private static Trainer.Builder trainer() {
        return Trainer.builder().epochs(3).batchSize(32).learningRate(1e-2).seed(3);
    }

    /** Terms of the loss with all their bits, and everything else of the result. */
    private static String digest(TrainingResult result) {
        List<String> penalties = result.history().stream()
                .map(e -> e.training().penalties() + " " + e.validation())
                .toList();
        return Runs.digest(result) + penalties;
    }

    @ParameterizedTest
    @MethodSource("models")
    void crashedTraining_resumesToTheSameBits(ModelDefinition definition) {
        String whole = digest(trainer().build().fit(definition, Runs.TRAIN, Runs.VALIDATION));
        Trainer.Builder checkpointed =
                trainer().checkpoints(Checkpoints.in(folder).everySteps(4));
        Trainer resuming = checkpointed.build();
        Trainer dying = checkpointed.listener(Runs.crashAfter(15)).build();
        assertThatThrownBy(() -> dying.fit(definition, Runs.TRAIN, Runs.VALIDATION))
                .isInstanceOf(Crash.class);
        assertThat(digest(resuming.resume(definition, Runs.TRAIN, Runs.VALIDATION)))
                .isEqualTo(whole);
    }

    @Test
    void otherGroups_areAnotherRun() {
        Trainer.Builder checkpointed =
                trainer().checkpoints(Checkpoints.in(folder).everySteps(4));
        SparseDecoding decoding = SparseDecoding.standard();
        ModelDefinition definition =
                base().sparseDecoding(decoding.withGroups(Bands.equal(12, 5))).build();
        Trainer resuming = checkpointed.build();
        Trainer dying = checkpointed.listener(Runs.crashAfter(5)).build();
        assertThatThrownBy(() -> dying.fit(definition, Runs.TRAIN)).isInstanceOf(Crash.class);
        ModelDefinition other =
                base().sparseDecoding(decoding.withGroups(Bands.equal(12, 6))).build();
        assertThatThrownBy(() -> resuming.resume(other, Runs.TRAIN))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("groups");
    }
}
