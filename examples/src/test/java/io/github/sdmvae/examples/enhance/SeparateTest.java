/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.examples.Started;
import io.github.sdmvae.examples.TinySpeech;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeparateTest {
    @TempDir
    Path folder;

    @Test
    void sources_becomeFiles_thatAddUp() throws IOException {
        Path both = folder.resolve("both.wav");
        TinySpeech.write(both, 1.1, 5);
        Path anna = TinyModel.write(folder.resolve("a.sdmvae"), 1);
        Path ben = TinyModel.write(folder.resolve("b.sdmvae"), 2);
        Path out = folder.resolve("out");
        Started done = Started.with(
                "Separate",
                out,
                both,
                "--source",
                "anna=" + anna,
                "--source",
                "ben=" + ben,
                "--method",
                "mh",
                "--iterations",
                3);
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.out()).contains("anna, written: ", "ben, written: ", "what is left, written: ");
        double[] mixture = AudioClip.read(both).samples();
        double[] sum = new double[mixture.length];
        for (String name : new String[] {"anna", "ben", "rest"}) {
            double[] part = AudioClip.read(out.resolve(name + ".wav")).samples();
            for (int t = 0; t < sum.length; t++) {
                sum[t] += part[t];
            }
        }
        for (int t = 0; t < sum.length; t++) {
            assertThat(sum[t]).isCloseTo(mixture[t], within(1e-4));
        }
    }

    @Test
    void senselessSources_areRefused() throws IOException {
        Path model = TinyModel.write(folder.resolve("a.sdmvae"));
        Path both = folder.resolve("both.wav");
        TinySpeech.write(both, 1.1, 5);
        Started one = Started.with("Separate", folder, both, "--source", "anna=" + model);
        assertThat(one.status()).isEqualTo(1);
        assertThat(one.err()).contains("at least two sources, got [anna]");
        Started path = Started.with("Separate", folder, both, "--source", "../a=" + model, "--source", "b=" + model);
        assertThat(path.status()).isEqualTo(1);
        assertThat(path.err()).contains("becomes a file", "got ../a");
    }
}
