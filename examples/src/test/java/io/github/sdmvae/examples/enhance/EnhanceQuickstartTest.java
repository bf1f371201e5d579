/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.metrics.SiSdr;
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

    @Test
    void quickstart_isFiveLines() throws IOException {
        Path source = NoisyExample.file()
                .resolveSibling("src/main/java/io/github/sdmvae/examples/enhance/EnhanceQuickstart.java");
        List<String> lines = Files.readAllLines(source);
        assertThat(lines.indexOf(END) - lines.indexOf(BEGIN) - 1).isEqualTo(5);
    }
}
