/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.network.CodeRecurrence;
import io.github.sdmvae.network.Direction;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.transform.InputTransform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimeModelsTest {
    private static final Engine HOST = HostEngine.of(Precision.FLOAT64);

    @TempDir
    private Path folder;

    static Stream<String> names() {
        return TimeModels.all().keySet().stream();
    }

    static Stream<String> streaming() {
        return TimeModels.all().entrySet().stream()
                .filter(e -> dynamics(e.getValue()).obstacleToStreaming().isEmpty())
                .map(Map.Entry::getKey);
    }

    private static Dynamics dynamics(ModelDefinition definition) {
        return Objects.requireNonNull(definition.dynamics());
    }

    private static Vae model(String name, Engine engine) {
        ModelDefinition definition = Objects.requireNonNull(TimeModels.all().get(name));
        return Vae.of(definition, ModelState.initial(definition), engine);
    }

    @ParameterizedTest
    @MethodSource("names")
    void savedModel_comesBackEqual(String name) throws IOException {
        Vae model = model(name, CpuEngine.shared());
        Path file = folder.resolve("time.sdmvae");
        model.save(file);
        Vae again = Vae.load(file);
        float[][] x = TimeModels.sequences(7).sequence(0);
        assertThat(again.definition().toJson()).isEqualTo(model.definition().toJson());
        assertThat(again.definition().dynamics()).isEqualTo(model.definition().dynamics());
        assertThat(again.reconstruct(x)).isDeepEqualTo(model.reconstruct(x));
    }

    @ParameterizedTest
    @MethodSource("names")
    void engines_agree(String name) {
        float[][] x = TimeModels.sequences(19).sequence(0);
        Vae host = model(name, HOST);
        Vae fused = model(name, CpuEngine.shared());
        close(fused.encode(x), host.encode(x), 1e-4);
        close(fused.encodeSample(x, 5), host.encodeSample(x, 5), 1e-4);
        close(fused.reconstruct(x), host.reconstruct(x), 1e-3);
        Sequences data = TimeModels.sequences(9, 4, 12);
        assertThat(fused.evaluate(data).terms().loss())
                .isCloseTo(host.evaluate(data).terms().loss(), org.assertj.core.data.Offset.offset(1e-3));
    }

    private static void close(float[][] ours, float[][] expected, double tolerance) {
        assertThat(ours.length).isEqualTo(expected.length);
        for (int t = 0; t < ours.length; t++) {
            for (int j = 0; j < ours[t].length; j++) {
                assertThat((double) ours[t][j])
                        .as("frame " + t + " entry " + j)
                        .isCloseTo(expected[t][j], org.assertj.core.data.Offset.offset(tolerance));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void posteriorMean_isTheDeterministicCode(String name) {
        float[][] x = TimeModels.sequences(6).sequence(0);
        Vae model = model(name, HOST);
        assertThat(model.posterior(x).mean()).isDeepEqualTo(model.encode(x));
    }

    @ParameterizedTest
    @MethodSource("names")
    void evaluation_dependsOnTheSequencesAlone(String name) {
        Vae model = model(name, HOST);
        // As one batch, and as the mean over sequences one by one, which have the noise of their place in the source.
        Sequences all = TimeModels.sequences(4, 2, 7);
        Sequences longer = TimeModels.sequences(4, 2, 7, 200);
        Evaluation together = model.evaluate(all);
        Evaluation alone = model.evaluate(longer);
        Evaluation last = model.evaluate(only(longer, 3));
        assertThat(together.size()).isEqualTo(13);
        assertThat(alone.size()).isEqualTo(213);
        double ofFirst =
                alone.terms().reconstruction() * 213 - 13 * together.terms().reconstruction();
        // The last sequence alone has other noise: only its size can be compared.
        assertThat(ofFirst / 200)
                .isCloseTo(last.terms().reconstruction(), org.assertj.core.data.Percentage.withPercentage(25));
    }

    private static Sequences only(Sequences sequences, int number) {
        return Sequences.of(new float[][][] {sequences.sequence(number)});
    }

    @ParameterizedTest
    @MethodSource("streaming")
    void streaming_isTheWhole(String name) {
        float[][] x = TimeModels.sequences(23).sequence(0);
        Vae host = model(name, HOST);
        float[][] whole = host.encode(x);
        float[][] decoded = host.decode(whole);
        FrameStream stream = host.stream();
        for (int round = 0; round < 2; round++) {
            for (int t = 0; t < x.length; t++) {
                assertThat(stream.encode(x[t])).as("code " + t).isEqualTo(whole[t]);
                assertThat(stream.decode(whole[t])).as("frame " + t).isEqualTo(decoded[t]);
            }
            stream.restart();
        }
        // Prefixes.
        assertThat(host.encode(Arrays.copyOf(x, 9))).isDeepEqualTo(Arrays.copyOf(whole, 9));
    }

    @ParameterizedTest
    @MethodSource("streaming")
    void streamingOnTheFusedEngine_isExactInTilesOfOneFrame(String name) {
        float[][] x = TimeModels.sequences(23).sequence(0);
        Vae fused = model(name, CpuEngine.shared());
        float[][] tiled = fused.tiled(1).reconstruct(x);
        FrameStream stream = fused.stream();
        for (int t = 0; t < x.length; t++) {
            assertThat(stream.reconstruct(x[t])).isEqualTo(tiled[t]);
        }
        close(fused.reconstruct(x), tiled, 1e-3);
    }

    @Test
    void badFrame_leavesTheStreamAsItWas() {
        float[][] x = TimeModels.sequences(3).sequence(0);
        Vae model = model("coupled", HOST);
        FrameStream stream = model.stream();
        stream.encode(x[0]);
        assertThatThrownBy(() -> stream.encode(new float[] {1, -2, 3, 4, 5})).hasMessageContaining("column 1");
        assertThatThrownBy(() -> stream.encode(new float[2])).hasMessageContaining("5 values");
        assertThat(stream.encode(x[1])).isEqualTo(model.encode(x)[1]);
    }

    @Test
    void modelsThatReadTheFuture_areRefusedByThatPart() {
        assertThatThrownBy(() -> model("RVAE", HOST).stream())
                .hasMessageContaining("the encoder reads the future")
                .hasMessageContaining("'backward'");
        assertThatThrownBy(() -> model("RVAE both ways", HOST).tiled(1))
                .hasMessageContaining("encoder and decoder read the future")
                .hasMessageContaining("'both'");
        ModelDefinition decoder = TimeModels.all().get("coupled").toBuilder()
                .dynamics(Dynamics.streamingRvae().withDecoder(Direction.BACKWARD))
                .build();
        assertThatThrownBy(() -> Vae.untrained(decoder).stream()).hasMessageContaining("the decoder reads the future");
        ModelDefinition rows =
                ModelDefinition.builder().inputSize(3).latentSize(2).build();
        assertThatThrownBy(() -> Vae.untrained(rows).stream()).hasMessageContaining("stand alone");
    }

    @ParameterizedTest
    @MethodSource("names")
    void generation_isAPureFunctionOfTheSeed(String name) {
        ModelDefinition definition = Objects.requireNonNull(TimeModels.all().get(name));
        float[] meanGamma = new float[definition.codeSize()];
        Arrays.fill(meanGamma, 0.3f);
        ModelState state = ModelState.of(
                definition.graph().layout().initialise(1),
                GammaUpdate.closedForm(),
                new float[definition.codeSize() + 1],
                meanGamma,
                Provenance.now("", Map.of()));
        Vae model = Vae.of(definition, state, HOST);
        float[][] codes = model.sampleCodes(30, 9);
        assertThat(model.sampleCodes(30, 9)).isDeepEqualTo(codes);
        assertThat(model.sampleCodes(12, 9)).isDeepEqualTo(Arrays.copyOf(codes, 12));
        assertThat(model.sampleCodes(30, 10)[3]).isNotEqualTo(codes[3]);
        for (float[] frame : model.generate(30, 9)) {
            for (float value : frame) {
                assertThat(value).isFinite().isPositive();
            }
        }
    }

    @Test
    void untrainedInnovation_cannotBeDrawnFrom() {
        assertThatThrownBy(() -> model("innovation", HOST).sampleCodes(3, 1)).hasMessageContaining("train it first");
    }

    @ParameterizedTest
    @MethodSource("names")
    void parameterCount_isThatOfTheLayout(String name) {
        ModelDefinition d = Objects.requireNonNull(TimeModels.all().get(name));
        assertThat(TimeChecks.parameters(
                        d.inputSize(),
                        d.encoderHidden(),
                        d.decoderHidden(),
                        dynamics(d),
                        d.dictionary(),
                        d.prior(),
                        d.likelihood()))
                .isEqualTo(d.graph().layout().length());
    }

    @Test
    void recurrentEncoders_readLogPowerUnlessTold() {
        ModelDefinitionBuilder builder =
                ModelDefinition.builder().inputSize(3).latentSize(2).dynamics(Dynamics.rvae());
        assertThat(builder.build().inputTransform()).isEqualTo(InputTransform.logPower(1e-6, 5));
        assertThat(builder.rawInput().build().inputTransform()).isNull();
        assertThat(builder.rawInput().build().toBuilder().build().inputTransform())
                .isNull();
        assertThat(builder.likelihood(io.github.sdmvae.likelihood.Likelihood.bernoulli())
                        .build()
                        .inputTransform())
                .isNull();
    }

    @Test
    void partsThatDoNotFit_areRefused() {
        ModelDefinitionBuilder rows = ModelDefinition.builder().inputSize(3).latentSize(2);
        assertThatThrownBy(() -> rows.prior(Prior.markov()).build()).hasMessageContaining("looks along time");
        assertThatThrownBy(() ->
                        rows.prior(Prior.learnedVariance(GammaUpdate.block(2))).build())
                .hasMessageContaining("'correlatedBlocks' looks along time");
        ModelDefinitionBuilder time =
                ModelDefinition.builder().inputSize(3).latentSize(2).dynamics(Dynamics.rvae());
        assertThatThrownBy(() -> time.prior(Prior.laplace()).build())
                .hasMessageContaining("not yet supported in models of time: the prior 'laplace'");
        assertThatThrownBy(() ->
                        time.prior(Prior.learnedVariance(GammaUpdate.shared())).build())
                .hasMessageContaining("not yet supported in models of time: the γ update 'shared'");
        ModelDefinitionBuilder good =
                ModelDefinition.builder().inputSize(3).latentSize(2).dynamics(Dynamics.rvae());
        assertThatThrownBy(() -> good.encoderHidden().build()).hasMessageContaining("encoderHidden is empty");
        assertThatThrownBy(() -> good.encoderHidden(4).decoderHidden(4, 4).build())
                .hasMessageContaining("decoderHidden has 2");
        assertThatThrownBy(() -> ModelDefinition.builder()
                        .inputSize(500_000)
                        .latentSize(2)
                        .hidden(500_000)
                        .dynamics(Dynamics.bidirectionalRvae().withRecurrence(CodeRecurrence.NONE))
                        .build())
                .hasMessageContaining("at most 500000000 parameters");
    }

    @Test
    void whatIsNoSequences_isRefused() {
        Vae model = model("RVAE", HOST);
        io.github.sdmvae.data.Frames frames =
                io.github.sdmvae.data.Frames.of(TimeModels.sequences(4).sequence(0));
        assertThatThrownBy(() -> model.evaluate(frames)).hasMessageContaining("give it Sequences");
        assertThatThrownBy(() -> model.logLikelihood(TimeModels.sequences(3), 5, 1))
                .hasMessageContaining("not yet supported");
        assertThatThrownBy(() -> model.evaluate(
                        TimeModels.sequences(3), io.github.sdmvae.objective.ElboStrategy.importanceWeighted(3)))
                .hasMessageContaining("not yet supported in models of time: importance weights");
    }

    @Test
    void emptySequence_hasNoCodes() {
        assertThat(model("RVAE", HOST).encode(new float[0][])).isEmpty();
    }
}
