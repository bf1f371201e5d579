/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateConverterTest {
    @ParameterizedTest
    @CsvSource({"48000, 16000", "16000, 48000", "44100, 16000", "8000, 11025", "16000, 16000", "1000, 3"})
    void streams_areTheClipConvertedInOnePiece(int from, int to) {
        AudioClip clip = AudioClip.of(new Random(from).doubles(5000, -1, 1).toArray(), from);
        double[] whole = clip.resample(to).samples();
        RateConverter converter = RateConverter.of(from, to);
        for (int run = 0; run < 2; run++) {
            float[] all = stream(converter, clip.toFloats(), new Random(run));
            assertThat(all).hasSameSizeAs(whole);
            for (int n = 0; n < all.length; n++) {
                assertThat((double) all[n]).as("sample %s", n).isCloseTo(whole[n], within(2e-7));
            }
        }
    }

    /** In pieces of any size, with the end. */
    private static float[] stream(RateConverter converter, float[] in, Random random) {
        float[] all = new float[converter.most(in.length)];
        int count = 0;
        for (int at = 0; at < in.length; ) {
            int piece = Math.min(in.length - at, random.nextInt(700));
            float[] out = new float[converter.most(piece)];
            int came = converter.push(in, at, piece, out);
            System.arraycopy(out, 0, all, count, came);
            count += came;
            at += piece;
        }
        float[] rest = new float[all.length];
        int last = converter.flush(rest);
        System.arraycopy(rest, 0, all, count, last);
        return java.util.Arrays.copyOf(all, count + last);
    }

    @Test
    void latency_isHowLongAnImpulseWaits() {
        for (int[] rates : new int[][] {{48000, 16000}, {16000, 48000}}) {
            RateConverter converter = RateConverter.of(rates[0], rates[1]);
            float[] one = {1};
            float[] out = new float[converter.most(1)];
            int pushed = 0;
            while (converter.push(one, 0, 1, out) == 0) {
                pushed++;
            }
            assertThat((double) pushed / rates[0]).isCloseTo(converter.latency(), within(1e-9));
            assertThat(converter.latency()).isBetween(0.0020, 0.0090);
        }
    }

    @Test
    void badInput_isNamed() {
        assertThatThrownBy(() -> RateConverter.of(0, 16000)).hasMessageContaining("1000000 Hz, got 0");
        assertThatThrownBy(() -> RateConverter.of(44101, 16000))
                .hasMessageContaining("from 44101 to 16000 Hz: the rates have too few samples in common");
        RateConverter converter = RateConverter.of(16000, 48000);
        assertThatThrownBy(() -> converter.push(new float[4], 0, 4, new float[10]))
                .hasMessageContaining("room for 14 samples, got 10");
        assertThatThrownBy(() -> converter.push(new float[4], 2, 3, new float[99]))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
