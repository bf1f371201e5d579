/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.audio.StftConfig;
import io.github.sdmvae.audio.Window;
import io.github.sdmvae.data.Frames;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done block by block is what is done in one piece, to the last bit. */
class BlocksTest {
    private static final double[] SAMPLES =
            SmallSpeech.noisy(5003, SmallSpeech.RATE, 1).samples();

    @ParameterizedTest
    @CsvSource({"64,16,REFLECT", "64,16,ZEROS", "63,20,REFLECT", "50,25,ZEROS", "48,7,REFLECT"})
    void spectra(int window, int hop, StftConfig.Padding padding) {
        SpeechFrontEnd frontEnd =
                SpeechFrontEnd.of(SpeechOptions.defaults().withStft(new StftConfig(Window.sine(window), hop, padding)));
        SpectrumBlocks blocks = new SpectrumBlocks(frontEnd, Signal.of(SAMPLES));
        Frames whole = frontEnd.stft().power(SAMPLES);
        assertThat(blocks.frames()).isEqualTo(whole.size());
        float[] all = new float[blocks.frames() * blocks.bins()];
        for (int first = 0; first < blocks.frames(); first += 37) {
            int count = Math.min(37, blocks.frames() - first);
            float[] part = new float[count * blocks.bins()];
            blocks.power(first, count, part);
            System.arraycopy(part, 0, all, first * blocks.bins(), part.length);
        }
        float[] expected = new float[all.length];
        whole.read(rows(whole.size()), 0, whole.size(), expected, 0);
        assertThat(all).isEqualTo(expected);
        masked(frontEnd, blocks);
    }

    private static int[] rows(int count) {
        int[] rows = new int[count];
        Arrays.setAll(rows, i -> i);
        return rows;
    }

    private static void masked(SpeechFrontEnd frontEnd, SpectrumBlocks blocks) {
        SplittableRandom random = new SplittableRandom(2);
        float[] shares = new float[blocks.frames() * blocks.bins()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (float) random.nextDouble();
        }
        FloatRows rows = new FloatRows.InMemory(blocks.frames(), blocks.bins(), shares);
        double[] expected = frontEnd.stft()
                .inverse(frontEnd.stft().forward(SAMPLES).withGains(Frames.wrap(shares, blocks.bins(), "shares")));
        for (int from = 0; from < SAMPLES.length; from += 411) {
            int to = Math.min(SAMPLES.length, from + 411);
            assertThat(blocks.masked(from, to, rows)).isEqualTo(Arrays.copyOfRange(expected, from, to));
        }
    }

    @ParameterizedTest
    @CsvSource({"48000,16000", "16000,48000", "44100,16000", "16000,44100", "8000,16000", "15999,16000"})
    void resampling(int from, int to) {
        double[] samples = SmallSpeech.noisy(50_000, from, 3).samples();
        double[] whole = AudioClip.of(samples, from).resample(to).samples();
        Signal signal = new Resampling(from, to).of(Signal.of(samples));
        assertThat(signal.length()).isEqualTo(whole.length);
        for (int first = 0; first < whole.length; first += 7777) {
            int end = Math.min(whole.length, first + 7777);
            assertThat(signal.stretch(first, end)).isEqualTo(Arrays.copyOfRange(whole, first, end));
        }
    }

    @Test
    void quantiles_areThoseOfSortedValues() {
        SplittableRandom random = new SplittableRandom(4);
        int bins = 5;
        for (int frames : new int[] {1, 2, 10, 777}) {
            float[] values = new float[frames * bins];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) Math.exp(20 * random.nextDouble() - 15);
            }
            float[] found = BinQuantiles.of(MixturePower.of(new FloatRows.InMemory(frames, bins, values)), 0.2);
            for (int f = 0; f < bins; f++) {
                float[] column = new float[frames];
                for (int t = 0; t < frames; t++) {
                    column[t] = values[t * bins + f];
                }
                Arrays.sort(column);
                assertThat(found[f]).isEqualTo(column[(int) (0.2 * (frames - 1))]);
            }
        }
    }
}
