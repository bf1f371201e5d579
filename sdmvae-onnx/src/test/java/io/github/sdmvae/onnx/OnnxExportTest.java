/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.likelihood.LikelihoodFunction;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Posterior;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.transform.DataTransform;
import io.github.sdmvae.transform.InputTransform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What onnxruntime makes of the files is what the library computes, here on the plain engine in double precision. */
class OnnxExportTest {
    private static final int WIDTH = 20;
    private static final float[][] ROWS = rows();
    private static final Frames DATA = Frames.of(ROWS);

    @TempDir
    private Path folder;

    /** Between 0 and 1, which every likelihood takes. */
    private static float[][] rows() {
        Random random = new Random(1);
        float[][] rows = new float[37][WIDTH];
        for (float[] row : rows) {
            double level = random.nextDouble();
            for (int j = 0; j < WIDTH; j++) {
                row[j] = (float) (level * random.nextDouble());
            }
        }
        return rows;
    }

    private static ModelDefinitionBuilder base() {
        return ModelDefinition.builder().inputSize(WIDTH).hidden(12).latentSize(4);
    }

    private static Vae untrained(ModelDefinition definition) {
        return Vae.of(definition, ModelState.initial(definition), Engines.named("host"));
    }

    private static Named<Vae> model(String name, UnaryOperator<ModelDefinitionBuilder> change) {
        return Named.of(name, untrained(change.apply(base()).build()));
    }

    static Stream<Named<Vae>> models() {
        ModelDefinitionBuilder learned = ModelDefinition.builder()
                .inputSize(WIDTH)
                .hidden(12)
                .dictionary(Dictionary.dct(4, 7).learned(1));
        return Stream.of(
                model("powers", m -> m),
                model("no clamp", m -> m.likelihood(Likelihood.complexGaussian(0, Double.POSITIVE_INFINITY))),
                Named.of("learned dictionary", untrained(learned.build())),
                model("deep, relu", m -> m.hidden(12, 9).activation(Activation.RELU)),
                model("no hidden layer", m -> m.hidden()),
                model(
                        "sigmoid, bernoulli",
                        m -> m.activation(Activation.SIGMOID).likelihood(Likelihood.bernoulli())),
                model("learned variance", m -> m.likelihood(Likelihood.gaussianLearnedVariance())),
                model(
                        "data transform",
                        m -> m.likelihood(Likelihood.gaussian(0.1)).dataTransform(DataTransform.standardise(DATA))),
                model(
                        "log power",
                        m -> m.inputTransform(InputTransform.logPower(1e-5).standardised(DATA))),
                model("power law", m -> m.inputTransform(InputTransform.powerLaw(0.3))),
                model("spike and slab", m -> m.prior(Prior.spikeAndSlab(0.3))),
                model("pseudo-inputs", m -> m.prior(Prior.pseudoInputs(0.3, 5))),
                model("cauchy", m -> m.prior(Prior.cauchy())),
                model("autoencoder", m -> m.prior(Prior.none())));
    }

    private static Map<String, float[][]> run(Path file, String input, float[][] rows) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, float[][]> outputs = new LinkedHashMap<>();
        try (OrtSession session = environment.createSession(file.toString());
                OnnxTensor tensor = OnnxTensor.createTensor(environment, rows);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
                outputs.put(output.getKey(), (float[][]) output.getValue().getValue());
            }
        }
        return outputs;
    }

    private static void assertClose(float[][] found, float[][] expected) {
        assertThat(found.length).isEqualTo(expected.length);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).hasSameSizeAs(expected[i]);
            for (int j = 0; j < found[i].length; j++) {
                assertThat((double) Math.abs(found[i][j] - expected[i][j]))
                        .isLessThanOrEqualTo(2e-5 * (1 + Math.abs(expected[i][j])));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void files_computeWhatTheModelDoes(Vae model) throws IOException, OrtException {
        OnnxExport export = OnnxExport.of(model);
        Path encoder = folder.resolve("encoder.onnx");
        Path decoder = folder.resolve("decoder.onnx");
        Path whole = folder.resolve("whole.onnx");
        export.writeEncoder(encoder);
        export.writeDecoder(decoder);
        export.write(whole);
        float[][] codes = model.encode(ROWS);
        Map<String, float[][]> encoded = run(encoder, "x", ROWS);
        assertClose(encoded.get("code"), codes);
        if (model.definition().prior().isDistribution()) {
            Posterior posterior = model.posterior(ROWS);
            assertClose(encoded.get("mean"), posterior.mean());
            assertClose(encoded.get("log_variance"), posterior.logVariance());
        } else {
            assertThat(encoded).containsOnlyKeys("code");
        }
        assertClose(run(decoder, "code", codes).get("reconstruction"), model.decode(codes));
        Map<String, float[][]> both = run(whole, "x", ROWS);
        assertThat(both).containsOnlyKeys("code", "reconstruction");
        assertClose(both.get("code"), codes);
        assertClose(both.get("reconstruction"), model.reconstruct(ROWS));
        float[][] one = {ROWS[3]};
        assertClose(run(whole, "x", one).get("code"), model.encode(one));
    }

    @Test
    void file_saysWhatItIs() throws IOException {
        Vae model = untrained(base().build());
        Path file = folder.resolve("m.onnx");
        OnnxExport.of(model).write(file);
        ModelProto proto = ModelProto.parseFrom(Files.readAllBytes(file));
        assertThat(proto.getProducerName()).isEqualTo("sdmvae");
        assertThat(proto.getDocString()).isEqualTo(model.toString());
        assertThat(proto.getOpsetImport(0).getVersion()).isEqualTo(17);
        assertThat(proto.getMetadataProps(0).getValue())
                .isEqualTo(model.definition().toJson());
    }

    /** Somebody's likelihood. */
    private static final class Own implements LikelihoodFunction {
        @Override
        public String name() {
            return "own";
        }

        @Override
        public void evaluate(int rows, int width, double[] x, double[] output, double[] loss, double[] gradient) {}

        @Override
        public void mean(int rows, int width, double[] output, double[] mean) {}
    }

    @Test
    void whatCannotBeSaid_isRefusedByName_andNothingIsWritten() {
        Vae own = untrained(base().likelihood(Likelihood.custom(new Own())).build());
        Path file = folder.resolve("m.onnx");
        assertThatThrownBy(() -> OnnxExport.of(own).write(file))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("there is no translation into ONNX for the likelihood 'own'");
        assertThat(file).doesNotExist();
    }
}
