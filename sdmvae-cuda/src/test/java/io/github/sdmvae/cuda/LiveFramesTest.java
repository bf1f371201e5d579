/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.model.Dynamics;
import io.github.sdmvae.model.FrameStream;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.network.Direction;
import io.github.sdmvae.network.RecurrentCell;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models of time in parts on the pretended card: a frame is one recording, and its state goes on where the last ended. */
class LiveFramesTest extends OnPretendedCard {
    private static final Engine HOST = HostEngine.of(Precision.FLOAT32);

    private ModelDefinition model(String name) {
        Map<String, Dynamics> dynamics = new TreeMap<>();
        dynamics.put("streaming", Dynamics.streamingRvae());
        dynamics.put("gru", Dynamics.streamingRvae().withCell(RecurrentCell.GRU));
        dynamics.put("markov", Dynamics.dkf().withEncoder(Direction.FORWARD));
        Prior prior = name.equals("markov")
                ? Prior.markov()
                : Prior.learnedVariance(
                        name.equals("gru") ? GammaUpdate.recurrentlyAnchored(0.5) : GammaUpdate.anchored(1));
        return definition.toBuilder().dynamics(dynamics.get(name)).prior(prior).build();
    }

    private static Objective stated(ModelDefinition model) {
        GammaUpdate update = model.prior().statedGamma();
        return Objective.of(
                model.prior(), update == null ? GammaUpdate.closedForm() : update, ElboStrategy.asPublished());
    }

    static List<String> models() {
        return List.of("streaming", "gru", "markov");
    }

    @ParameterizedTest
    @MethodSource("models")
    void frames_areThoseOfTheReference_andOneRecordingEachWay(String name) {
        ModelDefinition model = model(name);
        ModelState state = ModelState.initial(model);
        FrameStream ours = Vae.of(model, state, engine).stream();
        FrameStream host = Vae.of(model, state, HOST).stream();
        for (int sequence = 0; sequence < 2; sequence++) {
            for (int frame = 0; frame < 4; frame++) {
                float[] x = DATA.row(10 * sequence + frame);
                float[] code = ours.encode(x);
                assertClose(new float[][] {code}, new float[][] {host.encode(x)});
                assertClose(new float[][] {ours.decode(code)}, new float[][] {host.decode(code)});
            }
            ours.restart();
            host.restart();
        }
        assertThat(device.recordings()).as("coding and decoding a frame").isEqualTo(2);
        assertThat(device.launched("lstm") + device.launched("gru"))
                .as("layers piece by piece, the first time")
                .isLessThanOrEqualTo(6);
    }

    @ParameterizedTest
    @MethodSource("models")
    void frameByFrame_givesWhatTheWholeSequenceDoes(String name) {
        ModelDefinition model = model(name);
        Vae vae = Vae.of(model, ModelState.initial(model), engine);
        float[][] rows = new float[5][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = DATA.row(i);
        }
        assertClose(vae.tiled(1).encode(rows), vae.encode(rows));
        assertClose(vae.tiled(1).reconstruct(rows), vae.reconstruct(rows));
    }

    /** Several sequences in parts of two frames. */
    private static List<float[]> inParts(Engine on, ModelDefinition model) {
        ModelGraph graph = model.graph();
        List<float[]> all = new ArrayList<>();
        Random random = new Random(5);
        try (Parameters parameters = on.allocate(graph, false)) {
            parameters.write(Store.VALUES, graph.layout().initialise(3));
            try (Program program = on.infer(graph, stated(model), parameters, new BatchShape(3, 2, true))) {
                for (int part = 0; part < 4; part++) {
                    program.stage(CheckCase.data(6, WIDTH, random), 0);
                    program.encode();
                    program.decode();
                    for (Result result : List.of(Result.HEADS, Result.CODE, Result.MEAN)) {
                        float[] values = new float[program.length(result)];
                        program.read(result, values);
                        all.add(values);
                    }
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("models")
    void partsOfSeveralSequences_areThoseOfTheReference(String name) {
        List<float[]> ours = inParts(engine, model(name));
        List<float[]> host = inParts(HOST, model(name));
        for (int i = 0; i < host.size(); i++) {
            assertClose(new float[][] {ours.get(i)}, new float[][] {host.get(i)});
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void predictions_areThoseOfTheReference(String name) {
        ModelDefinition model = model(name);
        ModelGraph graph = model.graph();
        double[][][] predicted = new double[2][8][];
        for (int which = 0; which < 2; which++) {
            Engine on = which == 0 ? engine : HOST;
            Random random = new Random(9);
            try (Parameters parameters = on.allocate(graph, false)) {
                parameters.write(Store.VALUES, graph.layout().initialise(3));
                try (Program program = on.infer(graph, stated(model), parameters, BatchShape.live(1))) {
                    for (int frame = 0; frame < 4; frame++) {
                        double[][] both = program.predict(
                                random.doubles(model.codeSize(), -1, 1).toArray());
                        predicted[which][2 * frame] = both[0];
                        predicted[which][2 * frame + 1] = both[1];
                    }
                }
            }
        }
        for (int i = 0; i < 8; i++) {
            assertThat(predicted[0][i]).containsExactly(predicted[1][i], Offset.offset(1e-5));
        }
    }

    @Test
    void shorterParts_areRefused() {
        ModelDefinition model = model("streaming");
        try (Parameters parameters = engine.allocate(model.graph(), false);
                Program program = engine.infer(model.graph(), stated(model), parameters, new BatchShape(2, 2, true))) {
            assertThatThrownBy(() -> program.stageLengths(2, 1)).hasMessageContaining("needs every frame");
        }
    }
}
