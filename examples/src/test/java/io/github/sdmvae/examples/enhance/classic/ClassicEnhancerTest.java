/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.metrics.SiSdr;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClassicEnhancerTest {
    private static final int RATE = 16000;

    private static double[] syllables() {
        double[] samples = new double[3 * RATE];
        for (int t = 0; t < samples.length; t++) {
            double loud = Math.pow(Math.max(0, Math.sin(2 * Math.PI * t / (RATE * 0.7))), 2);
            for (int h = 1; h < 15; h++) {
                samples[t] += 0.2 * loud * Math.sin(2 * Math.PI * h * 150 * t / RATE + h) / h;
            }
        }
        return samples;
    }

    private static double[] inNoise(double[] clean, double level) {
        Random random = new Random(7);
        double[] noisy = clean.clone();
        for (int t = 0; t < noisy.length; t++) {
            noisy[t] += level * random.nextGaussian();
        }
        return noisy;
    }

    @ParameterizedTest
    @EnumSource(ClassicEnhancer.class)
    void syllablesInWhiteNoise_getCleaner(ClassicEnhancer method) {
        double[] clean = syllables();
        double[] noisy = inNoise(clean, 0.1);
        double[] found = method.enhance(AudioClip.of(noisy, RATE)).samples();
        assertThat(found).hasSameSizeAs(clean);
        assertThat(SiSdr.strict(clean, found)).isGreaterThan(SiSdr.strict(clean, noisy) + 4);
    }

    @ParameterizedTest
    @EnumSource(ClassicEnhancer.class)
    void cleanSyllables_stay(ClassicEnhancer method) {
        double[] clean = inNoise(syllables(), 1e-4);
        double[] found = method.enhance(AudioClip.of(clean, RATE)).samples();
        assertThat(SiSdr.strict(clean, found)).isGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource(ClassicEnhancer.class)
    void level_isKept(ClassicEnhancer method) {
        double[] noisy = inNoise(syllables(), 0.1);
        double[] found = method.enhance(AudioClip.of(noisy, RATE)).samples();
        double[] louder = noisy.clone();
        for (int t = 0; t < louder.length; t++) {
            louder[t] *= 4;
        }
        double[] foundLouder = method.enhance(AudioClip.of(louder, RATE)).samples();
        for (int t = 0; t < found.length; t += 97) {
            assertThat(foundLouder[t]).isCloseTo(4 * found[t], within(1e-5));
        }
    }

    @Test
    void silence_staysSilent() {
        for (ClassicEnhancer method : ClassicEnhancer.values()) {
            assertThat(method.enhance(AudioClip.of(new double[RATE], RATE)).peak())
                    .as(method.id())
                    .isZero();
        }
    }

    @Test
    void minimumStatistics_findWhiteNoise_underSyllables() {
        int bins = 100;
        Random random = new Random(5);
        MinimumStatistics tracker = new MinimumStatistics(bins, 0.008);
        double sum = 0;
        int counted = 0;
        for (int t = 0; t < 600; t++) {
            double[] power = new double[bins];
            boolean voice = t / 40 % 2 == 1;
            for (int f = 0; f < bins; f++) {
                double re = random.nextGaussian();
                double im = random.nextGaussian();
                power[f] = 0.5 * (re * re + im * im) * (voice ? 100 : 1);
            }
            double[] noise = tracker.next(power);
            if (t >= 300) {
                for (double value : noise) {
                    sum += value;
                    counted++;
                }
            }
        }
        assertThat(sum / counted).isBetween(0.6, 1.5);
    }

    /** Abramowitz and Stegun, tables 5.1 and 5.2. */
    @ParameterizedTest
    @CsvSource({"0.01, 4.0379295765", "0.5, 0.5597735948", "1, 0.2193839344", "2, 0.0489005107", "10, 4.15697e-6"})
    void exponentialIntegral_isThatOfTheTables(double x, double value) {
        assertThat(DecisionDirected.exponentialIntegral(x)).isCloseTo(value, within(1e-5 * value));
    }
}
