/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.UnitAtomsNode;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.train.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Trainings that keep atoms at norm 1, in recorded steps; what cannot be brought there is said when terms are fetched. */
class UnitAtomsTest extends OnPretendedCard {
    @Test
    void training_isRecorded_andItsAtomsHaveNorm1() {
        TrainingResult ours = trainer().unitAtoms().build().fit(definition, DATA, DATA);
        assertThat(device.recordings())
                .as("a step and an evaluation are recorded once")
                .isBetween(2, 4);
        ModelGraph graph = definition.graph();
        UnitAtomsNode node = UnitAtomsNode.of(graph);
        float[] values = ours.model().state().parameters();
        float[] projected = node.project(graph.layout(), values);
        for (int i = 0; i < values.length; i++) {
            assertThat(projected[i]).isCloseTo(values[i], Offset.offset(1e-6f));
        }
        float[] theirs = weights(trainer()
                .unitAtoms()
                .engine(HostEngine.of(Precision.FLOAT32))
                .build()
                .fit(definition, DATA, DATA));
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isCloseTo(theirs[i], Offset.offset(2e-3f));
        }
    }

    /** Steps that change nothing but for the norms. */
    private static void still(Engine on, ModelDefinition model, float[] values) {
        ModelGraph graph = UnitAtomsNode.of(model.graph()).in(model.graph());
        try (Parameters parameters = on.allocate(graph, true)) {
            parameters.write(Store.VALUES, values);
            try (TrainingProgram program = on.train(graph, objective(model), parameters, 64, Exchange.none())) {
                List<Long> told = new ArrayList<>();
                for (int step = 0; step < 3; step++) {
                    program.stage(DATA, IntStream.range(0, 64).toArray(), 0);
                    program.stage(Noise.ofStep(step));
                    program.step(new StepValues(step, 1, 0, 0, Double.POSITIVE_INFINITY));
                }
                program.reports(true, (step, terms, norm) -> told.add(step));
                assertThat(told).hasSize(3);
            }
        }
    }

    private static ModelDefinition model(Dictionary dictionary) {
        return ModelDefinition.builder()
                .inputSize(WIDTH)
                .hidden(6)
                .dictionary(dictionary)
                .build();
    }

    @Test
    void vanishedAtom_isNamed_asOnTheReference() {
        for (ModelDefinition model : List.of(model(Dictionary.identity(3)), model(Dictionary.dct(3, 5)))) {
            ModelGraph graph = model.graph();
            String weight = UnitAtomsNode.of(graph).weight();
            float[] values = graph.layout().initialise(1);
            int zeros = model.dictionary().isIdentity() ? 6 : 18;
            graph.layout().entries().stream()
                    .filter(e -> e.name().equals(weight))
                    .forEach(e -> Arrays.fill(values, e.offset() + 18 - zeros, e.offset() + 18, 0));
            String message = "atom " + (model.dictionary().isIdentity() ? 2 : 0) + " cannot be brought to norm 1";
            assertThatThrownBy(() -> still(engine, model, values))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(message);
            assertThatThrownBy(() -> still(HostEngine.of(Precision.FLOAT32), model, values))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void atomsThatCannotAllHaveNorm1_areSaid_asOnTheReference() {
        // With one unit behind them, atoms of norm 1 keep to two lines.
        ModelDefinition model =
                model(Dictionary.random(2, 5, 3)).toBuilder().decoderHidden(1).build();
        float[] values = model.graph().layout().initialise(1);
        for (Engine on : List.of(engine, HostEngine.of(Precision.FLOAT32))) {
            assertThatThrownBy(() -> still(on, model, values))
                    .as(on.name())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the 5 atoms of the dictionary in 2 dimensions cannot all have norm 1");
        }
    }
}
