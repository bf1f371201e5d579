/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.data.NpzFile;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.file.FileFormatException;
import io.github.sdmvae.file.FileFormatException.Reason;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Posterior;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.Prior;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On files that numpy 2 and safetensors 0.8 of Python wrote. */
class WeightsTest {
    private static final Path FILES = Path.of("src/test/resources/weights");
    private static final ModelDefinition DEFINITION = ModelDefinition.builder()
            .inputSize(5)
            .hidden(4)
            .latentSize(2)
            .prior(Prior.standardNormal())
            .likelihood(Likelihood.gaussian(1))
            .build();
    private static final WeightMap MAP = WeightMap.of(DEFINITION)
            .transposed("encoder.0.weight", "fc1.weight")
            .same("encoder.0.bias", "fc1.bias")
            .transposed("encoder.1.weight", "fc_mu.weight", "fc_logvar.weight")
            .same("encoder.1.bias", "fc_mu.bias", "fc_logvar.bias")
            .transposed("decoder.0.weight", "fc3.weight")
            .same("decoder.0.bias", "fc3.bias")
            .transposed("decoder.1.weight", "fc4.weight")
            .same("decoder.1.bias", "fc4.bias");

    @TempDir
    private Path folder;

    /** What numpy computed with the same weights. */
    @SuppressWarnings("ArrayRecordComponent") // read only
    private record Case(float[][] x, double[][] mean, double[][] logVariance, double[][] output) {}

    private static void assertClose(float[][] found, double[][] expected) {
        assertThat(found.length).isEqualTo(expected.length);
        for (int i = 0; i < found.length; i++) {
            for (int j = 0; j < found[i].length; j++) {
                assertThat((double) found[i][j]).isCloseTo(expected[i][j], within(1e-5));
            }
        }
    }

    @Test
    void pyTorchsWeights_giveItsResults() throws IOException {
        Case worked = new Gson().fromJson(Files.readString(FILES.resolve("vae.json")), Case.class);
        for (Map<String, NpyArray> arrays :
                List.of(Safetensors.read(FILES.resolve("vae.safetensors")), NpzFile.read(FILES.resolve("vae.npz")))) {
            Vae model = MAP.model(arrays);
            Posterior posterior = model.posterior(worked.x());
            assertClose(posterior.mean(), worked.mean());
            assertClose(posterior.logVariance(), worked.logVariance());
            assertClose(model.reconstruct(worked.x()), worked.output());
        }
    }

    @Test
    void weightsOut_areThoseIn() throws IOException {
        Map<String, NpyArray> in = Safetensors.read(FILES.resolve("vae.safetensors"));
        Map<String, NpyArray> out = MAP.arraysOf(MAP.model(in));
        assertThat(out.keySet()).containsExactlyInAnyOrderElementsOf(in.keySet());
        Path file = folder.resolve("out.safetensors");
        Safetensors.write(file, out, Map.of("by", "us"));
        Map<String, NpyArray> again = Safetensors.read(file);
        in.forEach((name, array) -> {
            assertThat(again.get(name).shape()).isEqualTo(array.shape());
            assertThat(again.get(name).toFloats()).isEqualTo(array.toFloats());
        });
        assertThat(Files.readAllBytes(file)[8]).isEqualTo((byte) '{');
    }

    @Test
    void ownNames_comeBackToo_learnedDictionaryIncluded() throws IOException {
        ModelDefinition learned = ModelDefinition.builder()
                .inputSize(5)
                .hidden(3)
                .dictionary(Dictionary.dct(2, 4).learned())
                .build();
        Vae model = Vae.untrained(learned);
        Path file = folder.resolve("own.safetensors");
        Safetensors.write(file, model.weights(), Map.of());
        WeightMap map = WeightMap.of(learned);
        for (String name : model.weights().keySet()) {
            map = map.same(name, name);
        }
        assertThat(map.model(Safetensors.read(file)).state().parameters())
                .isEqualTo(model.state().parameters());
        assertThat(map.arraysOf(model)).containsOnlyKeys(model.weights().keySet());
    }

