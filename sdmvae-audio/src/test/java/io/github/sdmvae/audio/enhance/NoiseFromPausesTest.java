/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.Channels;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.VoiceActivity;
import io.github.sdmvae.prior.Prior;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoiseFromPausesTest {
    private static final int RATE = 8000;
    private static final SpeechModel MODEL = SmallSpeech.model(Prior.standardNormal(), 1);

    @TempDir
    private Path folder = Path.of(".");

    /** A word in white noise, with a pause before and behind it. */
    private static AudioClip word() {
        Random random = new Random(3);
        double[] samples = new double[2 * RATE];
        for (int t = 0; t < samples.length; t++) {
            samples[t] = 0.05 * random.nextGaussian();
            for (int h = 1; h <= 20 && t >= RATE / 2 && t < RATE * 3 / 2; h++) {
                samples[t] += 0.04 * Math.sin(2 * Math.PI * 140 * h * t / RATE + h * h);
            }
        }
        return AudioClip.of(samples, RATE);
    }

    private static Enhancer enhancer(NoiseModel noise) {
        return Enhancer.builder(MODEL)
                .noise(noise)
                .method(PosteriorMethod.fixedEncoder())
                .iterations(3)
                .threads(1)
                .build();
    }

    @Test
    void pauses_areWhatTheNoiseIsLearnedFrom_ofClipsAndFiles() throws IOException {
        Path in = folder.resolve("in.wav");
        word().normalisePeak(0.5).writeWavFloat(in);
        AudioClip word = AudioClip.read(in);
        AudioClip pauses = VoiceActivity.of(word).noise(0.5).orElseThrow();
        double[] expected = enhancer(NoiseModel.learnedFrom(pauses, 3).withFreeComponents(2))
                .enhance(word)
                .speech()
                .samples();
        NoiseModel noise = NoiseModel.fromPauses(3).withFreeComponents(2);
        assertThat(enhancer(noise).enhance(word).speech().samples()).isEqualTo(expected);
        Path out = folder.resolve("out.wav");
        enhancer(noise).enhance(in, out, new FileChoices(Channels.undecided(), true, null));
        double[] written = AudioClip.read(out).samples();
        for (int t = 0; t < written.length; t++) {
            assertThat((float) written[t]).isEqualTo((float) expected[t]);
        }
    }

    @Test
    void withoutPauses_allComponentsAreFound() {
        AudioClip word = word();
        AudioClip tooShort = AudioClip.of(Arrays.copyOf(word.samples(), RATE * 2 / 5), RATE);
        AudioClip lowRate = SmallSpeech.noisy(2000, 2000, 1);
        for (AudioClip clip : new AudioClip[] {tooShort, lowRate}) {
            double[] expected = enhancer(NoiseModel.nonNegativeFactors(3))
                    .enhance(clip)
                    .speech()
                    .samples();
            assertThat(enhancer(NoiseModel.fromPauses(3)).enhance(clip).speech().samples())
                    .isEqualTo(expected);
            assertThat(enhancer(NoiseModel.fromPauses(1).withFreeComponents(3))
                            .enhance(clip)
                            .speech()
                            .samples())
                    .isEqualTo(expected);
        }
        assertThat(NoiseModel.fromPauses(3)).hasToString("3 components learned from pauses and 3 free ones");
        assertThat(NoiseModel.fromPauses()).hasToString("4 components learned from pauses and 8 free ones");
    }

    @Test
    void clipTooLongForTheMemory_isRefused() {
        Enhancer enhancer = enhancer(NoiseModel.fromPauses());
        double seconds = 60;
        while (enhancer.bytesFor(seconds, RATE) < Runtime.getRuntime().maxMemory()) {
            seconds *= 1.3;
        }
        AudioClip clip = AudioClip.of(new double[(int) (seconds * RATE)], RATE);
        assertThatThrownBy(() -> enhancer.enhance(clip))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("take it from file to file");
    }
}
