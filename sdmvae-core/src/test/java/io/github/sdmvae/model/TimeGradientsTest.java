/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

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
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients through time against central differences. γ is held fixed in the gradient and not in the differences, which makes
 * no difference where γ is what makes the loss smallest.
 */
class TimeGradientsTest {
    private static final double STEP = 1e-5;

    static Stream<String> names() {
        return TimeModels.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void gradient_isThatOfDifferences(String name) {
        ModelDefinition definition = Objects.requireNonNull(TimeModels.all().get(name));
        Engine engine = HostEngine.of(Precision.FLOAT64);
        Parameters parameters = engine.allocate(definition.graph(), true);
        parameters.write(Store.VALUES, definition.graph().layout().initialise(4));
        GammaUpdate stated = definition.prior().statedGamma();
        Objective objective = Objective.of(
                definition.prior(), stated == null ? GammaUpdate.closedForm() : stated, ElboStrategy.asPublished());
        TrainingProgram program =
                engine.train(definition.graph(), objective, parameters, BatchShape.of(2, 5), Exchange.none());
        program.stage(TimeModels.sequences(5, 3), new int[] {0, 1}, 0);
        program.stage(Noise.ofStep(77));
        // Not 1: the weight of the divergence must reach every part of the gradient, but not the penalty's.
        StepValues values = new StepValues(0, 0.6, 0, 0, Double.POSITIVE_INFINITY);
        program.gradient(values);
        double[] derived = new double[parameters.length(Store.GRADIENT)];
        parameters.read(Store.GRADIENT, derived);
        double[] weights = new double[derived.length];
        parameters.read(Store.VALUES, weights);
        double largest = 0;
        for (double d : derived) {
            largest = Math.max(largest, Math.abs(d));
        }
        Set<ParameterLayout.Entry> entries =
                Set.copyOf(definition.graph().layout().entries());
        for (ParameterLayout.Entry entry : entries) {
            for (int i = entry.offset(); i < entry.offset() + entry.length(); i += 1 + entry.length() / 7) {
                double original = weights[i];
                weights[i] = original + STEP;
                double above = loss(parameters, weights, program, values);
                weights[i] = original - STEP;
                double below = loss(parameters, weights, program, values);
                weights[i] = original;
                assertThat(Math.abs((above - below) / (2 * STEP) - derived[i]))
                        .as(entry.name() + " " + (i - entry.offset()) + ": " + derived[i])
                        .isLessThan(1e-7 * largest);
            }
        }
    }

    private static double loss(Parameters parameters, double[] weights, TrainingProgram program, StepValues values) {
        parameters.write(Store.VALUES, weights);
        return program.evaluate(values).loss();
    }
}
