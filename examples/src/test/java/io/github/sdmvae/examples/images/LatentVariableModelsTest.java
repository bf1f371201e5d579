/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.examples.Started;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentVariableModelsTest {
    @TempDir
    private Path folder = Path.of(".");

    @Test
    void generatedImages_fitAllModels() {
        Started started = Started.with(
                "LatentVariableModels", "--out", folder, "--points", 300, "--clusters", 3, "--components", 2);
        assertThat(started.err()).isEmpty();
        assertThat(started.status()).isZero();
        assertThat(started.out())
                .contains("| K-means |", "| Gaussian mixture, full |", "| PPCA, EM |", "Fitted to images, 300");
        for (String name : new String[] {"centres", "samples", "loadings", "spread"}) {
            assertThat(folder.resolve("pictures/" + name + ".png")).isNotEmptyFile();
        }
        assertThat(folder.resolve("table.md")).isNotEmptyFile();
    }

    @Test
    void codesOfAModel_areDecodedForPictures() throws IOException {
        Path file = folder.resolve("model.sdmvae");
        Vae.untrained(ModelDefinition.builder()
                        .inputSize(25)
                        .hidden(4)
                        .latentSize(3)
                        .likelihood(Likelihood.gaussian(1))
                        .build())
                .save(file);
        Started started = Started.with(
                "LatentVariableModels",
                "--model",
                file,
                "--out",
                folder,
                "--points",
                200,
                "--clusters",
                2,
                "--components",
                1);
        assertThat(started.err()).isEmpty();
        assertThat(started.out()).contains("Fitted to codes of " + file);
        assertThat(folder.resolve("pictures/centres.png")).isNotEmptyFile();
        assertThat(folder.resolve("pictures/spread.png")).doesNotExist();
    }

    @Test
    void componentsBeyondTheData_areRefused() {
        Started started = Started.with("LatentVariableModels", "--out", folder, "--points", 50, "--components", 99);
        assertThat(started.status()).isEqualTo(1);
        assertThat(started.err()).contains("99");
    }
}
