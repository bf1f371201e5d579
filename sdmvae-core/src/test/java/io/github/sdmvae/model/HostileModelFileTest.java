/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.file.FileFormatException.Reason;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model files that claim, hide or contradict. Nothing but a {@link ModelFormatException} may come of them. */
class HostileModelFileTest {
    private static final String JSON = "model.json";

    @TempDir
    Path folder;

    private Path file;
    private Map<String, byte[]> entries;

    @BeforeEach
    void save() throws IOException {
        file = folder.resolve("model.sdmvae");
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(4)
                .hidden(3)
                .dictionary(Dictionary.dct(2, 4))
                .build();
        ModelState state = ModelState.of(
                ModelState.initial(definition).parameters(),
                GammaUpdate.inverseGamma(1.5, 0.5),
                new float[5],
                new float[] {1, 2, 3, 4},
                Provenance.now("rows", Map.of("epochs", "3")));
        Vae.of(definition, state).save(file);
        entries = entries(file);
    }

    private static Map<String, byte[]> entries(Path zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
                entries.put(e.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private void write(Map<String, byte[]> contents) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> e : contents.entrySet()) {
                zip.putNextEntry(new ZipEntry(e.getKey()));
                zip.write(e.getValue());
            }
        }
    }

    private JsonObject json() {
        return JsonParser.parseString(new String(entries.get(JSON), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    private void write(JsonObject json) throws IOException {
        Map<String, byte[]> changed = new LinkedHashMap<>(entries);
        changed.put(JSON, json.toString().getBytes(StandardCharsets.UTF_8));
        write(changed);
    }

    private ModelFormatException failure() {
        return catchThrowableOfType(ModelFormatException.class, () -> Vae.load(file));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = HostileModelFileTest.class.getResourceAsStream("/files/" + name)) {
            return in.readAllBytes();
        }
    }

    @Test
    void model_listsWhatItHolds() {
        List<String> listed = new ArrayList<>();
        json().getAsJsonArray("arrays").forEach(e -> listed.add(e.getAsString() + ".npy"));
        List<String> held = new ArrayList<>(entries.keySet());
        held.remove(JSON);
        assertThat(listed).isEqualTo(held).contains("gamma.mean.npy");
    }

    @Test
    void olderFilesWithoutAList_areRead() throws IOException {
        Vae whole = Vae.load(file);
        JsonObject json = json();
        json.remove("arrays");
        write(json);
        assertThat(Vae.load(file).state()).isEqualTo(whole.state());
        // Written by the version before the list, its one flipped name mended.
        byte[] old = resource("gamma-mean-lost.sdmvae");
        int at = new String(old, StandardCharsets.ISO_8859_1).indexOf("ginma.mean");
        System.arraycopy("gamma".getBytes(StandardCharsets.US_ASCII), 0, old, at, 5);
        Files.write(file, old);
        assertThat(Vae.load(file).state().meanGamma()).hasSize(4);
    }

    @Test
    void flippedBitOfAName_isDamage() throws IOException {
        Files.write(file, resource("gamma-mean-lost.sdmvae"));
        assertThat(failure().reason()).isEqualTo(Reason.DAMAGED);
        assertThat(failure()).hasMessageContaining("ginma.mean.npy");
    }

    @Test
    void everyFlippedBitOfEveryName_isFound() throws IOException {
        JsonObject old = json();
        old.remove("arrays");
        List<byte[]> files = new ArrayList<>(List.of(Files.readAllBytes(file)));
        write(old);
        files.add(Files.readAllBytes(file));
        int flips = 0;
        for (byte[] whole : files) {
            String text = new String(whole, StandardCharsets.ISO_8859_1);
            for (String name : entries.keySet()) {
                for (int at : new int[] {text.indexOf(name), text.lastIndexOf(name)}) {
                    for (int bit = 0; bit < 8 * name.length(); bit++) {
                        byte[] changed = whole.clone();
                        changed[at + bit / 8] ^= (byte) (1 << bit % 8);
                        Files.write(file, changed);
                        assertThatThrownBy(() -> Vae.load(file))
                                .as("%s, bit %d at %d", name, bit, at)
                                .isInstanceOf(ModelFormatException.class);
                        flips++;
                    }
                }
            }
        }
        assertThat(flips).isGreaterThan(4000);
    }

    @Test
    void listWithoutAnEntryOrEntryWithoutList_isDamage() throws IOException {
        Map<String, byte[]> lost = new LinkedHashMap<>(entries);
        lost.remove("gamma.mean.npy");
        write(lost);
        assertThat(failure()).hasMessageContaining("gamma.mean.npy: it is missing");
        for (String name : List.of("stranger.npy", "../escape", "/absolute", "a\\b", "folder/")) {
            Map<String, byte[]> more = new LinkedHashMap<>(entries);
            more.put(name, new byte[0]);
            write(more);
            assertThat(failure().reason()).as(name).isEqualTo(Reason.DAMAGED);
            assertThat(failure()).hasMessageContaining(name);
        }
    }

    @Test
    void entryThatIsThereTwice_isDamage() throws IOException {
        Map<String, byte[]> two = new LinkedHashMap<>(entries);
        two.put("gamma.meen.npy", entries.get("gamma.mean.npy"));
        write(two);
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Files.write(file, text.replace("gamma.meen", "gamma.mean").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(failure()).hasMessageContaining("gamma.mean.npy: it is there twice");
    }

    @Test
    void impossibleVersion_isDamage() throws IOException {
        for (String version : List.of("-7", "0", "1.5", "\"x\"", "{}", "99999999999")) {
            JsonObject json = json();
            json.add("formatVersion", JsonParser.parseString(version));
            write(json);
            assertThat(failure().reason()).as(version).isEqualTo(Reason.DAMAGED);
        }
    }

    @Test
    void hugeClaimsOfASmallFile_areRefusedBeforeMemoryIsSpent() throws IOException {
        JsonObject json = json();
        json.getAsJsonObject("definition").add("encoderHidden", JsonParser.parseString("[22000]"));
        write(json);
        assertThat(Files.size(file)).isLessThan(5000);
        assertThat(failure().reason()).isEqualTo(Reason.DAMAGED);
        assertThat(failure()).hasMessageContaining("encoder.0.weight.npy: it should have between 352000 and");
        json.getAsJsonObject("definition").add("encoderHidden", JsonParser.parseString("[22000,22000]"));
        json.remove("arrays");
        write(json);
        assertThat(failure()).hasMessageContaining("encoder.2.weight.npy: it is missing");
        json.getAsJsonObject("definition")
                .add("encoderHidden", JsonParser.parseString("[2147483647,2147483647,2147483647]"));
        write(json);
        assertThat(failure()).hasMessageContaining("at most 500000000 parameters, this one has far more");
    }

    @Test
    void deflatedZeros_areRefusedBeforeMemoryIsSpent() throws IOException {
        JsonObject json = json();
        JsonObject dictionary = json.getAsJsonObject("definition").getAsJsonObject("dictionary");
        dictionary.addProperty("kind", "given");
        dictionary.addProperty("latentSize", 10_000);
        dictionary.addProperty("atoms", 10_000);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(JSON));
            zip.write(json.toString().getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("dictionary.npy"));
            writeZeros(zip, 10_000);
        }
        assertThat(Files.size(file)).isLessThan(1 << 20);
        assertThat(failure().reason()).isEqualTo(Reason.DAMAGED);
        assertThat(failure()).hasMessageContaining("dictionary.npy: it claims 4000");
    }

    private static void writeZeros(OutputStream out, int size) throws IOException {
        ByteArrayOutputStream one = new ByteArrayOutputStream();
        NpyArray.of(new float[1], 1, 1).write(one);
        byte[] header = Arrays.copyOf(one.toByteArray(), one.size() - 4);
        String text = new String(header, StandardCharsets.ISO_8859_1);
        String shape = "(" + size + ", " + size + ")";
        out.write(text.replace("(1, 1), }" + " ".repeat(shape.length() - 6), shape + ", }")
                .getBytes(StandardCharsets.ISO_8859_1));
        for (int row = 0; row < size; row++) {
            out.write(new byte[4 * size]);
        }
    }

    @Test
    void jsonOfTheWrongType_namesTheMember() throws IOException {
        Files.write(file, resource("json-of-wrong-type.sdmvae"));
        assertThat(failure().reason()).isEqualTo(Reason.DAMAGED);
        assertThat(failure()).hasMessageContaining("'nd4j' must be a string, it is an object");
    }

    @Test
    void anyMemberOfAnyWrongType_isAFormatException() throws IOException {
        int tried = 0;
        for (List<String> path : paths(json(), List.of())) {
            for (String value : List.of("{}", "[]", "[{}]", "null", "true", "\"x\"", "-1", "1.5", "1e999999999")) {
                JsonObject json = json();
                set(json, path, JsonParser.parseString(value));
                write(json);
                try {
                    Vae.load(file);
                } catch (ModelFormatException e) {
                    assertThat(e).as("%s = %s", path, value).hasMessageContaining(file.toString());
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(100);
    }

    private static List<List<String>> paths(JsonObject json, List<String> before) {
        List<List<String>> paths = new ArrayList<>();
        for (Map.Entry<String, JsonElement> e : json.entrySet()) {
            List<String> path = new ArrayList<>(before);
            path.add(e.getKey());
            paths.add(path);
            if (e.getValue().isJsonObject()) {
                paths.addAll(paths(e.getValue().getAsJsonObject(), path));
            }
        }
        return paths;
    }

    private static void set(JsonObject json, List<String> path, JsonElement value) {
        JsonObject at = json;
        for (String name : path.subList(0, path.size() - 1)) {
            at = at.getAsJsonObject(name);
        }
        at.add(path.get(path.size() - 1), value);
    }

    @Test
    void deepNesting_isAFormatException() throws IOException {
        JsonObject json = json();
        Map<String, byte[]> changed = new LinkedHashMap<>(entries);
        String text = json.toString().replace("\"arrays\":", "\"deep\":" + "[".repeat(100_000) + ",\"arrays\":");
        changed.put(JSON, text.getBytes(StandardCharsets.UTF_8));
        write(changed);
        assertThat(failure().reason()).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void whatCouldNotBeLoaded_isNotSaved() throws IOException {
        byte[] before = Files.readAllBytes(file);
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(4)
                .latentSize(2)
                .prior(Prior.learnedVariance())
                .build();
        float[] parameters = ModelState.initial(definition).parameters();
        Provenance provenance = Provenance.now("", Map.of());
        ModelState endless = ModelState.of(
                parameters, GammaUpdate.closedForm(), new float[3], new float[] {1, Float.NaN}, provenance);
        assertThatThrownBy(() -> Vae.of(definition, endless).save(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("gamma.mean of the model holds NaN");
        ModelState talkative = ModelState.of(
                parameters,
                GammaUpdate.closedForm(),
                new float[3],
                null,
                Provenance.now("x".repeat(2_000_000), Map.of()));
        assertThatThrownBy(() -> Vae.of(definition, talkative).save(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("model.json would have");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void arrayOfAnotherKind_isDamage() throws IOException {
        Map<String, byte[]> changed = new LinkedHashMap<>(entries);
        byte[] array = entries.get("decoder.1.bias.npy").clone();
        assertThat(NpyArray.read(new ByteArrayInputStream(array), 1000).shape()).containsExactly(4);
        array[0] = 0;
        changed.put("decoder.1.bias.npy", array);
        write(changed);
        assertThat(failure()).hasMessageContaining("in decoder.1.bias.npy: not a .npy file");
    }
}
