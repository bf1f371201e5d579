/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process without a folder for the native libraries, as in a container without a writable home. */
class NativeCacheTest {
    @TempDir
    Path folder;

    private String loaded(String... options) throws Exception {
        Path model = folder.resolve("model.sdmvae");
        Vae.untrained(ModelDefinition.builder().inputSize(4).latentSize(2).build())
                .save(model);
        ChildJava child = ChildJava.start(LoadingProgram.class, List.of(options), model.toString());
        String said = child.readAll();
        assertThat(child.process().waitFor()).isZero();
        return said;
    }

    @Test
    void noWritableHomeAndTemp_namesTheFoldersAndTheProperty() throws Exception {
        Path file = Files.writeString(folder.resolve("in-the-way"), "a file takes no folders, not even from root");
        assertThat(loaded("-Duser.home=" + file, "-Djava.io.tmpdir=" + file))
                .startsWith("EngineUnavailableException: ")
                .contains(file + "/.javacpp/cache/", "cannot be written to", "-Dorg.bytedeco.javacpp.cachedir=DIR")
                .doesNotContain("damaged", "no native libraries");
    }

    @Test
    void unwritableFolderOfTheProperty_isNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("in-the-way"), "a file");
        assertThat(loaded(
                        "-Dorg.bytedeco.javacpp.cachedir=" + file.resolve("cache"),
                        "-Duser.home=" + file,
                        "-Djava.io.tmpdir=" + file))
                .startsWith("EngineUnavailableException: ")
                .contains(file.resolve("cache").toString());
    }

    @Test
    void askingWhichEnginesThereAre_loadsNoNativeLibrary() throws Exception {
        // Loading one would fail here, as the other tests show.
        Path file = Files.writeString(folder.resolve("in-the-way"), "a file");
        ChildJava child = ChildJava.start(
                AskingProgram.class,
                List.of(
                        "-Dorg.bytedeco.javacpp.cachedir=" + file.resolve("cache"),
                        "-Duser.home=" + file,
                        "-Djava.io.tmpdir=" + file));
        String said = child.readAll();
        assertThat(child.process().waitFor()).isZero();
        assertThat(said).isEqualTo("cpu nd4j host elsewhere");
    }

    /** The child's main class. */
    static final class AskingProgram {
        private AskingProgram() {}

        public static void main(String[] arguments) {
            System.out.println(Engines.all().stream()
                    .filter(Engines.Choice::isAvailable)
                    .map(Engines.Choice::name)
                    .collect(java.util.stream.Collectors.joining(" ")));
        }
    }

    @Test
    void writableFolderOfTheProperty_isEnough() throws Exception {
        Path file = Files.writeString(folder.resolve("in-the-way"), "a file");
        assertThat(loaded(
                        "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache"),
                        "-Duser.home=" + file,
                        "-Djava.io.tmpdir=" + file))
                .isEqualTo("loaded");
    }

    /** The child's main class. */
    static final class LoadingProgram {
        private LoadingProgram() {}

        public static void main(String[] arguments) {
            try {
                Vae.load(Path.of(arguments[0])).encode(new float[1][4]);
                System.out.println("loaded");
            } catch (IOException | RuntimeException e) {
                System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
    }
}
