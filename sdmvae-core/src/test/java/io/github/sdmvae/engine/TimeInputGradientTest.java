/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.engine.InputGradient.Half;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.engine.nd4j.Nd4jEngine;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.model.Mixtures;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.TimeModels;
import io.github.sdmvae.model.Vae;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decoders of models of time, and mixtures of them, against central differences and against each other. */
class TimeInputGradientTest {
    private static final int ROOM = 7;
    private static final int FRAMES = 5;
    private static final double STEP = 1e-5;

    static List<String> models() {
        return List.copyOf(TimeModels.all().keySet());
    }

    private static ModelDefinition definition(String name) {
        return Objects.requireNonNull(TimeModels.all().get(name));
    }

    private static double[] random(long seed, int count) {
        return new SplittableRandom(seed).doubles(count, -1.5, 1.5).toArray();
    }

    private static double[] differences(double[] at, ToDoubleFunction<double[]> function) {
        double[] gradient = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double[] moved = at.clone();
            moved[i] = at[i] + STEP;
            double above = function.applyAsDouble(moved);
            moved[i] = at[i] - STEP;
            gradient[i] = (above - function.applyAsDouble(moved)) / (2 * STEP);
        }
        return gradient;
    }

    private static InputGradient decoder(Engine engine, ModelDefinition definition) {
        ModelGraph graph = definition.graph();
        Parameters parameters = engine.allocate(graph, false);
        parameters.write(Store.VALUES, graph.layout().initialise(3));
        InputGradient program = engine.inputGradient(graph, Half.DECODER, parameters, BatchShape.of(1, ROOM));
        program.frames(FRAMES);
        return program;
    }

    @ParameterizedTest
    @MethodSource("models")
    void decodersGradient_meetsCentralDifferences(String name) {
        InputGradient program = decoder(HostEngine.of(Precision.FLOAT64), definition(name));
        double[] codes = random(1, ROOM * program.inputSize());
        double[] weights = random(2, ROOM * program.outputSize());
        Arrays.fill(weights, FRAMES * program.outputSize(), weights.length, 0);
        double[] output = new double[weights.length];
        program.forward(codes, output);
        double[] gradient = new double[codes.length];
        program.backward(weights.clone(), gradient);
        double[] expected = differences(codes, moved -> {
            program.forward(moved, output);
            double sum = 0;
            for (int i = 0; i < output.length; i++) {
                sum += output[i] * weights[i];
            }
            return sum;
        });
        assertThat(gradient).containsExactly(expected, within(1e-8));
        assertThat(Arrays.stream(gradient).limit((long) FRAMES * program.inputSize()))
                .noneMatch(value -> value == 0);
    }

    @ParameterizedTest
    @MethodSource("models")
    void decoder_isThatOfTheModel_andEnginesAgree(String name) {
        ModelDefinition definition = definition(name);
        Vae model = Vae.of(definition, ModelState.initial(definition), CpuEngine.shared());
        float[][] codes = new float[FRAMES][definition.codeSize()];
        double[] flat = random(4, ROOM * definition.codeSize());
        for (int i = 0; i < FRAMES * definition.codeSize(); i++) {
            codes[i / definition.codeSize()][i % definition.codeSize()] = (float) flat[i];
        }
        float[][] power = model.decode(codes);
        for (Engine engine : List.of(CpuEngine.shared(), Nd4jEngine.of(Precision.FLOAT32))) {
            InputGradient program = decoder(engine, definition);
            double[] output = new double[ROOM * program.outputSize()];
            program.forward(flat, output);
            for (int i = 0; i < FRAMES * TimeModels.WIDTH; i++) {
                assertThat(Math.exp(output[i]))
                        .isCloseTo(power[i / TimeModels.WIDTH][i % TimeModels.WIDTH], within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void mixturesGradient_meetsCentralDifferences(String name) {
        MixtureProgram program = mixture(HostEngine.of(Precision.FLOAT64), definition(name));
        int k = definition(name).codeSize();
        double[] codes = random(6, ROOM * k);
        double[] loss = new double[ROOM];
        program.propose(0, codes, loss);
        double[] gradient = new double[codes.length];
        program.gradient(0, gradient);
        double[] expected = differences(codes, moved -> {
            program.propose(0, moved, loss);
            return Arrays.stream(loss).limit(FRAMES).sum();
        });
        assertThat(Arrays.copyOf(gradient, FRAMES * k))
                .containsExactly(Arrays.copyOf(expected, FRAMES * k), within(1e-7));
    }

    private static MixtureProgram mixture(Engine engine, ModelDefinition definition) {
        Vae model = Vae.of(definition, ModelState.initial(definition), engine);
        MixtureProgram program = Mixtures.compile(List.of(model), new MixtureShape(ROOM, 1, 1));
        program.frames(FRAMES);
        double[] power = new SplittableRandom(7)
                .doubles((long) ROOM * TimeModels.WIDTH, 0.1, 3)
                .toArray();
        Arrays.fill(power, FRAMES * TimeModels.WIDTH, power.length, 1);
        program.power(power);
        double[] noise = new double[ROOM];
        Arrays.fill(noise, 0.4);
        double[] basis = new double[TimeModels.WIDTH];
        Arrays.fill(basis, 0.5);
        program.noise(noise, basis);
        return program;
    }

    @ParameterizedTest
    @MethodSource("models")
    void mixturesEncoder_isThatOfTheModel(String name) {
        ModelDefinition definition = definition(name);
        Vae model = Vae.of(definition, ModelState.initial(definition), HostEngine.of(Precision.FLOAT32));
        MixtureProgram program = mixture(model.engine(), definition);
        float[][] power = new float[FRAMES][TimeModels.WIDTH];
        double[] flat = new SplittableRandom(7)
                .doubles((long) ROOM * TimeModels.WIDTH, 0.1, 3)
                .toArray();
        for (int i = 0; i < FRAMES * TimeModels.WIDTH; i++) {
            power[i / TimeModels.WIDTH][i % TimeModels.WIDTH] = (float) flat[i];
        }
        float[][] mean = model.posterior(power).mean();
        int k = definition.codeSize();
        double[] heads = new double[2 * ROOM * k];
        program.encodePower(0, heads);
        for (int t = 0; t < FRAMES; t++) {
            for (int j = 0; j < k; j++) {
                assertThat(heads[2 * t * k + j]).isCloseTo(mean[t][j], within(1e-6));
            }
        }
    }

    @Test
    void otherShapes_areRefusedByName() {
        Engine engine = HostEngine.of(Precision.FLOAT64);
        ModelGraph graph = definition("RVAE").graph();
        Parameters parameters = engine.allocate(graph, false);
        assertThatThrownBy(() -> engine.inputGradient(graph, Half.ENCODER, parameters, BatchShape.of(1, 3)))
                .hasMessageContaining("input gradients other than of the decoder over one sequence");
        assertThatThrownBy(() -> engine.inputGradient(graph, Half.DECODER, parameters, 3))
                .hasMessageContaining("input gradients of models of time");
        InputGradient program = engine.inputGradient(graph, Half.DECODER, parameters, BatchShape.of(1, 3));
        assertThatThrownBy(() -> program.frames(4)).hasMessageContaining("from 0 to 3 frames");
    }
}
