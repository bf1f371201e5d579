/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.sdmvae.metrics.TestJson;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoiResamplerTest {

    @Test
    void taps_asGolden() throws IOException {
        for (JsonObject golden : resamplers()) {
            StoiResampler resampler = StoiResampler.from(golden.get("fs").getAsInt());
            assertThat(resampler.reach()).isEqualTo(golden.get("L").getAsInt());
            double[] near = TestJson.doubles(golden.getAsJsonArray("g_centre_plus_1_2_3_10"));
            int[] offsets = {1, 2, 3, 10};
            assertThat(resampler.tap(0)).isCloseTo(golden.get("g_centre").getAsDouble(), within(1e-14));
            for (int i = 0; i < offsets.length; i++) {
                assertThat(resampler.tap(offsets[i])).isCloseTo(near[i], within(1e-14));
                assertThat(resampler.tap(-offsets[i])).isCloseTo(near[i], within(1e-14));
            }
            assertThat(resampler.tap(-resampler.reach()))
                    .isCloseTo(golden.get("g_first").getAsDouble(), within(1e-14));
            assertThat(resampler.tap(resampler.reach() + 1)).isZero();
        }
    }

    @Test
    void sine_asGolden() throws IOException {
        for (JsonObject golden : resamplers()) {
            int rate = golden.get("fs").getAsInt();
            double[] sine = new double[1600];
            for (int n = 0; n < sine.length; n++) {
                sine[n] = 0.5 * Math.sin(2 * Math.PI * 700 * n / rate);
            }
            double[] resampled = StoiResampler.from(rate).resample(sine);
            assertThat(resampled).hasSize(golden.get("n_out").getAsInt());
            for (Map.Entry<String, JsonElement> value :
                    golden.getAsJsonObject("y").entrySet()) {
                assertThat(resampled[Integer.parseInt(value.getKey())])
                        .isCloseTo(value.getValue().getAsDouble(), within(1e-14));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"16000,1", "16000,2049", "8000,3000", "44100,3001", "11025,777", "48000,5000", "9975,600", "191975,9000"
    })
    void resample_asDefined(int rate, int length) {
        double[] signal = new Random(rate).doubles(length, -1, 1).toArray();
        StoiResampler resampler = StoiResampler.from(rate);
        double[] resampled = resampler.resample(signal);
        int divisor = greatestCommonDivisor(rate, 10000);
        int up = 10000 / divisor;
        int down = rate / divisor;
        assertThat(resampled).hasSize((length * up + down - 1) / down);
        for (int m = 0; m < resampled.length; m += 1 + resampled.length / 200) {
            double expected = 0;
            for (int i = 0; i < length; i++) {
                expected += signal[i] * resampler.tap(m * down - i * up);
            }
            assertThat(resampled[m]).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void resample_targetRate_isIdentity() {
        double[] signal = {1, 2, 3};
        assertThat(StoiResampler.from(10000).resample(signal)).isEqualTo(signal);
    }

    private static Iterable<JsonObject> resamplers() throws IOException {
        return TestJson.read("speech/stoi_internals.json").getAsJsonArray("resamplers").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
