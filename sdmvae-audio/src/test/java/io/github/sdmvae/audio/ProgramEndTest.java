/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that has used the library must end when its main method does, and the FFT must start no threads. */
class ProgramEndTest {
    @TempDir
    Path folder;

    /** Sizes from 8192 on are those for which the FFT library would start threads: powers of two, mixed and prime. */
    public static void main(String[] args) throws Exception {
        for (int n : new int[] {16384, 20000, 16411, 131072}) {
            Stft stft = Stft.of(new StftConfig(Window.sine(n), n / 4, StftConfig.Padding.ZEROS));
            stft.inverse(stft.forward(TestAudio.noise(2 * n, 1)));
        }
        Path file = Path.of(args[0], "train", "a.wav");
        Files.createDirectories(file.resolveSibling("."));
        AudioClip.of(TestAudio.noise(5000, 1), 16000).writeWav16(file);
        SpeechFolder.open(Path.of(args[0]), SpeechOptions.defaults()).frames(SpeechFolder.Part.TRAIN);
        long left = Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("pool-") || (!t.isDaemon() && t != Thread.currentThread()))
                .filter(t -> !t.getName().equals("DestroyJavaVM"))
                .count();
        System.out.write(("threads left: " + left).getBytes(StandardCharsets.US_ASCII));
        System.out.flush();
    }

    @Test
    void program_endsAfterLongTransforms() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProgramEndTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        boolean ended = child.waitFor(40, TimeUnit.SECONDS);
        child.destroyForcibly();
        assertThat(ended).as("the program must end by itself").isTrue();
        assertThat(folder.resolve("output")).hasContent("threads left: 0");
        assertThat(child.exitValue()).isZero();
    }
}
