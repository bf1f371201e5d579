/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.graph.ModelGraph;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What is not recorded runs kernel by kernel: steps inside which workers meet. */
class KernelByKernelTest extends OnPretendedCard {
    /** One worker that does not say it is alone. */
    private static final class Meeting implements Exchange {
        @Override
        public int totalRows(int own) {
            return own;
        }

        @Override
        public void statistics(double[] shares) {}

        @Override
        public void gradient(double[] share) {}
    }

    @Test
    void masks_agreeWithTheReference() {
        List<String> names = List.of(
                "selector of codes, 3 draws",
                "sparse decoding, groups, two layers",
                "variances of features",
                "learned dictionary, bounded");
        List<CheckCase> cases = CheckCase.everyPart().stream()
                .filter(c -> names.contains(c.name()))
                .toList();
        assertThat(cases).hasSize(names.size()).allSatisfy(c -> {
            Objective objective = Objective.of(c.definition().prior(), c.gamma(), c.elbo());
            assertSame(c.name(), c.definition().graph(), (on, parameters) -> {
                TrainingProgram program =
                        on.train(c.definition().graph(), objective, parameters, c.rows(), new Meeting());
                program.stage(
                        CheckCase.data(c.rows(), c.definition().graph().input().width(), new Random(4)), 0);
                return program;
            });
        });
    }

    @Test
    void modelsOfTime_agreeWithTheReference_layersOnTheCard() {
        List<String> names =
                List.of("causal gru", "both ways, coupled lstm", "averaged both ways", "deep Kalman filter");
        List<TimeCheck> cases = TimeCheck.all().stream()
                .filter(c -> names.stream().anyMatch(name -> c.name().endsWith(name)))
                .toList();
        assertThat(cases).hasSize(names.size()).allSatisfy(c -> {
            ModelGraph graph = c.definition().graph();
            assertSame(c.name(), graph, (on, parameters) -> {
                TrainingProgram program =
                        on.train(graph, c.objective(), parameters, BatchShape.of(3, 4), new Meeting());
                program.stageLengths(4, 1, 3);
                program.stage(CheckCase.data(12, graph.input().width(), new Random(4)), 0);
                return program;
            });
        });
        for (String kernel :
                List.of("lstm", "lstm_back", "gru", "gru_back", "sum_parts", "add_scaled", "scale_values")) {
            assertThat(device.launched(kernel)).as(kernel).isPositive();
        }
        assertThat(device.recordings()).isZero();
    }

    /** Makes a program with its data staged. */
    private interface Staged {
        TrainingProgram program(Engine on, Parameters parameters);
    }

    private void assertSame(String name, ModelGraph graph, Staged staged) {
        double[] expected = gradient(HostEngine.of(Precision.FLOAT64), graph, staged);
        double[] ours = gradient(engine, graph, staged);
        double largest = 0;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat(ours[i]).as(name + ", " + i).isCloseTo(expected[i], Offset.offset(5e-5 * largest));
        }
    }

    private static double[] gradient(Engine on, ModelGraph graph, Staged staged) {
        try (Parameters parameters = on.allocate(graph, true)) {
            parameters.write(Store.VALUES, graph.layout().initialise(3));
            try (TrainingProgram program = staged.program(on, parameters)) {
                program.stage(Noise.ofStep(5));
                program.step(new StepValues(0, 0.5, 0, 1e-2, Double.POSITIVE_INFINITY));
                program.gradient(new StepValues(1, 0.5, 0, 1e-2, Double.POSITIVE_INFINITY));
            }
            double[] values = new double[parameters.length(Store.GRADIENT)];
            parameters.read(Store.GRADIENT, values);
            return values;
        }
    }
}
