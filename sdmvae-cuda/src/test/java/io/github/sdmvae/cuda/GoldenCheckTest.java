/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.engine.host.HostEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worked cases of whole models, by the check that travels to a card. */
class GoldenCheckTest {
    private static final Path FILES = Path.of("..", "sdmvae-core", "src", "test", "resources", "golden");
    private static final Path ENHANCEMENT =
            Path.of("..", "sdmvae-audio", "src", "test", "resources", "enhancement.json");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"models.json, 12, 0", "dynamical.json, 19, 12", "masks.json, 11, 0"})
    void goldenCases_areMet(String file, int models, int parts) throws IOException {
        check(HostEngine.of(Precision.FLOAT64), FILES.resolve(file), models, parts, 1e-9);
        check(CpuEngine.shared(), FILES.resolve(file), models, parts, 1e-4);
        try (CudaEngine card = new CudaEngine(ShimDevice.ofCapability(75))) {
            check(card, FILES.resolve(file), models, parts, 1e-4);
        }
        assertThat(ShimLibrary.check()).as("written outside of memory").isEmpty();
    }

    @Test
    void stepsOfEnhancement_areMet() throws IOException {
        check(HostEngine.of(Precision.FLOAT64), ENHANCEMENT, 4, 0, 1e-9);
        check(CpuEngine.shared(), ENHANCEMENT, 4, 0, 1e-4);
        try (CudaEngine card = new CudaEngine(ShimDevice.ofCapability(75))) {
            check(card, ENHANCEMENT, 4, 0, 1e-4);
        }
        assertThat(ShimLibrary.check()).as("written outside of memory").isEmpty();
    }

    private static void check(Engine engine, Path file, int models, int parts, double tolerance) throws IOException {
        GoldenCheck.Summary summary = GoldenCheck.run(engine, file);
        assertThat(summary.outcomes())
                .hasSize(models)
                .allSatisfy(outcome -> assertThat(outcome.worst())
                        .as(engine.name() + " " + outcome)
                        .isLessThanOrEqualTo(tolerance));
        assertThat(summary.skipped()).hasSize(parts);
    }

    @Test
    void whatDiffers_isNamed() throws IOException {
        JsonObject file = JsonParser.parseString(Files.readString(FILES.resolve("models.json")))
                .getAsJsonObject();
        JsonArray latent = file.getAsJsonArray("cases").get(0).getAsJsonObject().getAsJsonArray("latent");
        JsonArray row = latent.get(1).getAsJsonArray();
        row.set(0, new com.google.gson.JsonPrimitive(row.get(0).getAsDouble() + 0.1));
        Path wrong = Files.writeString(folder.resolve("wrong.json"), file.toString());
        GoldenCheck.Summary summary = GoldenCheck.run(HostEngine.of(Precision.FLOAT64), wrong);
        assertThat(summary.outcomes().get(0).worst()).isGreaterThan(0.01);
        assertThat(summary.outcomes().get(0).where()).isEqualTo("latent");
        assertThat(summary.outcomes().get(1).worst()).isLessThan(1e-9);
    }
}
