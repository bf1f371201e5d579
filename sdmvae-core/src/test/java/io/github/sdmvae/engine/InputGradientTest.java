/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.InputGradient.Half;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.random.CounterNoise;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients with respect to inputs against central differences, and engines against each other. */
class InputGradientTest {
    private static final ModelGraph GRAPH = ModelDefinition.builder()
            .inputSize(7)
            .hidden(6, 5)
            .dictionary(Dictionary.dct(3, 4))
            .build()
            .graph();
    private static final int ROWS = 3;

    @ParameterizedTest
    @EnumSource(Half.class)
    void gradient_meetsCentralDifferences(Half half) {
        for (Engine engine : List.of(HostEngine.of(Precision.FLOAT64), CpuEngine.shared(), Engines.named("nd4j"))) {
            InputGradient program = program(engine, half);
            float[] input = normal(1, ROWS * program.inputSize());
            float[] weights = normal(2, ROWS * program.outputSize());
            float[] gradient = new float[input.length];
            program.forward(input, new float[weights.length]);
            program.backward(weights.clone(), gradient);
            for (int i = 0; i < input.length; i++) {
                assertThat((double) gradient[i])
                        .as("%s value %d", engine.name(), i)
                        .isCloseTo(difference(program, input, weights, i), org.assertj.core.data.Offset.offset(2e-3));
            }
        }
    }

    private static InputGradient program(Engine engine, Half half) {
        Parameters parameters = engine.allocate(GRAPH, false);
        parameters.write(Store.VALUES, GRAPH.layout().initialise(3));
        return engine.inputGradient(GRAPH, half, parameters, ROWS);
    }

    private static double difference(InputGradient program, float[] input, float[] weights, int i) {
        float step = 1f / 64;
        float[] moved = input.clone();
        moved[i] = input[i] + step;
        double above = weighted(program, moved, weights);
        moved[i] = input[i] - step;
        double below = weighted(program, moved, weights);
        return (above - below) / (2 * step);
    }

    private static double weighted(InputGradient program, float[] input, float[] weights) {
        float[] output = new float[weights.length];
        program.forward(input, output);
        double sum = 0;
        for (int i = 0; i < output.length; i++) {
            sum += (double) output[i] * weights[i];
        }
        return sum;
    }

    private static float[] normal(long key, int count) {
        float[] values = new float[count];
        CounterNoise.normal(key, 0, values, 0, count);
        return values;
    }
}
