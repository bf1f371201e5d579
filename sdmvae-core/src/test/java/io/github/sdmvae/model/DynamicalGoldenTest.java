/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.nd4j.Nd4jEngine;
import io.github.sdmvae.mask.MaskGoldenCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Recurrent layers, γ updates along time, whole models of time and masks against worked cases computed independently: terms, codes,
 * outputs, γ and all gradients. Another file, of either form, is checked with {@code -Dgolden.dynamical=FILE}.
 */
class DynamicalGoldenTest {
    private static final double DOUBLE_TOLERANCE = 1e-9;
    private static final double SINGLE_TOLERANCE = 1e-4;

    /** How cases of a kind are checked; a further kind is one line. */
    private static final Map<String, GoldenKind> KINDS = Map.of(
            "cell", new GoldenTimeParts.Cell(),
            "layer", new GoldenTimeParts.Layer(),
            "gamma", new GoldenTimeParts.Gamma(),
            "model", new GoldenTimeModel(),
            "mask", MaskGoldenCheck::check);

    /** The project's own files. */
    private static final List<String> FILES = List.of("/golden/dynamical.json", "/golden/masks.json");

    /** Checks the cases of one kind. */
    interface GoldenKind {

        /** Why the library cannot compute a case; empty if it can. */
        default Optional<String> obstacle(JsonObject golden) {
            return Optional.empty();
        }

        /** Computes a case on every engine and compares. */
        void check(SoftAssertions softly, JsonObject golden);
    }

    /** Checks the cases of one kind in the same way on every engine. */
    interface PerEngine extends GoldenKind {

        /** Computes a case and compares. */
        void check(JsonObject golden, KernelEngine engine, GoldenComparison compare);

        @Override
        default void check(SoftAssertions softly, JsonObject golden) {
            check(softly, golden, HostEngine.of(Precision.FLOAT64), DOUBLE_TOLERANCE);
            check(softly, golden, Nd4jEngine.of(Precision.FLOAT64), DOUBLE_TOLERANCE);
            check(softly, golden, HostEngine.of(Precision.FLOAT32), SINGLE_TOLERANCE);
            check(softly, golden, CpuEngine.shared(), SINGLE_TOLERANCE);
        }

        private void check(SoftAssertions softly, JsonObject golden, KernelEngine engine, double tolerance) {
            String name = golden.get("name").getAsString() + " " + engine.name() + " " + engine.precision();
            check(golden, engine, new GoldenComparison(softly, name, tolerance));
        }
    }

    @Test
    void goldenCases_areMetOnEveryEngine() throws IOException {
        List<String> skipped = new ArrayList<>();
        SoftAssertions softly = new SoftAssertions();
        int checked = 0;
        for (JsonObject golden : cases()) {
            Optional<String> obstacle = obstacle(golden);
            if (obstacle.isPresent()) {
                skipped.add(golden.get("name").getAsString() + ": " + obstacle.get());
            } else {
                Objects.requireNonNull(KINDS.get(golden.get("kind").getAsString()))
                        .check(softly, golden);
                checked++;
            }
        }
        System.out.println("golden dynamical: checked " + checked + ", skipped " + skipped.size()
                + (skipped.isEmpty() ? "" : " (" + String.join("; ", skipped) + ")"));
        softly.assertAll();
        assertThat(checked).as("checkable cases in the file").isPositive();
        if (System.getProperty("golden.dynamical") == null) {
            assertThat(skipped).as("cases of the project's own files left out").isEmpty();
        }
    }

    private static Optional<String> obstacle(JsonObject golden) {
        String kind = golden.get("kind").getAsString();
        GoldenKind found = KINDS.get(kind);
        return found == null ? Optional.of("no kind '" + kind + "'") : found.obstacle(golden);
    }

    private static List<JsonObject> cases() throws IOException {
        List<JsonObject> cases = new ArrayList<>();
        String file = System.getProperty("golden.dynamical");
        if (file != null) {
            try (Reader reader = Files.newBufferedReader(Path.of(file))) {
                add(reader, cases);
            }
            return cases;
        }
        for (String name : FILES) {
            try (InputStream resource = Objects.requireNonNull(DynamicalGoldenTest.class.getResourceAsStream(name));
                    Reader reader = new InputStreamReader(resource, StandardCharsets.UTF_8)) {
                add(reader, cases);
            }
        }
        return cases;
    }

    private static void add(Reader reader, List<JsonObject> cases) {
        for (JsonElement golden :
                JsonParser.parseReader(reader).getAsJsonObject().getAsJsonArray("cases")) {
            cases.add(golden.getAsJsonObject());
        }
    }
}
