/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.sdmvae.engine.Engines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotesTest {
    private static final Vae PLAIN = Vae.untrained(
            ModelDefinition.builder().inputSize(4).hidden(3).latentSize(2).build());

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void notes_areSortedAndCompact() {
        Vae model =
                PLAIN.withNote("b", "{ \"x\" : [1.50, -2e3], \"gone\": null }").withNote("a", " \"π < 4\" ");
        assertThat(model.notes()).containsExactly(entry("a", "\"π < 4\""), entry("b", "{\"x\":[1.50,-2e3]}"));
        assertThat(PLAIN.notes()).isEmpty();
        assertThat(model.withNote("a", "1").notes()).containsEntry("a", "1").hasSize(2);
        assertThatThrownBy(() -> model.notes().put("c", "1")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void notes_changeNothingElse() {
        Vae model = PLAIN.withNote("a", "1");
        float[][] rows = {{1, 2, 3, 4}};
        assertThat(model.reconstruct(rows)).isDeepEqualTo(PLAIN.reconstruct(rows));
        assertThat(model.state()).isNotEqualTo(PLAIN.state());
        assertThat(model.state().parameters()).isEqualTo(PLAIN.state().parameters());
    }

    @Test
    void copies_keepTheNotes() {
        Vae model = PLAIN.withNote("a", "1");
        assertThat(Vae.of(model.definition(), model.state()).notes()).containsEntry("a", "1");
        assertThat(Vae.of(model.definition(), model.state(), Engines.standard()).notes())
                .containsEntry("a", "1");
    }

    @Test
    void notes_areReadBack() throws IOException {
        Path file = folder.resolve("m.sdmvae");
        Vae model = PLAIN.withNote("a", "{\"x\":[null,1e-300,\"\\\"<>\\n\"]}").withNote("b", "[]");
        model.save(file);
        assertThat(Vae.load(file).notes()).isEqualTo(model.notes());
        assertThat(Vae.load(file).state()).isEqualTo(model.state());
    }

    @Test
    void largestNotes_canBeLoaded() throws IOException {
        Path file = folder.resolve("m.sdmvae");
        // An array of short lines grows most when it is indented further.
        String json = "[" + "1,".repeat(37_000) + "1]";
        PLAIN.withNote("n", json).save(file);
        assertThat(Vae.load(file).notes()).containsEntry("n", json);
    }

    @Test
    void modelWithoutNotes_hasNoMemberForThem() throws IOException {
        Path file = folder.resolve("m.sdmvae");
        PLAIN.save(file);
        assertThat(json(file)).doesNotContain("notes");
        Path noted = folder.resolve("n.sdmvae");
        PLAIN.withNote("a", "1").save(noted);
        assertThat(json(noted)).contains("\"notes\"");
        assertThat(Arrays.equals(Files.readAllBytes(file), Files.readAllBytes(noted)))
                .isFalse();
    }

    private static String json(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream in = zip.getInputStream(zip.getEntry("model.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{a:1}", "1 2", "null", "NaN", "'x'"})
    void invalidJson_isRefused(String json) {
        assertThatThrownBy(() -> PLAIN.withNote("n", json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("note 'n'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1a", "a b", "ä"})
    void invalidName_isRefused(String name) {
        assertThatThrownBy(() -> PLAIN.withNote(name, "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got '" + name + "'");
    }

    @Test
    void tooLong_isRefused() {
        String json = '"' + "x".repeat(Notes.MAX_BYTES) + '"';
        assertThatThrownBy(() -> PLAIN.withNote("n", json)).hasMessageContaining("at most 262144 bytes");
    }
}
