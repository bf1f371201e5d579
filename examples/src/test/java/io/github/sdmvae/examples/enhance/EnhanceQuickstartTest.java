/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.enhance.Enhancement;
import io.github.sdmvae.audio.enhance.Enhancer;
import io.github.sdmvae.audio.enhance.PosteriorMethod;
import io.github.sdmvae.metrics.SiSdr;
import io.github.sdmvae.pretrained.Pretrained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnhanceQuickstartTest {
    private static final String BEGIN = "        // quickstart: begin";
    private static final String END = "        // quickstart: end";

    @Test
    void quickstart_cleansTheBundledRecording(@TempDir Path folder) throws IOException {
        EnhanceQuickstart.main(folder.toString());
        double[] clean = NoisyExample.clean().samples();
        double[] noisy = AudioClip.read(NoisyExample.file()).samples();
        double[] found = AudioClip.read(folder.resolve("clean.wav")).samples();
        assertThat(SiSdr.strict(clean, found)).isGreaterThan(SiSdr.strict(clean, noisy) + 3);
    }

    /** Nothing above 4 kHz: the model's prior contradicts that in every frame, and must not lose the voice over it. */
    @Test
    void telephoneRecording_isCleanedToo() throws IOException {
        AudioClip noisy = AudioClip.read(NoisyExample.file()).resample(8000);
        double[] clean = NoisyExample.clean().resample(8000).samples();
        for (PosteriorMethod method : List.of(
                PosteriorMethod.variational(),
                PosteriorMethod.metropolisHastings(),
                PosteriorMethod.pointEstimate(),
                PosteriorMethod.fixedEncoder())) {
            Enhancement result = Enhancer.builder(Pretrained.speech16k())
                    .method(method)
                    .iterations(10)
                    .build()
                    .enhance(noisy);
            assertThat(result.notes()).anyMatch(note -> note.contains("nothing above 38"));
            assertThat(SiSdr.of(clean, result.speech().samples()))
                    .as(method.toString())
                    .isGreaterThan(SiSdr.of(clean, noisy.samples()) + 3);
        }
    }

    @Test
    void quickstart_isFiveLines() throws IOException {
        Path source = NoisyExample.file()
                .resolveSibling("src/main/java/io/github/sdmvae/examples/enhance/EnhanceQuickstart.java");
        List<String> lines = Files.readAllLines(source);
        assertThat(lines.indexOf(END) - lines.indexOf(BEGIN) - 1).isEqualTo(5);
    }
}
