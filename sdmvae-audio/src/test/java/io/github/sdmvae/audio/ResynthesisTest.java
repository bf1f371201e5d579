/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.data.Frames;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResynthesisTest {
    private static final SpeechFrontEnd FRONT_END = SpeechFrontEnd.of(SpeechOptions.defaults());

    /** A tone whose pitch and level move. */
    private static AudioClip melody(int length) {
        double[] signal = new double[length];
        for (int n = 0; n < length; n++) {
            double t = n / 16000.0;
            double level = 0.3 + 0.2 * Math.sin(2 * Math.PI * 3 * t);
            signal[n] = level * Math.sin(2 * Math.PI * (300 * t + 20 * Math.sin(2 * Math.PI * 2 * t)));
        }
        return AudioClip.of(signal, 16000);
    }

    private static double farthest(double[] a, double[] b) {
        double farthest = 0;
        for (int i = 0; i < a.length; i++) {
            farthest = Math.max(farthest, Math.abs(a[i] - b[i]));
        }
        return farthest;
    }

    @Test
    void resynthesise_withItsOwnPower_givesTheSoundBack() {
        AudioClip clip = melody(10_000);
        Spectrogram input = FRONT_END.analyse(clip);
        AudioClip back = FRONT_END.resynthesise(input, input.power());
        assertThat(back.length()).isEqualTo(10_000);
        // Powers are floats.
        assertThat(farthest(back.samples(), clip.samples())).isLessThan(1e-6);
    }

    @Test
    void withPower_keepsThePhaseAndTakesThePower() {
        Spectrogram input = FRONT_END.analyse(melody(3000));
        float[] four = new float[input.frames() * input.bins()];
        Arrays.fill(four, 4);
        Spectrogram changed = input.withPower(Frames.wrap(four, input.bins(), "fours"));
        for (int b = 1; b < input.bins() - 1; b++) {
            double re = changed.real(5, b);
            double im = changed.imaginary(5, b);
            assertThat(Math.hypot(re, im)).isBetween(2 - 1e-12, 2 + 1e-12);
            double cross = re * input.imaginary(5, b) - im * input.real(5, b);
            double dot = re * input.real(5, b) + im * input.imaginary(5, b);
            assertThat(Math.abs(cross)).isLessThan(1e-9 * dot);
        }
    }

    @Test
    void withPower_ofBadValuesOrShape_isRefused() {
        Spectrogram input = FRONT_END.analyse(melody(3000));
        float[] values = new float[input.frames() * input.bins()];
        values[513 + 2] = -1;
        assertThatThrownBy(() -> input.withPower(Frames.wrap(values, 513, "negative")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("frame 1 bin 2 is -1.0");
        assertThatThrownBy(() -> input.withPower(Frames.wrap(new float[513], 513, "short")))
                .hasMessageContaining("got 1 rows of 513");
    }

    @Test
    void withPower_ofSilence_hasPhaseZero() {
        Spectrogram silent = Stft.of(StftConfig.speech()).forward(new double[2000]);
        float[] ones = new float[silent.frames() * 513];
        Arrays.fill(ones, 1);
        Spectrogram changed = silent.withPower(Frames.wrap(ones, 513, "ones"));
        assertThat(changed.real(3, 100)).isEqualTo(1);
        assertThat(changed.imaginary(3, 100)).isZero();
    }

    @Test
    void analyse_atAnotherRate_isRefused() {
        AudioClip clip = AudioClip.of(new double[5000], 44100);
        assertThatThrownBy(() -> FRONT_END.analyse(clip))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("44100 Hz")
                .hasMessageContaining("resample(16000)");
    }

    /** How far the power of the found signal is from the wanted one, relative, in magnitudes. */
    private static double inconsistency(Frames wanted, double[] signal) {
        Frames got = FRONT_END.stft().power(signal);
        double difference = 0;
        double total = 0;
        for (int t = 0; t < wanted.size(); t++) {
            for (int b = 0; b < wanted.width(); b++) {
                double a = Math.sqrt(wanted.row(t)[b]);
                difference += Math.pow(a - Math.sqrt(got.row(t)[b]), 2);
                total += a * a;
            }
        }
        return Math.sqrt(difference / total);
    }

    @Test
    void griffinLim_findsASignalOfThePower() {
        AudioClip clip = melody(6000);
        Frames power = FRONT_END.analyse(clip).power();
        Stft stft = FRONT_END.stft();
        double first = inconsistency(power, new GriffinLim(1, 0, 7).signal(power, stft, 6000));
        double plain = inconsistency(power, new GriffinLim(60, 0, 7).signal(power, stft, 6000));
        double fast = inconsistency(power, GriffinLim.seeded(7).signal(power, stft, 6000));
        assertThat(plain).isLessThan(first / 2);
        assertThat(fast).isLessThan(plain).isLessThan(0.15);
    }

    @Test
    void griffinLim_isDeterministic() {
        Frames power = FRONT_END.analyse(melody(3000)).power();
        Stft stft = FRONT_END.stft();
        double[] one = new GriffinLim(5, 0.99, 3).signal(power, stft, 3000);
        assertThat(new GriffinLim(5, 0.99, 3).signal(power, stft, 3000)).containsExactly(one);
        assertThat(farthest(new GriffinLim(5, 0.99, 4).signal(power, stft, 3000), one))
                .isGreaterThan(1e-3);
    }

    @Test
    void generate_takesTheLengthFromTheFrames() {
        Frames power = FRONT_END.analyse(melody(2560)).power();
        assertThat(FRONT_END.generate(power, new GriffinLim(2, 0, 1)).length()).isEqualTo(2560);
        Frames one = Frames.wrap(new float[513], 513, "one");
        assertThatThrownBy(() -> FRONT_END.generate(one, GriffinLim.seeded(1))).hasMessageContaining("got 1 rows");
        Frames zeros = Frames.wrap(new float[513 * 10], 513, "zeros");
        assertThat(FRONT_END.generate(zeros, GriffinLim.seeded(1)).peak()).isZero();
    }

    @Test
    void griffinLim_badOptions_areRefused() {
        assertThatThrownBy(() -> new GriffinLim(0, 0, 0)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> new GriffinLim(1, 2, 0)).hasMessageContaining("got 2.0");
        assertThatThrownBy(() -> new GriffinLim(1, Double.NaN, 0)).hasMessageContaining("NaN");
    }
}