    @Test
    void types_areReadAsFloats_othersRefusedByName() throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        assertThatThrownBy(() -> arrays.putAll(Safetensors.read(FILES.resolve("types.safetensors"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("array 'count' is of type I64; F64, F32, F16, BF16 can be read");
        Path file = folder.resolve("t.safetensors");
        ByteBuffer numbers = ByteBuffer.allocate(8 + 12 + 2).order(ByteOrder.LITTLE_ENDIAN);
        numbers.putDouble(1 / 3.0);
        for (int half : new int[] {0x3e00, 0xc000, 0x0400, 0x0001, 0x7bff, 0x7c00}) {
            numbers.putShort((short) half);
        }
        numbers.putShort((short) 0x4049);
        write(
                file,
                "{\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                        + "\"h\":{\"dtype\":\"F16\",\"shape\":[2,3],\"data_offsets\":[8,20]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[20,22]}}",
                numbers.array());
        Map<String, NpyArray> read = Safetensors.read(file);
        assertThat(read.get("d").toFloats()).containsExactly(1 / 3f);
        assertThat(read.get("h").toFloats())
                .containsExactly(1.5f, -2, 0x1p-14f, 0x1p-24f, 65504, Float.POSITIVE_INFINITY);
        assertThat(read.get("h").shape()).containsExactly(2, 3);
        assertThat(read.get("b").toFloats()).containsExactly(3.140625f);
    }

    private static void write(Path file, String head, byte[] data) throws IOException {
        byte[] json = head.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .array());
        out.write(json);
        out.write(data);
        Files.write(file, out.toByteArray());
    }

    private void assertRefused(String head, int bytes, Reason reason, String message) throws IOException {
        Path file = folder.resolve("bad.safetensors");
        write(file, head, new byte[bytes]);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOfSatisfying(
                        FileFormatException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void damagedFiles_areRefused_beforeMemoryIsSpent() throws IOException {
        String entry = "{\"a\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":%s}}";
        assertRefused(String.format(entry, "[2]", "[0,8]"), 7, Reason.DAMAGED, "claim more than the file holds");
        assertRefused(String.format(entry, "[3]", "[0,8]"), 8, Reason.DAMAGED, "3 values of 4 bytes");
        assertRefused(String.format(entry, "[2]", "[8]"), 8, Reason.DAMAGED, "no two numbers");
        assertRefused(String.format(entry, "[-2]", "[0,8]"), 8, Reason.DAMAGED, "a size of -2");
        assertRefused(String.format(entry, "[2147483647,2147483647,9]", "[0,8]"), 8, Reason.DAMAGED, "overflow");
        assertRefused("{\"a\":7}", 8, Reason.DAMAGED, "'a'");
        assertRefused("[]", 8, Reason.FOREIGN, "no JSON object");
        assertRefused("{\"a\"", 8, Reason.FOREIGN, "no JSON");
        String twice = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        assertRefused(twice, 8, Reason.DAMAGED, "array 'b': the arrays up to this one claim more");
        Path file = folder.resolve("short");
        Files.write(file, new byte[5]);
        assertThatThrownBy(() -> Safetensors.read(file)).hasMessageContaining("has 5 bytes");
        Files.write(
                file,
                ByteBuffer.allocate(9)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(50)
                        .array());
        assertThatThrownBy(() -> Safetensors.read(file)).hasMessageContaining("truncated");
        Files.write(file, new byte[] {'P', 'K', 3, 4, 1, 1, 1, 1, 1});
        assertThatThrownBy(() -> Safetensors.read(file)).hasMessageContaining("no safetensors file");
    }

    @Test
    void mapsThatDoNotFit_areRefusedByName() throws IOException {
        Map<String, NpyArray> arrays = Safetensors.read(FILES.resolve("vae.safetensors"));
        WeightMap empty = WeightMap.of(DEFINITION);
        assertThatThrownBy(() -> empty.model(arrays)).hasMessageStartingWith("'encoder.0.weight' is not mapped");
        assertThatThrownBy(() -> empty.arraysOf(Vae.untrained(DEFINITION)))
                .hasMessageContaining("not mapped: encoder.0.weight");
        assertThatThrownBy(() -> empty.same("encoder.9.weight", "a"))
                .hasMessageContaining("no weight 'encoder.9.weight'; it has encoder.0.weight");
        assertThatThrownBy(() -> empty.transposed("encoder.0.bias", "a")).hasMessageContaining("no matrix");
        assertThatThrownBy(() -> MAP.same("encoder.0.bias", "a")).hasMessageContaining("mapped twice");
        assertThatThrownBy(() -> empty.same("encoder.1.bias", "a", "b", "c"))
                .hasMessageContaining("3 arrays of equal width");
        WeightMap straight = empty.same("encoder.0.weight", "fc1.weight");
        assertThatThrownBy(() -> straight.model(arrays))
                .hasMessage("'fc1.weight' must have the shape [5, 4] for 'encoder.0.weight', it has [4, 5]");
        Map<String, NpyArray> fewer = new LinkedHashMap<>(arrays);
        fewer.remove("fc3.bias");
        assertThatThrownBy(() -> MAP.model(fewer)).hasMessageContaining("'fc3.bias', which is not there");
        fewer.put("fc3.bias", NpyArray.of(new float[] {1, Float.NaN, 3, 4}, 4));
        assertThatThrownBy(() -> MAP.model(fewer)).hasMessage("'fc3.bias' must be finite, it holds NaN");
    }

    @Test
    void npz_isReadAsData() throws IOException {
        Path file = FILES.resolve("table.npz");
        assertThat(NpzFile.names(file)).containsExactly("rows", "labels");
        Frames frames = Frames.readNpz(file, "rows");
        assertThat(frames.toRows()).isDeepEqualTo(new float[][] {{0, 0.25f}, {0.5f, 0.75f}, {1, 1.25f}});
        assertThatThrownBy(() -> Frames.readNpz(file, "columns"))
                .hasMessageContaining("has no array 'columns'; it has rows, labels");
        assertThatThrownBy(() -> Frames.readNpz(file, "labels"))
                .hasMessageContaining("array 'labels': type must be <f4 or <f8");
    }
}
