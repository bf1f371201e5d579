/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.network.Activation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts of kernels compile for cards, where nvcc is there to say so. */
class KernelTextTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> textsAndCards() {
        return Stream.of(75, 90).flatMap(card -> texts(card).map(text -> Arguments.of(text, "sm_" + card)));
    }

    static Stream<Arguments> otherCards() {
        return texts(80).map(text -> Arguments.of(text, "sm_80"));
    }

    private static Stream<KernelText> texts(int card) {
        Stream<KernelText> all = Stream.of(
                KernelText.LAYERS,
                KernelText.NOISE,
                KernelText.CODE,
                KernelText.LIKELIHOOD,
                KernelText.UPDATE,
                KernelText.SEQUENCES,
                KernelText.MASKS,
                KernelText.TIME,
                KernelText.ATOMS,
                KernelText.MIXTURE);
        KernelText common = new CommonShape.Sizes(65, 24, 12, 8, 24, true, Activation.TANH).text();
        return card < 90 ? all : Stream.concat(all, Stream.of(common));
    }

    @ParameterizedTest
    @MethodSource("otherCards")
    @Tag("slow")
    void text_compilesForOtherCards(KernelText text, String card) throws IOException, InterruptedException {
        text_compiles(text, card);
    }

    @ParameterizedTest
    @MethodSource("textsAndCards")
    void text_compiles(KernelText text, String card) throws IOException, InterruptedException {
        Assumptions.assumeTrue(ShimLibrary.run(List.of("nvcc", "--version")).isEmpty(), "there is no nvcc");
        Path source = folder.resolve(text.file());
        Files.writeString(source, text.complete(), StandardCharsets.UTF_8);
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        "nvcc",
                        "-cubin",
                        "-std=c++17",
                        "-arch=" + card,
                        "-Werror",
                        "all-warnings",
                        source.toString(),
                        "-o",
                        folder.resolve("out.cubin").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    @Test
    void completeText_includesEveryFileOnce_andTheShimNever() {
        String text = KernelText.NOISE.complete();
        assertThat(text).containsOnlyOnce("struct State {").containsOnlyOnce("DEV double fd_log");
        assertThat(text).doesNotContain("#include");
    }

    @Test
    void constants_standAtTheTop() {
        assertThat(new KernelText("layers.cu", List.of("A=1", "B=2")).complete())
                .startsWith("#define A 1\n#define B 2\n");
    }
}
