/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.sdmvae.audio.StftConfig.Padding;
import io.github.sdmvae.data.Frames;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class StftTest {
    private static JsonObject golden() throws Exception {
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(StftTest.class.getResourceAsStream("/stft.json")), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(in).getAsJsonObject();
        }
    }

    private static double[] goldenSignal() {
        double[] x = new double[16000];
        for (int n = 0; n < x.length; n++) {
            double t = n / 16000.0;
            x[n] = 0.4 * Math.sin(2 * Math.PI * 440 * t)
                    + 0.25 * Math.sin(2 * Math.PI * 1234.5 * t + 0.3)
                    + 0.1 * Math.cos(2 * Math.PI * (200 * t + 1500 * t * t));
        }
        return x;
    }

    private static double largest(Spectrogram s) {
        double largest = 0;
        for (int t = 0; t < s.frames(); t++) {
            for (int b = 0; b < s.bins(); b++) {
                largest = Math.max(largest, Math.hypot(s.real(t, b), s.imaginary(t, b)));
            }
        }
        return largest;
    }

    private static void assertGolden(JsonObject part, JsonObject golden, Spectrogram s) {
        double tolerance = 1e-9 * largest(s);
        int checked = 0;
        for (String frame : part.getAsJsonObject("frames").keySet()) {
            JsonObject values = part.getAsJsonObject("frames").getAsJsonObject(frame);
            for (int i = 0; i < golden.getAsJsonArray("bins").size(); i++) {
                int t = Integer.parseInt(frame);
                int b = golden.getAsJsonArray("bins").get(i).getAsInt();
                assertThat(s.real(t, b))
                        .isCloseTo(values.getAsJsonArray("re").get(i).getAsDouble(), within(tolerance));
                assertThat(s.imaginary(t, b))
                        .isCloseTo(values.getAsJsonArray("im").get(i).getAsDouble(), within(tolerance));
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(30);
    }

    @Test
    void forward_meetsTheGoldenValues() throws Exception {
        JsonObject golden = golden();
        Spectrogram s = Stft.of(StftConfig.speech()).forward(goldenSignal());
        assertThat(s.frames()).isEqualTo(63);
        assertThat(s.bins()).isEqualTo(513);
        assertGolden(golden, golden, s);
        double total = 0;
        for (int t = 0; t < 63; t++) {
            double energy = 0;
            for (int b = 0; b < 513; b++) {
                energy += s.real(t, b) * s.real(t, b) + s.imaginary(t, b) * s.imaginary(t, b);
            }
            double expected = golden.getAsJsonArray("frame_energy").get(t).getAsDouble();
            assertThat(energy).isCloseTo(expected, within(1e-9 * expected));
            total += energy;
        }
        assertThat(total).isCloseTo(golden.get("total_energy").getAsDouble(), within(1e-3));
    }

    @Test
    void forward_withZeros_meetsTheGoldenValues() throws Exception {
        JsonObject golden = golden();
        Spectrogram s =
                Stft.of(new StftConfig(Window.sine(1024), 256, Padding.ZEROS)).forward(goldenSignal());
        assertGolden(golden.getAsJsonObject("constant_padding"), golden, s);
    }

    @Test
    void inverse_ofAChangedSpectrogram_meetsTheGoldenValues() throws Exception {
        Stft stft = Stft.of(StftConfig.speech());
        double[] values = stft.forward(goldenSignal()).shared().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= i / 2 % 513 >= 80 ? 0.25 : 1;
        }
        double[] y = stft.inverse(values, 16000);
        JsonObject expected = golden().getAsJsonObject("istft").getAsJsonObject("modified_samples");
        for (String n : expected.keySet()) {
            assertThat(y[Integer.parseInt(n)]).isCloseTo(expected.get(n).getAsDouble(), within(1e-12));
        }
    }

    @Test
    void forward_meetsTheDefinition() {
        for (int n : new int[] {2, 3, 4, 5, 7, 8, 15, 16, 30, 31, 101, 211, 226}) {
            StftConfig config = new StftConfig(Window.sine(n), Math.max(1, n / 3), Padding.REFLECT);
            double[] signal = TestAudio.noise(3 * n + 5, n);
            Spectrogram s = Stft.of(config).forward(signal);
            Frames power = Stft.of(config).power(signal);
            for (int t = 0; t < s.frames(); t++) {
                for (int b = 0; b < s.bins(); b++) {
                    double[] x = naive(signal, config, t, b);
                    assertThat(s.real(t, b)).isCloseTo(x[0], within(1e-12 * n));
                    assertThat(s.imaginary(t, b)).isCloseTo(x[1], within(1e-12 * n));
                    assertThat(power.row(t)[b])
                            .isCloseTo((float) (x[0] * x[0] + x[1] * x[1]), within(1e-5f + 1e-5f * power.row(t)[b]));
                }
            }
        }
    }

    private static double[] naive(double[] signal, StftConfig config, int t, int b) {
        double[] window = config.window().weights();
        int n = window.length;
        double[] sum = new double[2];
        for (int k = 0; k < n; k++) {
            int i = Math.abs(t * config.hop() + k - n / 2);
            double x = i < signal.length ? signal[i] : signal[Math.max(0, 2 * signal.length - 2 - i)];
            sum[0] += window[k] * x * Math.cos(2 * Math.PI * b * k / n);
            sum[1] -= window[k] * x * Math.sin(2 * Math.PI * b * k / n);
        }
        return sum;
    }

    @Test
    void inverse_givesTheSignalBack_forManyShapes() {
        Random random = new Random(4);
        int tried = 0;
        for (int n : new int[] {2, 3, 5, 8, 16, 27, 64, 100, 255, 256, 1000, 1024, 2048}) {
            for (Window window : List.of(Window.sine(n), Window.hann(n), Window.of(ones(n)))) {
                for (int hop : new int[] {1, n / 8, n / 4, n / 3, n / 2, 3 * n / 4, n}) {
                    for (Padding padding : Padding.values()) {
                        if (hop >= 1 && invertible(window, hop)) {
                            assertRoundTrip(new StftConfig(window, hop, padding), random);
                            tried++;
                        }
                    }
                }
            }
        }
        assertThat(tried).isGreaterThan(400);
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static boolean invertible(Window window, int hop) {
        try {
            new StftConfig(window, hop, Padding.ZEROS);
            return true;
        } catch (IllegalArgumentException e) {
            assertThat(hop)
                    .as("only long hops may be refused, not %s with %s", window, hop)
                    .isGreaterThan(window.length() / 2);
            return false;
        }
    }

    private static void assertRoundTrip(StftConfig config, Random random) {
        Stft stft = Stft.of(config);
        for (int i = 0; i < 4; i++) {
            int length = config.shortest() + random.nextInt(3 * config.window().length());
            double[] signal = TestAudio.noise(length, length);
            Spectrogram s = stft.forward(signal);
            double[] back = stft.inverse(s);
            assertThat(back).hasSize(length);
            assertThat(s.frames()).isBetween(1 + length / config.hop(), 2 + length / config.hop());
            assertThat(farthest(back, signal))
                    .as("%s, %s samples", config, length)
                    .isLessThan(1e-12);
        }
    }

    private static double farthest(double[] a, double[] b) {
        double farthest = 0;
        for (int i = 0; i < b.length; i++) {
            // NaN would pass every comparison.
            farthest = Math.max(farthest, Double.isNaN(a[i]) ? Double.MAX_VALUE : Math.abs(a[i] - b[i]));
        }
        return farthest;
    }

    @Test
    void frames_withThreeQuartersOverlap_areOnePlusLengthOverHop() {
        for (int length = 513; length < 2000; length++) {
            assertThat(StftConfig.speech().frames(length)).isEqualTo(1 + length / 256);
            assertThat(new StftConfig(Window.hann(1024), 256, Padding.REFLECT).frames(length))
                    .isEqualTo(1 + length / 256);
        }
    }

    @Test
    void config_thatCannotBeInverted_isRefused() {
        assertThatThrownBy(() -> new StftConfig(Window.hann(1024), 1024, Padding.REFLECT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hann(1024)")
                .hasMessageContaining("cannot be inverted")
                .hasMessageContaining("smaller hop");
        for (int hop : new int[] {0, -1, 1025}) {
            assertThatThrownBy(() -> new StftConfig(Window.sine(1024), hop, Padding.REFLECT))
                    .hasMessageContaining("got " + hop);
        }
        double[] gap = ones(64);
        Arrays.fill(gap, 0, 32, 0);
        assertThatThrownBy(() -> new StftConfig(Window.of(gap), 33, Padding.ZEROS))
                .hasMessageContaining("inverted");
    }

    @Test
    void forward_tooShort_isRefused() {
        Stft stft = Stft.of(StftConfig.speech());
        assertThatThrownBy(() -> stft.forward(new double[512]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 513 samples")
                .hasMessageContaining("got 512");
        assertThat(stft.forward(new double[513]).frames()).isEqualTo(3);
        assertThat(Stft.of(new StftConfig(Window.sine(1024), 256, Padding.ZEROS))
                        .forward(new double[1])
                        .frames())
                .isEqualTo(1);
        assertThatThrownBy(() -> stft.forward(new double[0])).hasMessageContaining("got 0");
        double[] bad = new double[1000];
        bad[7] = Double.NaN;
        assertThatThrownBy(() -> stft.forward(bad)).hasMessageContaining("sample 7 is NaN");
        assertThatThrownBy(() -> stft.power(bad)).hasMessageContaining("sample 7 is NaN");
    }

    @Test
    void forward_ofZeros_isZero() {
        Spectrogram s = Stft.of(StftConfig.speech()).forward(new double[2000]);
        assertThat(largest(s)).isZero();
        assertThat(Stft.of(StftConfig.speech()).inverse(s)).containsOnly(0);
    }

    @Test
    void power_isTheSameEitherWay() {
        Stft stft = Stft.of(StftConfig.speech());
        double[] signal = TestAudio.noise(5000, 5);
        Frames direct = stft.power(signal);
        Frames indirect = stft.forward(signal).power();
        assertThat(direct.size()).isEqualTo(20);
        for (int t = 0; t < direct.size(); t++) {
            assertThat(direct.row(t)).containsExactly(indirect.row(t));
        }
    }

    @Test
    void inverse_ofAnotherConfiguration_isRefused() {
        Spectrogram s = Stft.of(StftConfig.speech()).forward(new double[2000]);
        Stft other = Stft.of(new StftConfig(Window.hann(1024), 256, Padding.REFLECT));
        assertThatThrownBy(() -> other.inverse(s)).hasMessageContaining("hann(1024)");
    }

    @Test
    void transform_fromManyThreads_isTheSame() throws Exception {
        for (int n : new int[] {1024, 1000, 1009}) {
            Stft stft = Stft.of(new StftConfig(Window.sine(n), n / 4, Padding.REFLECT));
            double[] signal = TestAudio.noise(40_000, 6);
            double[] alone = stft.forward(signal).shared();
            ExecutorService pool = Executors.newFixedThreadPool(4);
            List<Future<double[]>> futures = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                futures.add(pool.submit(() -> stft.forward(signal).shared()));
            }
            for (Future<double[]> future : futures) {
                assertThat(Arrays.equals(future.get(), alone)).isTrue();
            }
            pool.shutdown();
        }
    }

    @Test
    void window_hann_isPeriodic() {
        assertThat(Window.hann(4).weights()).containsExactly(new double[] {0, 0.5, 1, 0.5}, within(1e-15));
        assertThat(Window.sine(2).weights())
                .containsExactly(new double[] {Math.sqrt(0.5), Math.sqrt(0.5)}, within(1e-15));
        assertThatThrownBy(() -> Window.hann(1)).hasMessageContaining("got 1");
        assertThatThrownBy(() -> Window.of(new double[4])).hasMessageContaining("all be 0");
        assertThatThrownBy(() -> Window.of(new double[] {1, Double.NaN})).hasMessageContaining("weight 1 is NaN");
    }
}
