/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ND4J's CUDA backend, as far as that goes without a card. */
class Nd4jBackendTest {

    @ParameterizedTest
    @CsvSource({"3,7", "5,0", "6,1", "7,0", "7,5", "8,0", "8,6", "8,9"})
    void cardsThatTheBackendHasCodeFor_areTaken(int major, int minor) {
        assertThat(Nd4jBackend.obstacle(major, minor)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3,5", "2,0", "9,0", "10,0", "12,0"})
    void otherCards_areRefusedBeforeTheFirstKernel(int major, int minor) {
        assertThat(Nd4jBackend.obstacle(major, minor))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("compute capability " + major + "." + minor)
                        .contains("sdmvae-cuda instead of nd4j-cuda-11.6"));
    }

    @Test
    void withoutThatBackend_noCardIsAsked() {
        assertThat(Nd4jBackend.isCuda()).isFalse();
        assertThatCode(Nd4jBackend::requireCard).doesNotThrowAnyException();
    }

    /** What an array on a card allows is all that it uses; here the arrays are the processor's. */
    @Test
    void engineForCards_trainsAsTheReference() {
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(9)
                .hidden(5)
                .dictionary(Dictionary.dct(3, 4).learned(0.1))
                .build();
        Frames data = TestParts.speechLike(40, 9, 4);
        TrainingResult ours = train(Nd4jEngine.onCard(Precision.FLOAT32), definition, data);
        TrainingResult reference = train(HostEngine.of(Precision.FLOAT32), definition, data);
        assertThat(ours.history().get(1).validation().loss())
                .isCloseTo(reference.history().get(1).validation().loss(), Offset.offset(1e-4));
    }

    private static TrainingResult train(Engine engine, ModelDefinition definition, Frames data) {
        return Trainer.builder()
                .epochs(2)
                .batchSize(16)
                .learningRate(1e-3)
                .gradientClipping(1)
                .engine(engine)
                .build()
                .fit(definition, data, data);
    }
}
