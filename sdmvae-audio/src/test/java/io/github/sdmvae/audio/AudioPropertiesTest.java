/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.audio.StftConfig.Padding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What holds for any transform, any pair of sample rates and any sound. */
class AudioPropertiesTest {

    @Provide
    Arbitrary<Window> windows() {
        Arbitrary<Integer> length = Arbitraries.oneOf(
                Arbitraries.integers().between(2, 200), Arbitraries.of(2, 4, 8, 16, 32, 64, 128, 256));
        return Arbitraries.oneOf(
                length.map(Window::sine),
                length.map(Window::hann),
                Combinators.combine(length, Arbitraries.longs()).as((n, seed) -> {
                    Random random = new Random(seed);
                    return Window.of(IntStream.range(0, n)
                            .mapToDouble(i -> random.nextDouble())
                            .toArray());
                }));
    }

    /** Settings that are accepted give every signal back that is long enough, or say that it is too short. */
    @Property(tries = 1000, seed = "7")
    void stft_roundTrip(
            @ForAll("windows") Window window,
            @ForAll @IntRange(min = 1, max = 200) int hop,
            @ForAll Padding padding,
            @ForAll @IntRange(max = 700) int beyond,
            @ForAll long seed) {
        StftConfig config = config(window, 1 + hop % window.length(), padding);
        Assume.that(config != null);
        Random random = new Random(seed);
        double[] signal = random.doubles(config.shortest() + beyond, -1, 1).toArray();
        Stft stft = Stft.of(config);
        Spectrogram spectrogram = stft.forward(signal);
        assertThat(spectrogram.frames()).isEqualTo(config.frames(signal.length));
        double[] back = stft.inverse(spectrogram);
        assertThat(back).hasSameSizeAs(signal);
        for (int i = 0; i < back.length; i++) {
            assertThat(back[i])
                    .as("sample %d of %d, %s", i, back.length, config)
                    .isCloseTo(signal[i], within(1e-9));
        }
    }

    private static @Nullable StftConfig config(Window window, int hop, Padding padding) {
        try {
            return new StftConfig(window, hop, padding);
        } catch (IllegalArgumentException e) {
            return null; // no inverse, and it says so
        }
    }

    @Property(tries = 200, seed = "7")
    void resampler_lengthAndGain(
            @ForAll @IntRange(min = 4000, max = 50_000) int from,
            @ForAll @IntRange(min = 4000, max = 50_000) int to,
            @ForAll @IntRange(min = 1, max = 999) int more) {
        double lower = Math.min(from, to);
        // As much as the filter reaches over, twice.
        int length = (int) (500 * from / lower) + more;
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        double[] got = AudioClip.of(ones, from).resample(to).samples();
        assertThat(got).hasSize((int) (((long) length * to + from - 1) / from));
        assertThat(got[got.length / 2]).as("constant, %d to %d Hz", from, to).isCloseTo(1, within(1e-9));
        double frequency = 0.2 * lower;
        double[] sine = AudioClip.of(TestAudio.sine(length, frequency, from), from)
                .resample(to)
                .samples();
        double[] expected = TestAudio.sine(sine.length, frequency, to);
        int middle = sine.length / 2;
        for (int i = middle - 5; i <= middle + 5; i++) {
            // 0.001 dB of an amplitude of a half
            assertThat(sine[i]).as("%d to %d Hz", from, to).isCloseTo(expected[i], within(0.5 * 1.15e-4));
        }
    }

    @Property(tries = 150, seed = "7")
    void wav16_isReadAsWritten(
            @ForAll @Size(min = 1, max = 3000) short[] samples, @ForAll @IntRange(min = 1, max = 1_000_000) int rate)
            throws IOException {
        double[] sound = new double[samples.length];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = samples[i] / 32768.0;
        }
        AudioClip read = written(AudioClip.of(sound, rate), AudioClip::writeWav16);
        assertThat(read.samples()).isEqualTo(sound);
        assertThat(read.sampleRate()).isEqualTo(rate);
    }

    @Property(tries = 150, seed = "7")
    void wavFloat_isReadAsWritten(@ForAll @Size(min = 1, max = 3000) float[] samples) throws IOException {
        double[] sound = new double[samples.length];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = samples[i];
        }
        assertThat(written(AudioClip.of(sound, 16_000), AudioClip::writeWavFloat)
                        .samples())
                .isEqualTo(sound);
    }

    /** A way to write. */
    private interface Writing {
        void write(AudioClip clip, Path file) throws IOException;
    }

    private static AudioClip written(AudioClip clip, Writing writing) throws IOException {
        Path file = Files.createTempFile("sdmvae-properties", ".wav");
        try {
            writing.write(clip, file);
            return AudioClip.read(file);
        } finally {
            Files.delete(file);
        }
    }
}
