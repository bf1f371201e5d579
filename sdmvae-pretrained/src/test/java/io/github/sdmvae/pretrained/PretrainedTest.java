/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.enhance.Enhancement;
import io.github.sdmvae.audio.enhance.Enhancer;
import io.github.sdmvae.audio.enhance.PosteriorMethod;
import io.github.sdmvae.prior.Prior;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PretrainedTest {
    private static final int RATE = 16000;

    private static Stream<SpeechModel> models() {
        return Stream.of(Pretrained.speech16k(), Pretrained.sparseSpeech16k());
    }

    /** A buzz through four formants, as an open vowel, whose pitch falls; half a second, then silence of a fifth. */
    private static double[] vowels() {
        double[] formants = {700, 1200, 2600, 3500};
        double[] samples = new double[RATE * 7 / 5];
        for (int t = 0; t < samples.length; t++) {
            double second = t % (RATE * 7 / 10) / (double) RATE;
            double pitch = 130 - 30 * second;
            double envelope = second < 0.5 ? Math.sin(Math.PI * second / 0.5) : 0;
            for (int h = 1; h * pitch < 5000; h++) {
                double level = 0;
                for (double formant : formants) {
                    double off = (h * pitch - formant) / 120;
                    level += 1 / (1 + off * off);
                }
                samples[t] +=
                        0.1 * envelope * level * Math.sin(2 * Math.PI * h * (130 * second - 15 * second * second));
            }
        }
        return samples;
    }

    private static double decibels(double[] wanted, double[] other) {
        double signal = 0;
        double error = 0;
        for (int i = 0; i < wanted.length; i++) {
            signal += wanted[i] * wanted[i];
            error += (wanted[i] - other[i]) * (wanted[i] - other[i]);
        }
        return 10 * Math.log10(signal / error);
    }

    @ParameterizedTest
    @MethodSource("models")
    void model_isOfSpeechAt16Kilohertz(SpeechModel model) {
        assertThat(model.frontEnd().options().sampleRate()).isEqualTo(RATE);
        assertThat(model.vae().definition().inputSize()).isEqualTo(513);
        assertThat(model.vae().definition().codeSize()).isEqualTo(32);
    }

    @Test
    void priors_areThoseOfTheNames() {
        assertThat(Pretrained.speech16k().vae().definition().prior()).isEqualTo(Prior.standardNormal());
        assertThat(Pretrained.sparseSpeech16k().vae().definition().prior()).isEqualTo(Prior.learnedVariance());
    }

    @ParameterizedTest
    @MethodSource("models")
    void model_givesAVowelBack(SpeechModel model) {
        double[] vowels = vowels();
        double[] again = model.resynthesise(AudioClip.of(vowels, RATE)).sound().samples();
        assertThat(decibels(vowels, again)).isGreaterThan(3);
    }

    @ParameterizedTest
    @MethodSource("models")
    void model_takesNoiseAway(SpeechModel model) {
        double[] clean = vowels();
        double[] noisy = clean.clone();
        Random random = new Random(1);
        for (int t = 0; t < noisy.length; t++) {
            noisy[t] += 0.12 * random.nextGaussian();
        }
        Enhancer enhancer = Enhancer.builder(model)
                .method(PosteriorMethod.metropolisHastings())
                .iterations(15)
                .build();
        Enhancement result = enhancer.enhance(AudioClip.of(noisy, RATE));
        assertThat(decibels(clean, result.speech().samples())).isGreaterThan(decibels(clean, noisy) + 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"speech16k-vae.sdmvae", "speech16k-sdm.sdmvae"})
    void files_areSmall(String name) throws IOException {
        try (InputStream model = Pretrained.class.getResourceAsStream(name)) {
            assertThat(model.readAllBytes().length).isLessThan(700_000);
        }
    }

    @Test
    void card_goesWithTheModels() throws IOException {
        try (InputStream card = Pretrained.class.getResourceAsStream("/META-INF/MODELS.md")) {
            assertThat(new String(card.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("LibriSpeech", "CC BY 4.0", "not good for");
        }
    }
}
