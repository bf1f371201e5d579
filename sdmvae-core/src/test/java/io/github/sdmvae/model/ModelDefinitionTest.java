/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.dictionary.Dictionary;
import org.junit.jupiter.api.Test;

class ModelDefinitionTest {

    @Test
    void missingSizes_areAskedFor() {
        assertThatThrownBy(() -> ModelDefinition.builder().latentSize(3).build())
                .hasMessageContaining("inputSize must be set");
        assertThatThrownBy(() -> ModelDefinition.builder().inputSize(3).build())
                .hasMessageContaining("latentSize or dictionary must be set");
    }

    @Test
    void sizesBelowOne_areRefusedWithTheirValue() {
        assertThatThrownBy(() ->
                        ModelDefinition.builder().inputSize(0).latentSize(3).build())
                .hasMessage("inputSize must be at least 1, got 0");
        assertThatThrownBy(() -> ModelDefinition.builder()
                        .inputSize(5)
                        .hidden(4, -2)
                        .latentSize(3)
                        .build())
                .hasMessage("every hidden size of the encoder must be at least 1, got -2");
        assertThatThrownBy(() ->
                        ModelDefinition.builder().inputSize(5).latentSize(0).build())
                .hasMessage("latentSize must be at least 1, got 0");
    }

    @Test
    void latentSizeAgainstTheDictionary_isRefusedWithBoth() {
        assertThatThrownBy(() -> ModelDefinition.builder()
                        .inputSize(5)
                        .latentSize(4)
                        .dictionary(Dictionary.dct(3, 6))
                        .build())
                .hasMessage("latentSize must be the number of rows of the dictionary (3), got 4");
    }

    @Test
    void absurdSizes_areRefusedBeforeAnyAllocation() {
        assertThatThrownBy(() -> ModelDefinition.builder()
                        .inputSize(2_000_000_000)
                        .hidden(2_000_000_000)
                        .latentSize(3)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 500000000 parameters");
    }

    @Test
    void hidden_isMirroredInTheDecoder() {
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(9)
                .hidden(8, 4)
                .latentSize(2)
                .build();
        assertThat(definition.encoderHidden()).containsExactly(8, 4);
        assertThat(definition.decoderHidden()).containsExactly(4, 8);
        assertThat(definition.toBuilder().build()).isEqualTo(definition);
    }
}
