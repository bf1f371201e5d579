/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.engine.InputGradient;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.engine.MixtureSource;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.model.ModelDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mixtures on the pretended card beside the host's, in double precision. */
class CardMixtureTest extends OnPretendedCard {
    private static final double TOLERANCE = 5e-5;

    static Stream<MixtureCheck> all() {
        return MixtureCheck.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void mixture_agreesWithTheReference(MixtureCheck mixture) {
        assertThat(SelfCheck.mixtures(engine, 7, List.of(mixture)))
                .allSatisfy(outcome ->
                        assertThat(outcome.worst()).as(outcome.toString()).isLessThanOrEqualTo(TOLERANCE));
        assertThat(device.recordings()).as("recordings").isPositive();
    }

    /** Log-variances of 40, whatever the codes: nothing pulls them further up, and power below pulls them down. */
    @Test
    void beyondItsLimit_aLogVarianceHasNoGradientFurtherOut() {
        ModelDefinition model = ModelDefinition.builder()
                .inputSize(WIDTH)
                .hidden()
                .latentSize(2)
                .build();
        ModelGraph graph = model.graph();
        try (Parameters parameters = engine.allocate(graph, false)) {
            float[] values = new float[graph.layout().length()];
            Arrays.fill(values, 0.01f);
            Arrays.fill(values, values.length - WIDTH, values.length, 40);
            parameters.write(Store.VALUES, values);
            try (MixtureProgram program =
                    engine.mixture(List.of(new MixtureSource(graph, parameters)), new MixtureShape(3, 0, 1))) {
                assertThat(gradient(program, 1e15)).containsOnly(0);
                for (double value : gradient(program, 1)) {
                    assertThat(value).isCloseTo(0.01 * WIDTH, Offset.offset(1e-6));
                }
            }
        }
    }

    private static double[] gradient(MixtureProgram program, double power) {
        return gradient(program, power, 6);
    }

    private static double[] gradient(MixtureProgram program, double power, int codes) {
        double[] all = new double[3 * WIDTH];
        Arrays.fill(all, power);
        program.power(all);
        double[] gradient = new double[codes];
        program.propose(0, Arrays.copyOf(new double[] {-1, 1, 0, 0, 0.5, 1}, codes));
        program.gradient(0, gradient);
        return gradient;
    }

    @Test
    void twoMixtures_mayWorkAtTheSameTime() {
        MixtureCheck check = MixtureCheck.all().get(0);
        var alone = check.everything(engine, 3);
        List<CompletableFuture<Map<String, double[]>>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(CompletableFuture.supplyAsync(() -> check.everything(engine, 3)));
        }
        all.forEach(one ->
                one.join().forEach((name, values) -> assertThat(values).as(name).isEqualTo(alone.get(name))));
    }

    @Test
    void memory_isGivenBack() {
        ModelDefinition model = ModelDefinition.builder()
                .inputSize(WIDTH)
                .hidden(6)
                .latentSize(3)
                .build();
        ModelGraph graph = model.graph();
        try (Parameters parameters = engine.allocate(graph, false)) {
            long before = ShimLibrary.allocated();
            int lanes = device.lanes();
            for (int i = 0; i < 3; i++) {
                try (MixtureProgram program = engine.mixture(
                                List.of(new MixtureSource(graph, parameters)), new MixtureShape(3, 2, 2));
                        InputGradient half = engine.inputGradient(graph, InputGradient.Half.ENCODER, parameters, 3)) {
                    gradient(program, 1, 9);
                    program.keep();
                    assertThat(ShimLibrary.allocated()).isGreaterThan(before);
                    half.forward(new float[3 * WIDTH], new float[18]);
                }
                parameters.write(Store.VALUES, new float[graph.layout().length()]); // nobody's lane is asked any more
            }
            assertThat(device.lanes()).isEqualTo(lanes);
            assertThat(ShimLibrary.allocated()).isEqualTo(before);
        }
    }
}
