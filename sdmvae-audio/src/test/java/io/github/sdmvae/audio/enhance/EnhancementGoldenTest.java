/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.engine.nd4j.Nd4jEngine;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Worked cases of enhancement and separation, computed independently: single steps and whole iterations in double precision,
 * single steps in single. Another file of the same form is checked with {@code -Dgolden.enhancement=FILE}.
 */
class EnhancementGoldenTest {
    private static final double DOUBLE_TOLERANCE = 1e-9;
    private static final double SINGLE_TOLERANCE = 1e-4;

    private final JsonObject json;
    private final Map<String, GoldenModel> models = new LinkedHashMap<>();

    EnhancementGoldenTest() throws IOException {
        try (Reader reader = reader()) {
            json = JsonParser.parseReader(reader).getAsJsonObject();
        }
        JsonObject given = json.getAsJsonObject("models");
        given.keySet().forEach(name -> models.put(name, GoldenModel.read(given.getAsJsonObject(name))));
    }

    private static Reader reader() throws IOException {
        String file = System.getProperty("golden.enhancement");
        if (file != null) {
            return Files.newBufferedReader(Path.of(file));
        }
        return new InputStreamReader(
                Objects.requireNonNull(EnhancementGoldenTest.class.getResourceAsStream("/enhancement.json")),
                StandardCharsets.UTF_8);
    }

    @Test
    void goldenCases_areMet() {
        int checked = 0;
        for (Engine engine : List.of(HostEngine.of(Precision.FLOAT64), Nd4jEngine.of(Precision.FLOAT64))) {
            checked += steps(engine, DOUBLE_TOLERANCE) + fits(engine);
        }
        for (Engine engine :
                List.of(HostEngine.of(Precision.FLOAT32), Nd4jEngine.of(Precision.FLOAT32), CpuEngine.shared())) {
            checked += steps(engine, SINGLE_TOLERANCE);
        }
        System.out.println("golden enhancement: checked " + checked);
        assertThat(checked).isPositive();
    }

    private int steps(Engine engine, double tolerance) {
        Golden golden = new Golden(tolerance);
        JsonObject steps = json.getAsJsonObject("steps");
        for (String name : steps.keySet()) {
            new GoldenSteps(
                            engine.name() + " " + engine.precision() + " " + name,
                            steps.getAsJsonObject(name),
                            json.getAsJsonObject("mixture"),
                            Objects.requireNonNull(models.get(name)),
                            engine,
                            golden)
                    .check();
        }
        return golden.finish();
    }

    /** In one tile, and in tiles of which the last is padded. */
    private int fits(Engine engine) {
        Golden golden = new Golden(DOUBLE_TOLERANCE);
        JsonObject mixture = json.getAsJsonObject("mixture");
        double[] power = Golden.flat(mixture.get("power"));
        int frames = mixture.getAsJsonArray("power").size();
        for (int i = 0; i < power.length; i++) {
            power[i] = Math.max(power[i], 1e-10);
        }
        for (String kind : List.of("em", "separation")) {
            for (JsonElement each : json.getAsJsonArray(kind)) {
                JsonObject one = each.getAsJsonObject();
                for (int tileRows : new int[] {frames, 2}) {
                    String name = engine.name() + " " + kind + " " + one.get("method") + one.get("models") + tileRows;
                    new GoldenFit(one, models, power, frames, engine, tileRows).check(name, golden);
                }
            }
        }
        return golden.finish();
    }
}
