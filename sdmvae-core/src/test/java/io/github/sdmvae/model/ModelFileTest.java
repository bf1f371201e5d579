/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.file.FileFormatException.Reason;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Trainer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    private static final Frames DATA = TestParts.speechLike(200, 12, 1);
    private static Vae trained;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() {
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(12)
                .hidden(6)
                .dictionary(Dictionary.dct(3, 5))
                .seed(42)
                .build();
        trained = Trainer.builder()
                .epochs(2)
                .batchSize(50)
                .build()
                .fit(definition, DATA, DATA)
                .model();
    }

    @Test
    void savedModel_isReadBackToTheLastBit() throws IOException {
        Path file = folder.resolve("model.sdmvae");
        trained.save(file);
        Vae read = Vae.load(file);
        assertThat(read.definition()).isEqualTo(trained.definition());
        assertThat(read.state()).isEqualTo(trained.state());
        float[][] x = TestParts.rows(DATA, 40);
        assertThat(read.reconstruct(x)).isDeepEqualTo(trained.reconstruct(x));
        assertThat(read.generate(5, 3)).isDeepEqualTo(trained.generate(5, 3));
    }

    @Test
    void trainedBound_isSavedWithTheModel() throws IOException {
        ElboStrategy strategy = ElboStrategy.importanceWeighted(3).withBeta(BetaSchedule.warmUp(9, 0.5));
        Vae model = Trainer.builder()
                .epochs(1)
                .elbo(strategy)
                .build()
                .fit(trained.definition(), DATA)
                .model();
        Path file = folder.resolve("weighted.sdmvae");
        model.save(file);
        Vae read = Vae.load(file);
        assertThat(read.state()).isEqualTo(model.state());
        assertThat(read.state().elbo()).isEqualTo(strategy.forValidation());
        assertThat(read.evaluate(DATA)).isEqualTo(model.evaluate(DATA));
        String bound =
                "\"bound\": {\n    \"divergence\": \"IMPORTANCE_WEIGHTED\",\n    \"samples\": 3,\n    \"beta\": 0.5";
        assertThat(json(file)).contains(bound);
        edit(file, text -> text.replace("\"samples\": 3,\n    \"beta\"", "\"samples\": 0,\n    \"beta\""));
        assertThatThrownBy(() -> Vae.load(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("samples must be in 1..10000, got 0");
        trained.save(file);
        assertThat(json(file)).doesNotContain("\"bound\"");
        assertThat(Vae.load(file).state().elbo()).isEqualTo(ElboStrategy.asPublished());
    }

    @Test
    void namesOfDivergencesInFiles_areFrozen() {
        assertThat(ElboStrategy.Divergence.values())
                .extracting(Enum::name)
                .containsExactly("CLOSED_FORM", "SAMPLED", "AS_PUBLISHED", "IMPORTANCE_WEIGHTED");
    }

    private static String json(Path file) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            return Files.readString(zip.getPath("model.json"), StandardCharsets.UTF_8);
        }
    }

    private static void edit(Path file, UnaryOperator<String> change) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Path json = zip.getPath("model.json");
            Files.writeString(json, change.apply(Files.readString(json, StandardCharsets.UTF_8)));
        }
    }

    @Test
    void sameModel_givesTheSameBytes() throws IOException {
        trained.save(folder.resolve("a"));
        trained.save(folder.resolve("b"));
        assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
    }

    @Test
    void everyDefinition_isReadBack() throws IOException {
        double[][] given = {{1, 2}, {-1, 3}, {0.3, 0.1}};
        List<ModelDefinitionBuilder> builders = List.of(
                base().prior(Prior.standardNormal()).likelihood(Likelihood.bernoulli()),
                base().likelihood(Likelihood.complexGaussian(0, Double.POSITIVE_INFINITY)),
                base().likelihood(Likelihood.gaussian(0.25)).activation(Activation.RELU),
                base().likelihood(Likelihood.gaussianLearnedVariance()).hidden(),
                base().dictionary(Dictionary.dctWithConstant(3, 3)).hidden(7, 5),
                base().dictionary(Dictionary.of(given)).encoderHidden(4).decoderHidden(3, 9));
        for (ModelDefinitionBuilder builder : builders) {
            Vae model = Vae.untrained(builder.build());
            Path file = folder.resolve("model");
            model.save(file);
            ModelDefinition read = Vae.load(file).definition();
            if (model.definition().dictionary().kind() == Dictionary.Kind.GIVEN) {
                read = read.toBuilder()
                        .dictionary(model.definition().dictionary())
                        .build();
            }
            assertThat(read).isEqualTo(model.definition());
        }
    }

    private static ModelDefinitionBuilder base() {
        return ModelDefinition.builder().inputSize(5).hidden(4).latentSize(3);
    }

    @Test
    void everyGammaUpdate_isReadBack() throws IOException {
        for (GammaUpdate gamma : List.of(
                GammaUpdate.closedForm(),
                GammaUpdate.inverseGamma(1.5, 0.25),
                GammaUpdate.shared(0.9),
                GammaUpdate.fixed(2))) {
            ModelState state = ModelState.of(
                    ModelState.initial(base().build()).parameters(),
                    gamma,
                    new float[] {1, 2, 3, 1},
                    new float[] {4, 5, 6},
                    Provenance.now("here", java.util.Map.of("epochs", "3")));
            Vae.of(base().build(), state).save(folder.resolve("model"));
            assertThat(Vae.load(folder.resolve("model")).state()).isEqualTo(state);
        }
    }

    @Test
    void customParts_areFoundByNameOrAskedFor() throws IOException {
        ModelDefinition definition = base().prior(Prior.custom(new TestParts.LogCoshPrior()))
                .likelihood(Likelihood.custom(new TestParts.LaplaceLikelihood()))
                .build();
        Path file = folder.resolve("model");
        Vae.untrained(definition).save(file);
        Extensions extensions =
                Extensions.none().with(new TestParts.LogCoshPrior()).with(new TestParts.LaplaceLikelihood());
        assertThat(Vae.load(file, extensions).definition().prior().name()).isEqualTo("log-cosh");
        assertThat(failure(file).reason()).isEqualTo(Reason.MISSING_EXTENSION);
        assertThat(failure(file)).hasMessageContaining("'log-cosh'");
    }

    @Test
    void truncatedFile_isSaidToBeTruncatedOrDamaged() throws IOException {
        Path file = folder.resolve("model");
        trained.save(file);
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length += Math.max(1, bytes.length / 97)) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThat(failure(file).reason()).as("%d bytes", length).isEqualTo(Reason.TRUNCATED);
        }
    }

    @Test
    void changedBytes_neverLoadSilently() throws IOException {
        Path file = folder.resolve("model");
        trained.save(file);
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(1);
        for (int trial = 0; trial < 300; trial++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, changed);
            try {
                // Some bytes of a zip carry nothing (times, flags): what loads must be the same model.
                assertThat(Vae.load(file).state().parameters())
                        .isEqualTo(trained.state().parameters());
            } catch (ModelFormatException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void foreignFiles_areCalledSo() throws IOException {
        Path file = folder.resolve("other");
        Files.writeString(file, "RIFF, or anything else");
        assertThat(failure(file).reason()).isEqualTo(Reason.FOREIGN);
        writeZip(file, "readme.txt", "hello");
        assertThat(failure(file).reason()).isEqualTo(Reason.FOREIGN);
        writeZip(file, "model.json", "{\"format\": \"something\"}");
        assertThat(failure(file).reason()).isEqualTo(Reason.FOREIGN);
        writeZip(file, "model.json", "[[[");
        assertThat(failure(file).reason()).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void newerFormat_asksForANewerLibrary() throws IOException {
        Path file = folder.resolve("model");
        writeZip(file, "model.json", "{\"format\": \"sdmvae-model\", \"formatVersion\": 99}");
        assertThat(failure(file).reason()).isEqualTo(Reason.NEWER);
        assertThat(failure(file)).hasMessageContaining("99");
    }

    @Test
    void missingOrMisshapenArrays_areDamage() throws IOException {
        Path file = folder.resolve("model.zip");
        trained.save(file);
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Files.delete(zip.getPath("encoder.0.weight.npy"));
        }
        assertThat(failure(file)).hasMessageContaining("encoder.0.weight.npy: it is missing");
        trained.save(file);
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Files.copy(
                    zip.getPath("encoder.0.bias.npy"),
                    zip.getPath("decoder.1.bias.npy"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(failure(file)).hasMessageContaining("decoder.1.bias.npy: its shape should be [12], it is [6]");
    }

    @Test
    void missingFile_saysSo() {
        assertThatThrownBy(() -> Vae.load(folder.resolve("nothing")))
                .isInstanceOf(java.nio.file.NoSuchFileException.class)
                .hasMessageContaining("no such model file");
    }

    @Test
    void failedSave_leavesTheOldFileAndNoLitter() throws IOException {
        Path file = folder.resolve("model");
        trained.save(file);
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> trained.save(folder.resolve("no/such/folder/model")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("create it first");
        assertThatThrownBy(() -> io.github.sdmvae.file.AtomicFile.write(file, out -> {
                    out.write(1);
                    throw new IOException("disk full");
                }))
                .hasMessage(file + ": cannot be written: disk full");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    private ModelFormatException failure(Path file) {
        return catchThrowableOfType(ModelFormatException.class, () -> Vae.load(file));
    }

    private static void writeZip(Path file, String name, String content) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }
}
