/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.sdmvae.metrics.MetricException;
import io.github.sdmvae.metrics.MetricException.Reason;
import io.github.sdmvae.metrics.TestJson;
import java.io.IOException;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StoiTest {

    private static final int RATE = 16000;
    private static final double[] CLEAN = SyntheticSpeech.of(RATE, 2, 4, 5);

    @Test
    void windowAndBands_asGolden() throws IOException {
        JsonObject golden = TestJson.read("speech/stoi_internals.json");
        double[] window = Windows.innerHann(StoiFrames.LENGTH);
        double[] indices = TestJson.doubles(golden.getAsJsonArray("hann_indices"));
        double[] values = TestJson.doubles(golden.getAsJsonArray("hann"));
        for (int i = 0; i < indices.length; i++) {
            assertThat(window[(int) indices[i]]).isCloseTo(values[i], within(1e-15));
        }
        JsonArray bands = golden.getAsJsonArray("band_bins_lo_inclusive_hi_exclusive");
        assertThat(bands).hasSize(ThirdOctaveBands.COUNT);
        for (int b = 0; b < bands.size(); b++) {
            double[] edges = TestJson.doubles(bands.get(b).getAsJsonArray());
            assertThat(ThirdOctaveBands.firstBin(b)).isEqualTo((int) edges[0]);
            assertThat(ThirdOctaveBands.firstBin(b + 1)).isEqualTo((int) edges[1]);
        }
    }

    @Test
    void identical_scoresOne() {
        assertThat(Stoi.stoi(CLEAN, CLEAN, RATE)).isCloseTo(1, within(1e-12));
        assertThat(Stoi.estoi(CLEAN, CLEAN, RATE)).isCloseTo(1, within(1e-12));
    }

    @Test
    void gainAndPolarity_doNotMatter() {
        double[] noisy = SyntheticSpeech.withNoise(CLEAN, 5, 6);
        Stoi.Both both = Stoi.both(CLEAN, noisy, RATE);
        Stoi.Both inverted = Stoi.both(CLEAN, SyntheticSpeech.scaled(noisy, -8), RATE);
        assertThat(inverted.stoi()).isCloseTo(both.stoi(), within(1e-12));
        assertThat(inverted.estoi()).isCloseTo(both.estoi(), within(1e-12));
        assertThat(both.estoi()).isLessThan(both.stoi()).isLessThan(0.9);
    }

    @Test
    void both_equalsSingle() {
        double[] noisy = SyntheticSpeech.withNoise(CLEAN, 5, 6);
        assertThat(Stoi.both(CLEAN, noisy, RATE))
                .isEqualTo(new Stoi.Both(Stoi.stoi(CLEAN, noisy, RATE), Stoi.estoi(CLEAN, noisy, RATE)));
    }

    @Test
    void pausesOfTheCleanSignal_doNotMatter() {
        double[] noisy = SyntheticSpeech.withNoise(CLEAN, 10, 6);
        double[] loudPause = new double[CLEAN.length + 3 * RATE];
        System.arraycopy(noisy, 0, loudPause, 0, noisy.length);
        Arrays.fill(loudPause, noisy.length + RATE, loudPause.length, 0.3);
        double[] cleanPause = Arrays.copyOf(CLEAN, loudPause.length);
        assertThat(Stoi.stoi(cleanPause, loudPause, RATE)).isCloseTo(Stoi.stoi(CLEAN, noisy, RATE), within(0.02));
    }

    @Test
    void constantBand_countsAsUncorrelated() {
        double[][] flat = new double[2][30];
        double[][] varied = new double[2][30];
        for (int f = 0; f < 30; f++) {
            varied[0][f] = f;
            varied[1][f] = f * f;
        }
        assertThat(EnvelopeCorrelation.clipped(varied, flat)).isZero();
        assertThat(EnvelopeCorrelation.spectral(varied, flat)).isZero();
        assertThat(EnvelopeCorrelation.clipped(varied, varied)).isCloseTo(1, within(1e-12));
    }

    @Test
    void frames_oneThatJustFits_isLeftOut() {
        assertThat(StoiFrames.count(256)).isZero();
        assertThat(StoiFrames.count(257)).isEqualTo(1);
        assertThat(StoiFrames.count(256 + 128)).isEqualTo(1);
        assertThat(StoiFrames.count(256 + 129)).isEqualTo(2);
    }

    @Test
    void refusals_sayWhy() {
        double[] shorter = Arrays.copyOf(CLEAN, CLEAN.length - 1);
        double[] holed = CLEAN.clone();
        holed[7] = Double.POSITIVE_INFINITY;
        double[] silent = new double[CLEAN.length];
        double[] brief = Arrays.copyOfRange(CLEAN, 4000, 4000 + 5000);
        refused(Reason.DIFFERENT_LENGTHS, "32000 and 31999", () -> Stoi.stoi(CLEAN, shorter, RATE));
        refused(Reason.NOT_FINITE, "sample 7 is Infinity", () -> Stoi.estoi(CLEAN, holed, RATE));
        refused(Reason.NO_SPEECH, "reference is silent", () -> Stoi.stoi(silent, CLEAN, RATE));
        refused(Reason.SILENT_DEGRADED, "degraded", () -> Stoi.both(CLEAN, silent, RATE));
        refused(Reason.TOO_FEW_FRAMES, "30 frames", () -> Stoi.stoi(brief, brief, RATE));
        refused(Reason.TOO_FEW_FRAMES, "got 0", () -> Stoi.stoi(new double[] {1}, new double[] {1}, RATE));
        refused(Reason.UNSUPPORTED_RATE, "got 16001", () -> Stoi.stoi(CLEAN, CLEAN, 16001));
        refused(Reason.UNSUPPORTED_RATE, "got 0", () -> Stoi.stoi(CLEAN, CLEAN, 0));
    }

    private static void refused(Reason reason, String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .hasMessageContaining(text)
                .isInstanceOfSatisfying(
                        MetricException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
