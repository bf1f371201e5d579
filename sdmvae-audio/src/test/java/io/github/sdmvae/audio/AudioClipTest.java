/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioClipTest {
    @Test
    void of_copiesInAndOut() {
        double[] samples = {0.5, -0.25};
        AudioClip clip = AudioClip.of(samples, 16000);
        samples[0] = 9;
        clip.samples()[1] = 9;
        assertThat(clip.samples()).containsExactly(0.5, -0.25);
        assertThat(clip.seconds()).isEqualTo(2 / 16000.0);
    }

    @Test
    void of_badInput_isRefused() {
        assertThatThrownBy(() -> AudioClip.of(new double[0], 16000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 0");
        assertThatThrownBy(() -> AudioClip.of(new double[] {0, Double.NaN}, 16000))
                .hasMessageContaining("sample 1 is NaN");
        for (int rate : new int[] {0, -1, 1_000_001}) {
            assertThatThrownBy(() -> AudioClip.of(new double[1], rate)).hasMessageContaining("got " + rate);
        }
    }

    @Test
    void normalisePeak_reachesThePeakExactly() {
        AudioClip clip = AudioClip.of(TestAudio.noise(1000, 1), 16000);
        assertThat(clip.normalisePeak(1).peak()).isEqualTo(1);
        assertThat(clip.normalisePeak(0.9).peak()).isEqualTo(0.9);
        AudioClip tiny = AudioClip.of(new double[] {Double.MIN_VALUE, -Double.MIN_VALUE}, 16000);
        assertThat(tiny.normalisePeak(1).samples()).containsExactly(1, -1);
    }

    @Test
    void normalisePeak_ofSilence_isRefused() {
        assertThatThrownBy(() -> AudioClip.of(new double[10], 16000).normalisePeak(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("silence");
        for (double peak : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> AudioClip.of(new double[] {1}, 16000).normalisePeak(peak))
                    .hasMessageContaining("got " + peak);
        }
    }

    /** Tone between zeros: the first frame above the threshold and the one after the last are known by hand. */
    @Test
    void trim_cutsAtFrameBorders() {
        double[] samples = new double[30_000];
        Arrays.fill(samples, 10_000, 20_000, 0.5);
        AudioClip trimmed = AudioClip.of(samples, 16000).trim(30);
        // A frame is loud enough from the third of its 2048 samples on: 2048 / 10^3 = 2.05.
        // First: 512 t + 1024 >= 10003 -> t = 18; last: 512 t - 1024 <= 19997 -> t = 41.
        assertThat(trimmed.length()).isEqualTo(512 * 42 - 512 * 18);
        assertThat(trimmed.samples()[10_000 - 512 * 18]).isEqualTo(0.5);
        assertThat(trimmed.samples()[10_000 - 512 * 18 - 1]).isEqualTo(0);
    }

    @Test
    void trim_ofEvenSound_cutsNothing() {
        for (int length : new int[] {1, 2, 511, 512, 513, 2048, 5000}) {
            double[] samples = new double[length];
            Arrays.fill(samples, 0.3);
            assertThat(AudioClip.of(samples, 16000).trim(30).length()).isEqualTo(length);
            assertThat(AudioClip.of(new double[length], 16000).trim(30).length())
                    .isEqualTo(length);
        }
    }

    @Test
    void trim_neverLeavesNothing() {
        for (int length = 500; length < 1600; length += 7) {
            double[] samples = new double[length];
            samples[length - 1] = 1;
            assertThat(AudioClip.of(samples, 16000).trim(0.001).length()).isPositive();
        }
        assertThatThrownBy(() -> AudioClip.of(new double[1], 1).trim(0)).hasMessageContaining("above 0 dB");
        assertThatThrownBy(() -> AudioClip.of(new double[1], 1).trim(Double.NaN))
                .hasMessageContaining("NaN");
    }

    @Test
    void beginning_isAsLongAsAsked() {
        AudioClip clip = AudioClip.of(new double[] {0.5, -0.25, 0.125, 1}, 2);
        assertThat(clip.beginning(1.5).samples()).containsExactly(0.5, -0.25, 0.125);
        assertThat(clip.beginning(1e-9).samples()).containsExactly(0.5);
        assertThat(clip.beginning(2)).isSameAs(clip);
        assertThat(clip.beginning(Double.POSITIVE_INFINITY)).isSameAs(clip);
        assertThatThrownBy(() -> clip.beginning(0)).hasMessageContaining("must be above 0, got 0.0");
    }

    @Test
    void floats_areTheSamplesInSinglePrecision() {
        assertThat(AudioClip.of(new double[] {0.1, -1}, 8000).toFloats()).containsExactly(0.1f, -1f);
    }

    @Test
    void beginningOfAFile_isThatOfTheClip(@TempDir Path folder) throws IOException {
        double[] samples = new double[250];
        Arrays.setAll(samples, i -> i / 256.0);
        Path file = folder.resolve("clip.wav");
        AudioClip.of(samples, 100).writeWavFloat(file);
        assertThat(SampleReader.beginning(file, Channels.undecided(), 2).samples())
                .isEqualTo(Arrays.copyOf(samples, 200));
        AudioClip all = SampleReader.beginning(file, Channels.undecided(), 3);
        assertThat(all.samples()).isEqualTo(samples);
        assertThat(all.sampleRate()).isEqualTo(100);
    }
}
