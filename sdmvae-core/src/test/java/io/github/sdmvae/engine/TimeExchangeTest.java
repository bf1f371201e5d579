/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.TimeModels;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workers with some sequences of every batch each, of different lengths, train a model of time as one with the whole batch. */
class TimeExchangeTest {
    private static final int SEQUENCES = 4;
    private static final int STEPS = 3;
    private static final int LONGEST = 6;
    private static final Sequences DATA = TimeModels.sequences(3, 6, 1, 5, 2, 6, 4, 6, 1, 1, 6, 2);

    static List<String> models() {
        return List.copyOf(TimeModels.all().keySet());
    }

    @ParameterizedTest
    @MethodSource("models")
    void parts_trainAsTheWhole(String name) throws InterruptedException {
        ModelDefinition definition = Objects.requireNonNull(TimeModels.all().get(name));
        compare(HostEngine.of(Precision.FLOAT64), definition, 1e-11);
        compare(CpuEngine.withThreads(1), definition, 5e-4);
    }

    private static void compare(Engine engine, ModelDefinition definition, double tolerance)
            throws InterruptedException {
        Worker whole = new Worker(engine, definition, 0, SEQUENCES, Exchange.none());
        whole.run();
        Meeting meeting = new Meeting(2);
        List<Worker> parts = List.of(
                new Worker(engine, definition, 0, 1, meeting.seat(0)),
                new Worker(engine, definition, 1, SEQUENCES - 1, meeting.seat(1)));
        List<Thread> threads = new ArrayList<>();
        parts.forEach(part -> threads.add(new Thread(part::run)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        double[] expected = whole.values();
        for (Worker part : parts) {
            double[] ours = part.values();
            for (int i = 0; i < ours.length; i++) {
                assertThat(Math.abs(ours[i] - expected[i]))
                        .as("value %d: %s instead of %s", i, ours[i], expected[i])
                        .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(expected[i])));
            }
        }
        // Both have seen the same sums: not nearly, exactly.
        assertThat(parts.get(0).values()).isEqualTo(parts.get(1).values());
        assertThat(expected).isNotEqualTo(whole.start());
    }

    /** Trains on some sequences of every batch. */
    private static final class Worker {
        private final Parameters parameters;
        private final TrainingProgram program;
        private final int first;
        private final int count;
        private final double[] start;

        Worker(Engine engine, ModelDefinition definition, int first, int count, Exchange exchange) {
            this.first = first;
            this.count = count;
            ModelGraph graph = definition.graph();
            parameters = engine.allocate(graph, true);
            parameters.write(Store.VALUES, graph.layout().initialise(4));
            start = values();
            GammaUpdate stated = definition.prior().statedGamma();
            Objective objective = Objective.of(
                    definition.prior(), stated == null ? GammaUpdate.closedForm() : stated, ElboStrategy.asPublished());
            program = engine.train(graph, objective, parameters, BatchShape.of(count, LONGEST), exchange);
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                int[] numbers = new int[count];
                for (int i = 0; i < count; i++) {
                    numbers[i] = step * SEQUENCES + first + i;
                }
                program.stage(DATA, numbers, 0);
                program.stage(Noise.ofStep(step));
                program.step(new StepValues(step, 0.8, 0, 1e-3, 5));
            }
        }

        double[] start() {
            return start;
        }

        double[] values() {
            double[] values = new double[parameters.length(Store.VALUES)];
            parameters.read(Store.VALUES, values);
            return values;
        }
    }
}
