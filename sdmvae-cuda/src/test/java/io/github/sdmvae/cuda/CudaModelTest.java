/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.engine.InputGradient;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.train.TrainingResult;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Trained models on the pretended card, and the gradient of their input, beside the reference. */
class CudaModelTest extends OnPretendedCard {
    @Test
    void trainedModel_encodesAndReconstructsAsOnTheReference_inBatchesOfAnySize() {
        TrainingResult trained = trainer().build().fit(definition, DATA, DATA);
        var host = io.github.sdmvae.model.Vae.of(definition, trained.model().state(), HostEngine.of(Precision.FLOAT32));
        for (int count : new int[] {1, 2, 16, 17, 64}) {
            float[][] rows = new float[count][];
            for (int i = 0; i < count; i++) {
                rows[i] = DATA.row(i);
            }
            // The third time everything runs as a recording.
            for (int time = 0; time < 3; time++) {
                assertClose(trained.model().encode(rows), host.encode(rows));
                assertClose(trained.model().reconstruct(rows), host.reconstruct(rows));
                assertClose(trained.model().encodeSample(rows, 3), host.encodeSample(rows, 3));
            }
        }
        assertThat(trained.model().evaluate(DATA).terms().loss())
                .isCloseTo(host.evaluate(DATA).terms().loss(), Offset.offset(1e-3));
        assertThat(trained.model().logLikelihood(DATA, 3, 1).mean())
                .isCloseTo(host.logLikelihood(DATA, 3, 1).mean(), Offset.offset(1e-3));
    }

    @Test
    void inputGradient_isTheReferences() {
        ModelGraph graph = definition.graph();
        float[] values = graph.layout().initialise(4);
        float[][] results = new float[2][7 * WIDTH];
        for (int which = 0; which < 2; which++) {
            var on = which == 0 ? engine : HostEngine.of(Precision.FLOAT32);
            try (Parameters parameters = on.allocate(graph, false);
                    InputGradient gradient = on.inputGradient(graph, InputGradient.Half.ENCODER, parameters, 7)) {
                parameters.write(Store.VALUES, values);
                float[] output = new float[7 * gradient.outputSize()];
                gradient.forward(CheckCase.data(7, WIDTH, new Random(2)), output);
                gradient.backward(output, results[which]);
            }
        }
        for (int i = 0; i < results[0].length; i++) {
            assertThat(results[0][i]).isCloseTo(results[1][i], Offset.offset(1e-5f));
        }
    }
}
