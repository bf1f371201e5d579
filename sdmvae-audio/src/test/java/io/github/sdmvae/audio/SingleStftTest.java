/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.audio.StftConfig.Padding;
import io.github.sdmvae.data.Frames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SingleStftTest {
    /** Relative to the largest magnitude of the frame. */
    private static final double ERROR = 5e-7;

    private static float[] noise(int length, int seed) {
        return SingleSignal.narrow(TestAudio.noise(length, seed));
    }

    private static List<StftConfig> configs(int... lengths) {
        List<StftConfig> configs = new ArrayList<>();
        for (int n : lengths) {
            for (Window window : List.of(Window.sine(n), Window.hann(n), Window.of(ramp(n)))) {
                for (int hop : new int[] {Math.max(1, n / 4), Math.max(1, n / 3), Math.max(1, n / 2)}) {
                    for (Padding padding : Padding.values()) {
                        configs.add(new StftConfig(window, hop, padding));
                    }
                }
            }
        }
        return configs;
    }

    private static double[] ramp(int n) {
        double[] ramp = new double[n];
        Arrays.setAll(ramp, i -> 1 + 2.0 * i / n);
        return ramp;
    }

    private static double largest(Spectrogram s, int frame) {
        double largest = 0;
        for (int b = 0; b < s.bins(); b++) {
            largest = Math.max(largest, Math.hypot(s.real(frame, b), s.imaginary(frame, b)));
        }
        return largest;
    }

    private static void assertNear(SingleSpectrogram single, Spectrogram exact, double tolerance) {
        assertThat(single.frames()).isEqualTo(exact.frames());
        assertThat(single.bins()).isEqualTo(exact.bins());
        for (int t = 0; t < exact.frames(); t++) {
            double scale = largest(exact, t);
            double worst = 0;
            for (int b = 0; b < exact.bins(); b++) {
                double difference = Math.hypot(
                        single.real(t, b) - exact.real(t, b), single.imaginary(t, b) - exact.imaginary(t, b));
                worst = Double.isNaN(difference) ? Double.MAX_VALUE : Math.max(worst, difference);
            }
            assertThat(worst).as("%s, frame %s", exact.config(), t).isLessThanOrEqualTo(tolerance * scale);
        }
    }

    private static void assertNear(Frames single, Spectrogram exact, double tolerance) {
        Frames power = exact.power();
        assertThat(single.size()).isEqualTo(power.size());
        for (int t = 0; t < power.size(); t++) {
            float[] row = single.row(t);
            double scale = largest(exact, t);
            float[] expected = power.row(t);
            double worst = 0;
            for (int b = 0; b < row.length; b++) {
                double difference = Math.abs(Math.sqrt(row[b]) - Math.sqrt(expected[b]));
                worst = Double.isNaN(difference) ? Double.MAX_VALUE : Math.max(worst, difference);
            }
            assertThat(worst).as("%s, frame %s", exact.config(), t).isLessThanOrEqualTo(tolerance * scale);
        }
    }

    @Test
    void transforms_areThoseInDoublePrecision_forManyShapes() {
        int tried = 0;
        for (StftConfig config : configs(2, 3, 16, 20, 32, 64, 100, 128, 211, 256, 512)) {
            int n = config.window().length();
            for (int length : new int[] {config.shortest(), n + 1, 9 * n + 3, 40 * n}) {
                float[] signal = noise(length, length);
                SingleStft stft = SingleStft.of(config);
                Spectrogram exact = Stft.of(config).forward(SingleSignal.widen(signal));
                SingleSpectrogram single = stft.forward(signal);
                assertNear(single, exact, ERROR);
                assertNear(stft.power(signal), exact, ERROR);
                assertNear(single.power(), exact, ERROR);
                assertBack(stft.inverse(single), signal);
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(700);
    }

    @Test
    void transforms_areThoseInDoublePrecision_forLongWindows() {
        for (int n : new int[] {1024, 2048, 4096, 8192, 16_384, 32_768}) {
            StftConfig config = new StftConfig(Window.sine(n), n / 4, Padding.REFLECT);
            float[] signal = noise(9 * n, n);
            Spectrogram exact = Stft.of(config).forward(SingleSignal.widen(signal));
            SingleSpectrogram single = SingleStft.of(config).forward(signal);
            assertNear(single, exact, ERROR);
            assertNear(SingleStft.of(config).power(signal), exact, ERROR);
            assertBack(SingleStft.of(config).inverse(single), signal);
        }
    }

    private static void assertBack(float[] back, float[] signal) {
        assertThat(back).hasSameSizeAs(signal);
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < back.length; i++) {
            worst = Float.isNaN(back[i]) ? Double.MAX_VALUE : Math.max(worst, Math.abs(back[i] - signal[i]));
            largest = Math.max(largest, Math.abs(signal[i]));
        }
        assertThat(worst).isLessThan(2e-6 * largest);
    }

    @Test
    void inverse_ofAChangedSpectrogram_isThatInDoublePrecision() {
        for (int n : new int[] {64, 100, 1024}) {
            StftConfig config = new StftConfig(Window.hann(n), n / 4, Padding.REFLECT);
            float[] signal = noise(12 * n, 3);
            Stft exact = Stft.of(config);
            Spectrogram spectrogram = exact.forward(SingleSignal.widen(signal));
            float[] gains = new float[spectrogram.frames() * spectrogram.bins()];
            for (int i = 0; i < gains.length; i++) {
                gains[i] = i % 7 / 3f;
            }
            Frames masks = Frames.wrap(gains, spectrogram.bins(), "gains");
            double[] expected = exact.inverse(spectrogram.withGains(masks));
            SingleStft single = SingleStft.of(config);
            assertBack(single.inverse(single.forward(signal).withGains(masks)), SingleSignal.narrow(expected));
        }
    }

    @Test
    void frame_doesNotDependOnItsNeighbours() {
        StftConfig config = new StftConfig(Window.sine(64), 16, Padding.ZEROS);
        SingleStft stft = SingleStft.of(config);
        float[] signal = noise(2000, 8);
        SingleSpectrogram all = stft.forward(signal);
        Frames power = stft.power(signal);
        for (int frames : new int[] {1, 2, 31, 32, 33, 64, 65, 100}) {
            // The last whole frame ends where this part does.
            float[] part = Arrays.copyOf(signal, (frames - 1) * 16 + 32);
            SingleSpectrogram some = stft.forward(part);
            Frames somePower = stft.power(part);
            assertThat(some.frames()).isGreaterThanOrEqualTo(frames);
            for (int t = 0; t < frames; t++) {
                assertThat(somePower.row(t)).containsExactly(power.row(t));
                for (int b = 0; b < all.bins(); b++) {
                    assertThat(some.real(t, b)).isEqualTo(all.real(t, b));
                    assertThat(some.imaginary(t, b)).isEqualTo(all.imaginary(t, b));
                }
            }
        }
    }

    @Test
    void frame_doesNotDependOnItsPlaceAmongOthers() {
        SingleStft stft = SingleStft.of(StftConfig.speech());
        float[] signal = noise(256 * 80, 9);
        Frames power = stft.power(signal);
        // The same frame in every lane.
        for (int shift = 1; shift < 36; shift++) {
            Frames shifted = stft.power(Arrays.copyOfRange(signal, 256 * shift, signal.length));
            assertThat(shifted.row(10)).containsExactly(power.row(10 + shift));
        }
    }

    @Test
    void power_isTheSameEitherWay() {
        SingleStft stft = SingleStft.of(StftConfig.speech());
        float[] signal = noise(20_000, 5);
        Frames direct = stft.power(signal);
        Frames indirect = stft.forward(signal).power();
        for (int t = 0; t < direct.size(); t++) {
            assertThat(direct.row(t)).containsExactly(indirect.row(t));
        }
    }

    @Test
    void transform_fromManyThreads_isTheSame() throws Exception {
        SingleStft stft = SingleStft.of(StftConfig.speech());
        float[] signal = noise(40_000, 6);
        Frames alone = stft.power(signal);
        float[] back = stft.inverse(stft.forward(signal));
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<Frames>> powers = new ArrayList<>();
            List<Future<float[]>> signals = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                powers.add(pool.submit(() -> stft.power(signal)));
                signals.add(pool.submit(() -> stft.inverse(stft.forward(signal))));
            }
            for (int i = 0; i < 12; i++) {
                for (int t = 0; t < alone.size(); t++) {
                    assertThat(powers.get(i).get().row(t)).containsExactly(alone.row(t));
                }
                assertThat(signals.get(i).get()).containsExactly(back);
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void silence_isZero() {
        SingleStft stft = SingleStft.of(StftConfig.speech());
        SingleSpectrogram silence = stft.forward(new float[2000]);
        assertThat(stft.inverse(silence)).containsOnly(0);
        Frames power = stft.power(new float[2000]);
        for (int t = 0; t < power.size(); t++) {
            assertThat(power.row(t)).containsOnly(0);
        }
    }

    @Test
    void tinyAndLargeSamples_keepTheirDigits() {
        for (float scale : new float[] {1e-20f, 1e-12f, 1e12f, 1e20f}) {
            float[] signal = noise(3000, 2);
            for (int i = 0; i < signal.length; i++) {
                signal[i] *= scale;
            }
            SingleStft stft = SingleStft.of(StftConfig.speech());
            SingleSpectrogram single = stft.forward(signal);
            assertNear(single, Stft.of(StftConfig.speech()).forward(SingleSignal.widen(signal)), ERROR);
            assertBack(stft.inverse(single), signal);
        }
    }

    @Test
    void samplesThatAreNotFiniteOrTooLarge_areRefused() {
        for (int n : new int[] {1024, 1000}) {
            SingleStft stft = SingleStft.of(new StftConfig(Window.sine(n), n / 4, Padding.REFLECT));
            for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                for (int at : new int[] {0, 700, 19_999}) {
                    float[] signal = noise(20_000, 1);
                    signal[at] = bad;
                    assertThatThrownBy(() -> stft.forward(signal))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("sample " + at + " is " + bad);
                    assertThatThrownBy(() -> stft.power(signal)).hasMessageContaining("sample " + at + " is " + bad);
                }
            }
            float[] large = new float[5000];
            Arrays.fill(large, 1e37f);
            assertThatThrownBy(() -> stft.forward(large))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("scale the signal, or use Stft");
            Arrays.fill(large, 1e19f);
            assertThat(stft.forward(large).real(3, 0)).isFinite();
            assertThatThrownBy(() -> stft.power(large))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("finite");
        }
    }

    @Test
    void tooShortOrOfAnotherConfiguration_isRefused() {
        SingleStft stft = SingleStft.of(StftConfig.speech());
        assertThatThrownBy(() -> stft.forward(new float[512])).hasMessageContaining("at least 513 samples");
        assertThatThrownBy(() -> stft.power(new float[512])).hasMessageContaining("got 512");
        SingleSpectrogram s = stft.forward(new float[513]);
        SingleStft other = SingleStft.of(new StftConfig(Window.hann(1024), 256, Padding.REFLECT));
        assertThatThrownBy(() -> other.inverse(s)).hasMessageContaining("hann(1024)");
        assertThatThrownBy(() -> s.real(3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> s.imaginary(0, 513)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> s.withGains(Frames.wrap(new float[513], 513, "one row")))
                .hasMessageContaining("gains must have 3 rows");
    }

    @Test
    void windowsOfUnusualWeights_areTransformedInDoublePrecision() {
        for (double scale : new double[] {1e-9, 1e9}) {
            double[] weights = Window.sine(64).weights();
            for (int i = 0; i < weights.length; i++) {
                weights[i] *= scale;
            }
            StftConfig config = new StftConfig(Window.of(weights), 16, Padding.REFLECT);
            float[] signal = noise(500, 4);
            SingleStft stft = SingleStft.of(config);
            SingleSpectrogram single = stft.forward(signal);
            assertNear(single, Stft.of(config).forward(SingleSignal.widen(signal)), 1e-7);
            assertBack(stft.inverse(single), signal);
        }
    }
}
