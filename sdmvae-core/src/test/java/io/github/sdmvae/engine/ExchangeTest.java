/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.mask.Bands;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two workers with half a batch each, meeting at the exchange points, train as one with the whole batch. */
class ExchangeTest {
    private static final int ROWS = 8;
    private static final int STEPS = 3;
    private static final int WIDTH = 6;
    private static final Frames DATA = TestParts.speechLike(ROWS * STEPS, WIDTH, 3);

    static Stream<Arguments> settings() {
        ElboStrategy plain = ElboStrategy.asPublished();
        GammaUpdate closed = GammaUpdate.closedForm();
        Dictionary learned = Dictionary.dctWithConstant(3, 4).learned(0.7);
        return Stream.of(
                Arguments.of(Prior.standardNormal(), closed, plain, Dictionary.identity(4)),
                Arguments.of(Prior.learnedVariance(), closed, plain, Dictionary.dct(3, 4)),
                Arguments.of(Prior.learnedVariance(), closed, plain, learned),
                Arguments.of(Prior.learnedVariance(), GammaUpdate.inverseGamma(1, 0.1), plain, Dictionary.identity(4)),
                Arguments.of(Prior.learnedVariance(), GammaUpdate.shared(0.5), plain, Dictionary.identity(4)),
                Arguments.of(
                        Prior.learnedVariance(),
                        GammaUpdate.shared(0.5),
                        ElboStrategy.importanceWeighted(3),
                        Dictionary.identity(4)),
                Arguments.of(Prior.learnedVariance(), GammaUpdate.fixed(0.4), plain, Dictionary.identity(4)),
                Arguments.of(
                        Prior.learnedVariance(),
                        GammaUpdate.custom(new TestParts.DoubledGamma()),
                        plain,
                        Dictionary.identity(4)),
                Arguments.of(Prior.standardNormal(), closed, plain.withFreeBits(0.05), Dictionary.identity(4)),
                Arguments.of(
                        Prior.learnedVariance(),
                        closed,
                        plain.withFreeBits(0.2).withSamples(2),
                        Dictionary.identity(4)),
                Arguments.of(Prior.laplace(), closed, ElboStrategy.sampled(3), Dictionary.identity(4)),
                Arguments.of(Prior.cauchy(), closed, plain, Dictionary.identity(4)),
                Arguments.of(Prior.studentT(2), closed, plain, Dictionary.identity(4)),
                Arguments.of(Prior.gaussianMixture(0.7, 0.1, 1), closed, plain, Dictionary.identity(4)),
                Arguments.of(Prior.spikeAndSlab(0.3), closed, plain.withFreeBits(0.1), Dictionary.identity(4)),
                Arguments.of(Prior.pseudoInputs(0.3, 3), closed, plain, Dictionary.identity(4)),
                Arguments.of(Prior.absolutePenalty(0.1), closed, plain, Dictionary.identity(4)),
                Arguments.of(
                        Prior.custom(new TestParts.LogCoshPrior()),
                        closed,
                        plain.withSamples(2),
                        Dictionary.identity(4)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void twoHalves_trainAsTheWhole(Prior prior, GammaUpdate gamma, ElboStrategy elbo, Dictionary dictionary)
            throws Exception {
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(WIDTH)
                .hidden(5)
                .dictionary(dictionary)
                .prior(prior)
                .seed(2)
                .build();
        compare(HostEngine.of(Precision.FLOAT64), definition, Objective.of(prior, gamma, elbo), 1e-12);
        compare(CpuEngine.withThreads(1), definition, Objective.of(prior, gamma, elbo), 2e-4);
    }

    static Stream<ModelDefinitionBuilder> masks() {
        return Stream.of(
                ModelDefinition.builder().selector(DimensionSelector.of(2)),
                ModelDefinition.builder().selector(DimensionSelector.of(2).ofCode()),
                ModelDefinition.builder()
                        .prior(Prior.standardNormal())
                        .likelihood(Likelihood.gaussianFeatureVariance(3, 0.5))
                        .sparseDecoding(SparseDecoding.standard()),
                ModelDefinition.builder()
                        .sparseDecoding(SparseDecoding.standard()
                                .withGroups(Bands.equal(WIDTH, 2))
                                .withProximalSteps()));
    }

    @ParameterizedTest
    @MethodSource("masks")
    void twoHalves_trainMasksAsTheWhole(ModelDefinitionBuilder masked) throws Exception {
        ModelDefinition definition =
                masked.inputSize(WIDTH).hidden(5).latentSize(4).seed(2).build().forTrainingRows(ROWS * STEPS);
        Objective objective = Objective.of(
                definition.prior(),
                GammaUpdate.closedForm(),
                ElboStrategy.asPublished().withSamples(2));
        compare(HostEngine.of(Precision.FLOAT64), definition, objective, 1e-12);
        compare(CpuEngine.withThreads(1), definition, objective, 2e-4);
    }

    private static void compare(Engine engine, ModelDefinition definition, Objective objective, double tolerance)
            throws Exception {
        Worker whole = new Worker(engine, definition, objective, 0, ROWS, Exchange.none());
        whole.call();
        Meeting meeting = new Meeting(2);
        List<Worker> halves = List.of(
                new Worker(engine, definition, objective, 0, ROWS / 2, meeting.seat(0)),
                new Worker(engine, definition, objective, ROWS / 2, ROWS / 2, meeting.seat(1)));
        List<Thread> threads = new ArrayList<>();
        halves.forEach(half -> threads.add(new Thread(half::call)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        for (Worker half : halves) {
            assertClose(half.read(Store.VALUES), whole.read(Store.VALUES), tolerance);
            assertClose(half.read(Store.SHARED_GAMMA), whole.read(Store.SHARED_GAMMA), tolerance);
        }
        // Both halves have seen the same sums: not nearly, exactly.
        assertThat(halves.get(0).read(Store.VALUES)).isEqualTo(halves.get(1).read(Store.VALUES));
    }

    private static void assertClose(double[] ours, double[] expected, double tolerance) {
        for (int i = 0; i < ours.length; i++) {
            assertThat(Math.abs(ours[i] - expected[i]))
                    .as("value %d: %s instead of %s", i, ours[i], expected[i])
                    .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(expected[i])));
        }
    }

    @Test
    void withoutExchange_noPointExists() {
        assertThat(Exchange.none().totalRows(7)).isEqualTo(7);
    }

    /** Trains on some rows of every batch. */
    private static final class Worker {
        private final Objective objective;
        private final Parameters parameters;
        private final TrainingProgram program;
        private final int firstRow;
        private final int noiseColumns;

        Worker(
                Engine engine,
                ModelDefinition definition,
                Objective objective,
                int firstRow,
                int rows,
                Exchange exchange) {
            this.objective = objective;
            this.firstRow = firstRow;
            ModelGraph graph = definition.graph();
            noiseColumns = graph.draw().shape().noiseColumns();
            parameters = engine.allocate(graph, true);
            parameters.write(Store.VALUES, graph.layout().initialise(4));
            program = engine.train(graph, objective, parameters, rows, exchange);
        }

        void call() {
            for (int step = 0; step < STEPS; step++) {
                int[] numbers = new int[program.rows()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = step * ROWS + firstRow + i;
                }
                program.stage(DATA, numbers, 0);
                program.stageNoise(noise(step));
                double relaxation = objective.rule().prior().relaxation(step);
                program.step(new StepValues(step, 0.8, relaxation, 1e-3, 5));
            }
        }

        /** Of draw r and point i the same numbers, whoever has the point. */
        private double[] noise(int step) {
            int rows = program.rows();
            double[] noise = new double[rows * program.samples() * noiseColumns];
            for (int r = 0; r < program.samples(); r++) {
                for (int i = 0; i < rows; i++) {
                    Random random = new Random(1000L * step + 100L * r + firstRow + i);
                    for (int j = 0; j < noiseColumns; j++) {
                        // Uniform beyond the first k, as spike and slab wants it, does no harm elsewhere.
                        noise[(r * rows + i) * noiseColumns + j] = j < 4 ? random.nextGaussian() : random.nextDouble();
                    }
                }
            }
            return noise;
        }

        double[] read(Store store) {
            double[] values = new double[parameters.length(store)];
            parameters.read(store, values);
            return values;
        }
    }
}
