/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.metrics.SiSdr;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveLoopTest {
    @TempDir
    private Path folder = Path.of(".");

    @Test
    void recording_goesThroughTheModelBlockByBlock() throws IOException {
        Vae vae = Vae.untrained(
                ModelDefinition.builder().inputSize(513).hidden(8).latentSize(4).build());
        SpeechModel model = SpeechModel.of(vae, SpeechFrontEnd.of(SpeechOptions.defaults()));
        Path file = folder.resolve("m.sdmvae");
        model.save(file);
        double[] tone = new double[16000];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = 0.3 * Math.sin(0.2 * i);
        }
        Path in = folder.resolve("in.wav");
        AudioClip.of(tone, 16000).writeWav16(in);
        Path out = folder.resolve("out.wav");
        Started started = Started.with("LiveLoop", out, "--model", file, "--in", in);
        assertThat(started.err()).isEmpty();
        assertThat(started.status()).isZero();
        double[] resynthesis =
                model.resynthesise(model.frontEnd().load(in)).sound().samples();
        double[] written = AudioClip.read(out).samples();
        // The level may be lowered, for 16 bits; ends differ, where a live coder knows nothing of what comes.
        double[] expected = Arrays.copyOfRange(resynthesis, 1024, 14000);
        assertThat(SiSdr.of(expected, Arrays.copyOfRange(written, 1024, 14000))).isGreaterThan(50);
        assertThat(started.out()).contains("66 blocks of 256 samples (16.0 ms)", "latency: 768 samples", "64.0 ms");
        assertThat(AudioClip.read(out).length()).isEqualTo(16000);
        assertThat(Started.with("LiveLoop", out, "--seconds", "0").status()).isEqualTo(2);
    }
}
