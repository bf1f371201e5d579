/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance.classic;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.Spectrogram;
import io.github.sdmvae.audio.Stft;
import io.github.sdmvae.audio.StftConfig;
import io.github.sdmvae.audio.StftConfig.Padding;
import io.github.sdmvae.audio.Window;
import io.github.sdmvae.data.Frames;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Enhancement without a trained model: the noise's spectrum by minimum statistics, then a gain per frame and bin. Frames of
 * 32 ms, every 8 ms. Each constant is safe for use from several threads.
 */
public enum ClassicEnhancer {
    /** Berouti, Schwartz and Makhoul 1979. */
    SUBTRACTION("spectral subtraction", Subtraction::new),
    /** Scalart and Filho 1996. */
    WIENER("Wiener, minimum statistics", DecisionDirected::wiener),
    /** Ephraim and Malah 1985. */
    LOGMMSE("log-MMSE", DecisionDirected::logMmse);

    private static final double WINDOW_SECONDS = 0.032;

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a constructor
    private final Supplier<GainRule> rule;

    ClassicEnhancer(String title, Supplier<GainRule> rule) {
        this.title = title;
        this.rule = rule;
    }

    /**
     * The name on command lines and in files.
     *
     * @return in lower case
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The name in tables.
     *
     * @return for people
     */
    public String title() {
        return title;
    }

    /**
     * Takes the noise down.
     *
     * @param noisy at 8 kHz or more, longer than half a window (16 ms)
     * @return as long, at the same rate, with the input's phase
     * @throws IllegalArgumentException if the clip is too short
     */
    public AudioClip enhance(AudioClip noisy) {
        Stft stft = Stft.of(config(noisy.sampleRate()));
        Spectrogram mixture = stft.forward(noisy.samples());
        int bins = mixture.bins();
        MinimumStatistics tracker =
                new MinimumStatistics(bins, (double) stft.config().hop() / noisy.sampleRate());
        GainRule gains = rule.get();
        float[][] speech = new float[mixture.frames()][bins];
        double[] power = new double[bins];
        double[] gain = new double[bins];
        for (int t = 0; t < speech.length; t++) {
            for (int f = 0; f < bins; f++) {
                double re = mixture.real(t, f);
                double im = mixture.imaginary(t, f);
                power[f] = re * re + im * im;
            }
            gains.gains(power, tracker.next(power), gain);
            for (int f = 0; f < bins; f++) {
                speech[t][f] = (float) (gain[f] * gain[f] * power[f]);
            }
        }
        return AudioClip.of(stft.inverse(mixture.withPower(Frames.of(speech))), noisy.sampleRate());
    }

    private static StftConfig config(int rate) {
        int hop = (int) Math.round(rate * WINDOW_SECONDS / 4);
        return new StftConfig(Window.sine(4 * hop), hop, Padding.REFLECT);
    }
}
