/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.fuzz.FuzzReport;
import io.github.sdmvae.fuzz.Fuzzer;
import io.github.sdmvae.fuzz.ZipMutator;
import io.github.sdmvae.prior.Prior;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged model files; a long run like that of {@code DataFuzzTest}. */
class ModelFuzzTest {
    @TempDir
    Path folder;

    @Test
    void model_answersAsDocumented() throws Exception {
        List<byte[]> seeds = new ArrayList<>();
        for (Prior prior :
                List.of(Prior.learnedVariance(), Prior.gaussianMixture(0.7, 0.1, 1), Prior.pseudoInputs(0.5, 3))) {
            boolean sparse = prior.equals(Prior.learnedVariance());
            ModelDefinitionBuilder builder =
                    ModelDefinition.builder().inputSize(4).hidden(3);
            ModelDefinition definition = (sparse
                            ? builder.dictionary(Dictionary.random(2, 3, 1))
                            : builder.latentSize(2))
                    .prior(prior)
                    .build();
            Path file = folder.resolve("seed.sdmvae");
            Vae.untrained(definition).save(file);
            seeds.add(Files.readAllBytes(file));
        }
        FuzzReport report = Fuzzer.run(
                "model",
                seeds,
                new ZipMutator(),
                file -> 4L * Vae.load(file).state().parameters().length,
                2000);
        assertThat(report.findings()).isEmpty();
        assertThat(report.read()).isPositive();
    }
}
