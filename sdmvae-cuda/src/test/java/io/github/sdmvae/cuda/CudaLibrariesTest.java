/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.engine.EngineUnavailableException;
import io.github.sdmvae.engine.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is missing is said by its name, without loading anything. */
class CudaLibrariesTest {
    private static final List<String> LIBRARIES =
            List.of("libcuda.so.1", "libcudart.so.13", "libcublasLt.so.13", "libcublas.so.13", "libnvrtc.so.13");

    @TempDir
    private Path folder;

    @AfterEach
    void forget() {
        System.clearProperty("sdmvae.engine");
        System.clearProperty("sdmvae.cuda.libraries");
    }

    private static void requireLinux() {
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "file names and natives of Linux on x86-64");
    }

    @Test
    void engineIsFound_andItsAbsenceHasACause() {
        requireLinux();
        Engines.Choice cuda = Engines.all().stream()
                .filter(choice -> choice.name().equals("cuda"))
                .findFirst()
                .orElseThrow();
        assertThat(cuda.rank()).isGreaterThan(100);
        Assumptions.assumeFalse(cuda.isAvailable(), "this machine has what it needs");
        assertThat(cuda.obstacle()).containsAnyOf("no driver of NVIDIA", "no cuBLAS", "no NVRTC", "no CUDA runtime");
        System.setProperty("sdmvae.engine", "cuda");
        assertThatThrownBy(Engines::standard)
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("'cuda' cannot be had")
                .hasMessageContaining(cuda.obstacle());
        assertThatThrownBy(CudaEngine::open).hasMessageContaining(cuda.obstacle());
        System.clearProperty("sdmvae.engine");
        assertThat(Engines.standard().name()).isEqualTo("cpu");
    }

    @Test
    void cardThatDoesNotAnswer_isPassedOver_andAnErrorOnlyWhereItWasAskedFor() {
        for (int i = 0; i < 3; i++) {
            assertThat(Engines.standard().name()).isNotEqualTo("silent");
        }
        assertThat(SilentCardProvider.asked).as("looks at the card").isEqualTo(1);
        assertThatThrownBy(() -> Engines.named("silent"))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessage("no card answers");
    }

    @Test
    void everyMissingLibrary_isNamed() throws IOException {
        requireLinux();
        CudaLibraries libraries = new CudaLibraries(List.of(folder));
        for (String library : LIBRARIES) {
            assertThat(libraries.obstacle())
                    .as("without %s", library)
                    .hasValueSatisfying(why -> assertThat(why).contains(library));
            Files.createFile(folder.resolve(library));
        }
        assertThat(libraries.obstacle()).isEmpty();
    }

    @Test
    void twoVersionsOfThePresets_areRefusedNamingBoth() {
        assertThat(CudaLibraries.conflict(Set.of(CudaLibraries.PRESETS))).isEmpty();
        assertThat(CudaLibraries.conflict(Set.of(CudaLibraries.PRESETS, "11.6-8.3-1.5.7")))
                .hasValueSatisfying(why ->
                        assertThat(why).contains("11.6-8.3-1.5.7", CudaLibraries.PRESETS, "nd4j-cuda-11.6", "beside"));
        assertThat(CudaLibraries.conflict(Set.of("11.6-8.3-1.5.7")))
                .hasValueSatisfying(why -> assertThat(why).contains("instead of"));
        assertThat(CudaLibraries.conflict(Set.of())).isEmpty();
    }

    @Test
    void places_areThoseThatTheEnvironmentNames_andPyTorchs() throws IOException {
        requireLinux();
        Path torch = Files.createDirectories(folder.resolve("lib/python3.11/site-packages/nvidia/cu13/lib"));
        System.setProperty("sdmvae.cuda.libraries", "/first:/second");
        List<Path> places =
                CudaLibraries.places(Map.of("LD_LIBRARY_PATH", "/third::/fourth", "VIRTUAL_ENV", folder.toString()));
        assertThat(places).startsWith(Path.of("/first"), Path.of("/second"), Path.of("/third"), Path.of("/fourth"));
        assertThat(places).contains(torch);
    }

    /** Files of the right names that are no libraries: found, not loaded, and said so. */
    @Test
    void libraryThatCannotBeLoaded_isSaidWithItsName() throws IOException {
        requireLinux();
        for (String library : LIBRARIES) {
            Files.writeString(folder.resolve(library), "not a library");
        }
        assertThatThrownBy(() -> new CudaLibraries(List.of(folder)).load())
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("libcuda.so.1");
    }

    @Test
    void errorsOfTheDriver_sayWhatToDo() {
        assertThat(CudaException.of("adam", 719, "cudaErrorLaunchFailure", "unspecified launch failure"))
                .hasMessageContaining("adam: unspecified launch failure (cudaErrorLaunchFailure, 719)")
                .hasMessageContaining("checkpoints on disk are whole");
        assertThat(CudaException.of("a stream", 2, "cudaErrorMemoryAllocation", "out of memory"))
                .hasMessageContaining("Another process");
        assertThat(CudaException.of("a stream", 1, "cudaErrorInvalidValue", "invalid argument")
                        .getMessage())
                .isEqualTo("a stream: invalid argument (cudaErrorInvalidValue, 1)");
        assertThat(CudaException.of("counting the cards", 35, "cudaErrorInsufficientDriver", "too old"))
                .hasMessageContaining("install 580 or newer");
        assertThat(CudaException.of("a stream", 46, "cudaErrorDevicesUnavailable", "busy or unavailable"))
                .hasMessageContaining("Another process has the card for itself")
                .hasMessageContaining("checkpoints on disk are whole");
    }

    @Test
    void cards_areSaidInALine_andThoseTooOldOrTooFullWithFigures() {
        assertThat(new DeviceFacts("V100", 7, 0, 80, 16_000_000_000L, 96 << 10, 13_000).obstacle())
                .hasValueSatisfying(why -> assertThat(why).contains("V100, compute capability 7.0", "below", "7.5"));
        DeviceFacts card = new DeviceFacts("T4", 7, 5, 40, 16_000_000_000L, 64 << 10, 13_010);
        assertThat(CudaException.noMemory("an array", 20_000_000_000L, 1_500_000L, card))
                .hasMessageContaining("an array needs 20000.0 MB, 1.5 of 16000.0 MB are free on T4");
        assertThat(card).hasToString("T4, compute capability 7.5, 16.0 GB, driver for CUDA 13.1");
        assertThat(card.architecture()).isEqualTo("sm_75");
        assertThat(card.hasClusters()).isFalse();
        assertThat(card.obstacle()).isEmpty();
    }
}
