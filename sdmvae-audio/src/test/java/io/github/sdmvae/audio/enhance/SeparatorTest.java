/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.prior.Prior;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeparatorTest {
    private static final SpeechModel ANNA = SmallSpeech.model(Prior.standardNormal(), 1);
    private static final SpeechModel BEN = SmallSpeech.model(Prior.learnedVariance(), 2);

    private static Separator.Builder builder() {
        return Separator.builder().iterations(4);
    }

    @ParameterizedTest
    @MethodSource("io.github.sdmvae.audio.enhance.EnhancerTest#methods")
    void sourcesAndRest_areTheMixture(PosteriorMethod method) {
        AudioClip mixture = SmallSpeech.noisy(2500, SmallSpeech.RATE, 1);
        Separator.Builder builder = builder().source("anna", ANNA).method(method);
        // What was not trained has no mean variances, which a point estimate would take.
        builder.source("ben", method.isPoint() ? SmallSpeech.model(Prior.standardNormal(), 2) : BEN);
        Separation result =
                builder.noise(NoiseModel.nonNegativeFactors(2)).build().separate(mixture);
        double[] sum = result.noise().samples();
        for (String name : result.names()) {
            double[] samples = result.source(name).samples();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += samples[i];
            }
        }
        for (int i = 0; i < sum.length; i++) {
            assertThat(sum[i]).isEqualTo(mixture.samples()[i], within(1e-12));
        }
        assertThat(result.summary().costs().get(3))
                .isLessThan(result.summary().costs().get(0));
    }

    @Test
    void withoutNoise_theSharesAddUpToOne() {
        Separation result = builder()
                .source("anna", ANNA)
                .source("ben", BEN)
                .build()
                .separate(SmallSpeech.noisy(1500, SmallSpeech.RATE, 2));
        float[][] anna = result.share("anna").toRows();
        float[][] ben = result.share("ben").toRows();
        for (int t = 0; t < anna.length; t++) {
            for (int f = 0; f < anna[t].length; f++) {
                assertThat(anna[t][f] + ben[t][f]).isEqualTo(1, within(1e-4f));
            }
        }
    }

    @Test
    void oneModelTwice_startsApart() {
        Separation result = builder()
                .source("one", ANNA)
                .source("two", ANNA)
                .build()
                .separate(SmallSpeech.noisy(1500, SmallSpeech.RATE, 3));
        assertThat(result.source("one").samples())
                .isNotEqualTo(result.source("two").samples());
    }

    @Test
    void refusals_nameTheCause() {
        assertThatThrownBy(() -> builder().source("anna", ANNA).build()).hasMessageContaining("at least two sources");
        assertThatThrownBy(() -> builder().source("anna", ANNA).source("anna", BEN))
                .hasMessageContaining("'anna' already");
        assertThatThrownBy(() -> builder().source("anna", SmallSpeech.model(Prior.laplace(), 1)))
                .hasMessageContaining("laplace");
        Separation result = builder()
                .source("anna", ANNA)
                .source("ben", BEN)
                .build()
                .separate(AudioClip.of(new double[100], SmallSpeech.RATE));
        assertThatThrownBy(() -> result.source("carl")).hasMessageContaining("[anna, ben]");
    }
}
