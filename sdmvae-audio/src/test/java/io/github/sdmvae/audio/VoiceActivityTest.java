/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sdmvae.audio.VoiceActivity.Stretch;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VoiceActivityTest {
    private static final int RATE = 16000;

    /** Two "words" of harmonics, 0.5 to 1 s and 1.5 to 2 s of 2.5, in white noise. */
    private static double[] twoWords(double noise) {
        Random random = new Random(3);
        double[] samples = new double[RATE * 5 / 2];
        for (int t = 0; t < samples.length; t++) {
            samples[t] = noise * random.nextGaussian();
            if (isWord(t)) {
                for (int h = 1; h <= 20; h++) {
                    samples[t] += 0.1 * Math.sin(2 * Math.PI * 140 * h * t / RATE + h * h);
                }
            }
        }
        return samples;
    }

    private static boolean isWord(int t) {
        double s = (double) t / RATE;
        return (s >= 0.5 && s < 1) || (s >= 1.5 && s < 2);
    }

    private static void assertFound(VoiceActivity activity) {
        boolean[] voiced = activity.voiced();
        for (int t = 0; t < voiced.length; t++) {
            int sample = t * activity.hop();
            if (isWord(sample)) {
                assertThat(voiced[t]).as("word at sample %s", sample).isTrue();
            }
        }
        assertThat(activity.pauses()).hasSize(3);
        int quiet = activity.pauses().stream().mapToInt(p -> p.to() - p.from()).sum();
        assertThat(quiet).isBetween(RATE, RATE * 3 / 2);
    }

    @Test
    void wordsInNoise_areFound() {
        assertFound(VoiceActivity.of(AudioClip.of(twoWords(0.1), RATE)));
    }

    @Test
    void level_doesNotMatter() {
        double[] quiet = twoWords(0.1);
        for (int t = 0; t < quiet.length; t++) {
            quiet[t] *= 1e-3;
        }
        assertFound(VoiceActivity.of(AudioClip.of(quiet, RATE)));
    }

    @Test
    void noise_isThatOfThePauses() {
        VoiceActivity activity = VoiceActivity.of(AudioClip.of(twoWords(0.1), RATE));
        double[] noise = activity.noise(0.3).orElseThrow().samples();
        double power = 0;
        for (double sample : noise) {
            power += sample * sample / noise.length;
        }
        // Words would add 20 · 0.1²/2 = 0.1 to the noise's 0.01.
        assertThat(power).isBetween(0.008, 0.0125);
        Stretch first = activity.pauses().get(0);
        assertThat(noise[0]).isEqualTo(twoWords(0.1)[first.from()]);
    }

    @Test
    void powersOfLongRecordings_areThoseOfTheWhole() {
        AudioClip clip =
                AudioClip.of(new Random(5).doubles(4321 * 64 + 17, -1, 1).toArray(), 8000);
        double[][] powers = VoiceActivity.powers(clip, 64);
        Spectrogram whole = Stft.of(new StftConfig(Window.hann(256), 64, StftConfig.Padding.REFLECT))
                .forward(clip.samples());
        assertThat(powers).hasNumberOfRows(whole.frames());
        for (int t = 0; t < powers.length; t++) {
            for (int i = 0; i < powers[t].length; i++) {
                double re = whole.real(t, 4 + i);
                double im = whole.imaginary(t, 4 + i);
                assertThat(powers[t][i]).isEqualTo(Math.max(re * re + im * im, 1e-12));
            }
        }
    }

    @Test
    void tooLittleNoise_isNone() {
        VoiceActivity activity = VoiceActivity.of(AudioClip.of(twoWords(0.1), RATE));
        assertThat(activity.noise(2)).isEqualTo(Optional.empty());
        assertThatIllegalArgumentException().isThrownBy(() -> activity.noise(0)).withMessageContaining("got 0.0");
    }

    @Test
    void silence_isAPause() {
        VoiceActivity activity = VoiceActivity.of(AudioClip.of(new double[RATE], RATE));
        assertThat(activity.pauses()).containsExactly(new Stretch(0, RATE));
    }

    @Test
    void lowRate_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VoiceActivity.of(AudioClip.of(new double[4000], 4000)))
                .withMessageContaining("at least 8000 Hz, got 4000");
    }

    @Test
    void emptyStretch_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Stretch(3, 3)).withMessageContaining("got 3 to 3");
    }
}
