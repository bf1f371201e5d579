/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
    /** Largest deviation of a resampled sine from the sine at the new rate, away from the ends, over its amplitude. */
    private static double error(double frequency, int from, int to) {
        AudioClip clip =
                AudioClip.of(TestAudio.sine(from / 2, frequency, from), from).resample(to);
        double[] expected = TestAudio.sine(clip.length(), frequency, to);
        double[] got = clip.samples();
        double worst = 0;
        for (int i = got.length / 4; i < 3 * got.length / 4; i++) {
            worst = Math.max(worst, Math.abs(got[i] - expected[i]));
        }
        return worst / 0.5;
    }

    @ParameterizedTest
    @CsvSource({
        "44100, 16000",
        "48000, 16000",
        "16000, 44100",
        "8000, 16000",
        "22050, 16000",
        "16000, 8000",
        "44100, 15999",
        "44101, 16000"
    })
    void passBand_isFlatWithoutDelay(int from, int to) {
        double nyquist = Math.min(from, to) / 2.0;
        for (double part : new double[] {0.01, 0.3, 0.7, 0.9}) {
            // 0.001 dB is a factor of 1.000115
            assertThat(error(part * nyquist, from, to)).as("at " + part).isLessThan(1.15e-4);
        }
    }

    @Test
    void stopBand_isBelow100Decibels() {
        for (int[] rates :
                new int[][] {{44100, 16000}, {48000, 16000}, {16000, 8000}, {44100, 15999}, {44101, 16000}}) {
            double nyquist = rates[1] / 2.0;
            for (double part : new double[] {1.0, 1.05, 1.3, 1.8}) {
                double[] tone = TestAudio.sine(rates[0] / 2, part * nyquist + 1, rates[0]);
                double[] got = AudioClip.of(tone, rates[0]).resample(rates[1]).samples();
                for (int i = got.length / 4; i < 3 * got.length / 4; i++) {
                    assertThat(Math.abs(got[i]) / 0.5)
                            .as("%s at %s", rates[0], part)
                            .isLessThan(1e-5);
                }
            }
        }
    }

    /** Upsampling must not leave the images of the old spectrum. */
    @Test
    void upsampling_hasNoImages() {
        assertThat(error(3500, 8000, 16000)).isLessThan(2e-5);
    }

    @Test
    void constant_staysExactlyWhatItIs() {
        double[] ones = new double[5000];
        Arrays.fill(ones, 1);
        for (int rate : new int[] {16000, 8000, 44100, 22050, 31999}) {
            double[] got = AudioClip.of(ones, 24000).resample(rate).samples();
            assertThat(got[got.length / 2]).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void length_isRoundedUp() {
        for (int length : new int[] {1, 2, 3, 440, 441, 442, 1000}) {
            AudioClip clip = AudioClip.of(new double[length], 44100);
            assertThat(clip.resample(16000).length()).isEqualTo((int) Math.ceil(length * 16000.0 / 44100));
            assertThat(clip.resample(44100)).isSameAs(clip);
            assertThat(clip.resample(16000).sampleRate()).isEqualTo(16000);
        }
    }

    @Test
    void thereAndBack_givesBandLimitedSoundBack() {
        double[] signal = TestAudio.sine(16000, 1000, 16000);
        double[] back =
                AudioClip.of(signal, 16000).resample(44100).resample(16000).samples();
        double worst = 0;
        for (int i = 2000; i < 14000; i++) {
            worst = Math.max(worst, Math.abs(back[i] - signal[i]));
        }
        assertThat(worst).isLessThan(2e-5);
    }

    /** The stated error of interpolated weights, against those computed for the fraction itself. */
    @Test
    void interpolatedWeights_areThoseOfTheKernel() {
        for (double lower : new double[] {1, 16000.0 / 44101, 0.03}) {
            SincKernel kernel = SincKernel.of(lower);
            FinePhases phases = new FinePhases(kernel);
            double[] got = new double[kernel.taps()];
            double worst = 0;
            for (int i = 0; i < 500; i++) {
                double fraction = i * 0.618034 % 1;
                phases.weights(fraction, got);
                double[] exact = new double[kernel.taps()];
                for (int k = 0; k < exact.length; k++) {
                    exact[k] = kernel.at(k - (exact.length / 2.0 - 1 + fraction));
                }
                SincKernel.scaled(exact);
                for (int k = 0; k < exact.length; k++) {
                    worst = Math.max(worst, Math.abs(got[k] - exact[k]) / kernel.cutoff());
                }
            }
            assertThat(worst).as("at " + lower).isLessThan(1e-11);
        }
    }

    /** One hertz more has a hundred times the phases; the sound is nearly the same, so the result must be. */
    @Test
    void manyPhases_giveWhatFewGive() {
        double[] few = AudioClip.of(TestAudio.sine(44100, 1000, 44100), 44100)
                .resample(16000)
                .samples();
        double[] many = AudioClip.of(TestAudio.sine(44101, 1000, 44101), 44101)
                .resample(16000)
                .samples();
        for (int i = 1000; i < 15000; i++) {
            assertThat(many[i]).isCloseTo(few[i], within(1e-5));
        }
    }

    @Test
    void badRates_areRefused() {
        AudioClip clip = AudioClip.of(new double[1000], 16000);
        for (int rate : new int[] {0, -1, 1_000_001}) {
            assertThatThrownBy(() -> clip.resample(rate))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("got " + rate);
        }
        assertThatThrownBy(() -> clip.resample(16)).hasMessageContaining("two steps");
        assertThatThrownBy(() -> AudioClip.of(new double[1000], 1).resample(1_000_000))
                .hasMessageContaining("cut the clip");
    }
}
