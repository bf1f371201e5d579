/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.metrics.MetricException.Reason;
import io.github.sdmvae.metrics.SiSdr;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SpeechScoresTest {

    private static final double[] CLEAN = SyntheticSpeech.of(16000, 2, 4, 31);
    private static final double[] NOISY = SyntheticSpeech.withNoise(CLEAN, 10, 32);
    private static final String[] NAMES = {"pesq_nb_raw", "pesq_nb_lqo", "pesq_wb_lqo", "stoi", "estoi", "si_sdr"};

    @Test
    void scores_equalTheSingleMetrics() {
        SpeechScores scores = SpeechScores.of(CLEAN, NOISY, 16000);
        Pesq pesq = Pesq.standard();
        assertThat(scores.refusals()).isEmpty();
        assertThat(scores.pesqNbRaw()).hasValue(pesq.narrowBandRaw(CLEAN, NOISY, 16000));
        assertThat(scores.pesqNbLqo()).hasValue(pesq.narrowBandLqo(CLEAN, NOISY, 16000));
        assertThat(scores.pesqWbLqo()).hasValue(pesq.wideBandLqo(CLEAN, NOISY, 16000));
        assertThat(scores.stoi()).hasValue(Stoi.stoi(CLEAN, NOISY, 16000));
        assertThat(scores.estoi()).hasValue(Stoi.estoi(CLEAN, NOISY, 16000));
        assertThat(scores.siSdr()).hasValue(SiSdr.strict(CLEAN, NOISY));
    }

    @Test
    void byName_keepsTheOrder() {
        SpeechScores scores = SpeechScores.of(CLEAN, NOISY, 16000);
        assertThat(scores.byName().keySet()).containsExactly(NAMES);
        assertThat(scores.byName().get("stoi")).isEqualTo(scores.stoi());
        assertThat(scores.byName().get("estoi")).isEqualTo(scores.estoi());
    }

    @Test
    void pypesqCompatible_changesPesqOnly() {
        SpeechScores scores = SpeechScores.of(CLEAN, NOISY, 16000, Pesq.pypesqCompatible());
        assertThat(scores.pesqNbRaw()).hasValue(Pesq.pypesqCompatible().narrowBandRaw(CLEAN, NOISY, 16000));
        assertThat(scores.stoi()).isEqualTo(SpeechScores.of(CLEAN, NOISY, 16000).stoi());
    }

    @Test
    void silentDegraded_refusesEverything() {
        SpeechScores scores = SpeechScores.of(CLEAN, new double[CLEAN.length], 16000);
        assertThat(scores.refusals()).extracting(SpeechScores.Refusal::metric).containsExactly(NAMES);
        assertThat(scores.refusals()).extracting(SpeechScores.Refusal::reason).containsOnly(Reason.SILENT_DEGRADED);
        assertThat(scores.refusals().get(0))
                .hasToString("pesq_nb_raw: PESQ is undefined, the degraded signal is silent");
        assertThat(scores.byName().values()).allMatch(OptionalDouble::isEmpty);
    }

    @Test
    void halfTheSignal_hasNoSiSdr() {
        SpeechScores scores = SpeechScores.of(CLEAN, Arrays.copyOf(CLEAN, CLEAN.length / 2), 16000);
        assertThat(scores.siSdr()).isEmpty();
        assertThat(scores.refusals())
                .filteredOn(refusal -> refusal.metric().equals("si_sdr"))
                .extracting(SpeechScores.Refusal::reason)
                .containsExactly(Reason.DIFFERENT_LENGTHS);
    }

    @Test
    void eightKilohertz_refusesWideBandOnly() {
        double[] narrow = SyntheticSpeech.of(8000, 2, 4, 33);
        SpeechScores scores = SpeechScores.of(narrow, narrow, 8000);
        assertThat(scores.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.metric()).isEqualTo("pesq_wb_lqo");
            assertThat(refusal.reason()).isEqualTo(Reason.UNSUPPORTED_RATE);
        });
    }

    @Test
    void otherRate_keepsStoi() {
        SpeechScores scores = SpeechScores.of(CLEAN, NOISY, 22050);
        assertThat(scores.refusals()).hasSize(3).allMatch(r -> r.metric().startsWith("pesq"));
        assertThat(scores.stoi()).isPresent();
    }

    @Test
    void differentRates_refuseEverything() {
        SpeechScores scores = SpeechScores.of(CLEAN, 16000, NOISY, 8000);
        assertThat(scores.refusals()).extracting(SpeechScores.Refusal::metric).containsExactly(NAMES);
        assertThat(scores.refusals()).extracting(SpeechScores.Refusal::reason).containsOnly(Reason.DIFFERENT_RATES);
        assertThat(scores.byName().values()).allMatch(OptionalDouble::isEmpty);
        assertThat(SpeechScores.of(CLEAN, 16000, NOISY, 16000)).isEqualTo(SpeechScores.of(CLEAN, NOISY, 16000));
    }
}
