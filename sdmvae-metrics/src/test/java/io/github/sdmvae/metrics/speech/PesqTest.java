/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.metrics.MetricException;
import io.github.sdmvae.metrics.MetricException.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PesqTest {

    private static final Pesq PESQ = Pesq.standard();
    private static final double[] WIDE = SyntheticSpeech.of(16000, 3, 4, 21);
    private static final double[] NARROW = SyntheticSpeech.of(8000, 3, 4, 22);
    private static final double[] NOISY = SyntheticSpeech.withNoise(WIDE, 15, 23);

    @Test
    void identical_scoresTheMaximum() {
        assertThat(PESQ.narrowBandRaw(WIDE, WIDE, 16000)).isEqualTo(4.5);
        assertThat(PESQ.narrowBandRaw(NARROW, NARROW, 8000)).isEqualTo(4.5);
        assertThat(PESQ.narrowBandLqo(WIDE, WIDE, 16000)).isCloseTo(4.548638, within(1e-6));
        assertThat(PESQ.wideBandLqo(WIDE, WIDE, 16000)).isCloseTo(4.643888, within(1e-6));
    }

    @Test
    void scaleAndPolarity_doNotMatter() {
        double raw = PESQ.narrowBandRaw(WIDE, NOISY, 16000);
        double lqo = PESQ.wideBandLqo(WIDE, NOISY, 16000);
        for (double scale : new double[] {32768, -0.3, 1e-180, 1e180}) {
            double[] scaled = SyntheticSpeech.scaled(NOISY, scale);
            assertThat(PESQ.narrowBandRaw(WIDE, scaled, 16000)).isCloseTo(raw, within(1e-9));
            assertThat(PESQ.wideBandLqo(scaled(WIDE, scale), scaled, 16000)).isCloseTo(lqo, within(1e-9));
        }
    }

    @Test
    void moreNoise_scoresLower() {
        double[] scores = IntStream.of(40, 25, 10)
                .mapToDouble(snr -> PESQ.narrowBandRaw(NARROW, SyntheticSpeech.withNoise(NARROW, snr, 3), 8000))
                .toArray();
        assertThat(scores[0]).isGreaterThan(scores[1]);
        assertThat(scores[1]).isGreaterThan(scores[2]);
    }

    @Test
    void detail_reportsDelaysAndDisturbances() {
        double[] late = SyntheticSpeech.delayedFrom(WIDE, 0, 592);
        PesqDetail detail = PESQ.narrowBandDetail(WIDE, late, 16000);
        assertThat(detail.utterances()).extracting(PesqUtterance::delaySamples).containsOnly(592);
        assertThat(detail.utterances().get(0).startSeconds()).isEqualTo(0);
        assertThat(detail.utterances())
                .allSatisfy(u -> assertThat(u.confidence()).isBetween(0.9, 1.0));
        assertThat(detail.symmetricDisturbance()).hasSize(detail.lastFrame() + 1);
        assertThat(detail.asymmetricDisturbance()).hasSize(detail.lastFrame() + 1);
        assertThat(detail.raw())
                .isEqualTo(4.5 - 0.1 * detail.symmetricIndicator() - 0.0309 * detail.asymmetricIndicator())
                .isGreaterThan(4);
        assertThat(detail.wideBand()).isFalse();
    }

    @Test
    void detail_ofNoise_hasBothIndicators() {
        PesqDetail detail = PESQ.narrowBandDetail(WIDE, NOISY, 16000);
        assertThat(detail.asymmetricIndicator()).isPositive();
        assertThat(detail.raw())
                .isEqualTo(4.5 - 0.1 * detail.symmetricIndicator() - 0.0309 * detail.asymmetricIndicator());
        assertThat(detail.lostFrames()).isZero();
    }

    @Test
    void detail_countsFramesThatADropInDelayRemoved() {
        double[] speech = SyntheticSpeech.of(8000, 4, 1000, 9);
        double[] cut = new double[speech.length];
        System.arraycopy(speech, 0, cut, 0, 16000);
        System.arraycopy(speech, 17000, cut, 16000, speech.length - 17000);
        assertThat(PESQ.narrowBandDetail(speech, cut, 8000).lostFrames()).isPositive();
    }

    @Test
    void detail_disturbanceIsWhereTheDamageIs() {
        double[] damaged = WIDE.clone();
        System.arraycopy(NOISY, 0, damaged, 0, 8000);
        double[] disturbance = PESQ.wideBandDetail(WIDE, damaged, 16000).symmetricDisturbance();
        double inside = Arrays.stream(disturbance, 0, 30).average().orElseThrow();
        double outside =
                Arrays.stream(disturbance, 40, disturbance.length).average().orElseThrow();
        assertThat(inside).isGreaterThan(20 * outside);
    }

    @Test
    void differentLengths_areAccepted() {
        assertThat(PESQ.narrowBandRaw(WIDE, Arrays.copyOf(WIDE, WIDE.length + 5000), 16000))
                .isCloseTo(4.5, within(1e-3));
    }

    @Test
    void moreThanFiftyUtterances_areAllAligned() {
        double[] bursts = new double[8000 * 36];
        Random random = new Random(7);
        for (int i = 0; i < 60 * 2000; i++) {
            bursts[1600 + i / 2000 * 4800 + i % 2000] = random.nextGaussian();
        }
        PesqDetail detail = PESQ.narrowBandDetail(bursts, SyntheticSpeech.delayedFrom(bursts, 0, 80), 8000);
        assertThat(detail.utterances()).hasSizeGreaterThan(50);
        assertThat(detail.utterances()).extracting(PesqUtterance::delaySamples).containsOnly(80);
    }

    @Test
    void pypesqCompatible_truncatesTo16Bits() {
        double[] truncated = Arrays.stream(NOISY).map(v -> (int) (v * 32767)).toArray();
        double[] reference = Arrays.stream(WIDE).map(v -> (int) (v * 32767)).toArray();
        double score = Pesq.pypesqCompatible().narrowBandRaw(WIDE, NOISY, 16000);
        assertThat(score).isEqualTo(PESQ.narrowBandRaw(reference, truncated, 16000));
        assertThat(score).isNotEqualTo(PESQ.narrowBandRaw(WIDE, NOISY, 16000));
        assertThat(Pesq.pypesqCompatible().narrowBandRaw(scaled(WIDE, 1e4), scaled(NOISY, 1e4), 16000))
                .isCloseTo(score, within(0.01));
    }

    @Test
    void pypesqCompatible_truncatedToSilence_refuses() {
        refused(
                Reason.SILENT_DEGRADED,
                "silent",
                () -> Pesq.pypesqCompatible().narrowBandRaw(WIDE, scaled(WIDE, 1e-6), 16000));
    }

    @Test
    void refusals_sayWhy() {
        double[] holed = WIDE.clone();
        holed[5] = Double.NaN;
        double[] silent = new double[16000];
        double[] brief = new double[16000];
        System.arraycopy(NOISY, 8000, brief, 8000, 1600);
        refused(Reason.UNSUPPORTED_RATE, "got 44100", () -> PESQ.narrowBandRaw(WIDE, WIDE, 44100));
        refused(Reason.UNSUPPORTED_RATE, "wide-band", () -> PESQ.wideBandLqo(NARROW, NARROW, 8000));
        refused(
                Reason.TOO_SHORT,
                "reference must have at least 4000",
                () -> PESQ.narrowBandRaw(Arrays.copyOf(WIDE, 3999), WIDE, 16000));
        refused(Reason.TOO_SHORT, "got 1999", () -> PESQ.narrowBandLqo(NARROW, Arrays.copyOf(NARROW, 1999), 8000));
        refused(Reason.NOT_FINITE, "sample 5 is NaN", () -> PESQ.wideBandLqo(WIDE, holed, 16000));
        refused(Reason.NO_SPEECH, "reference is silent", () -> PESQ.narrowBandRaw(silent, WIDE, 16000));
        refused(Reason.NO_SPEECH, "at least 200 ms", () -> PESQ.narrowBandRaw(brief, WIDE, 16000));
        refused(Reason.SILENT_DEGRADED, "degraded", () -> PESQ.wideBandLqo(WIDE, silent, 16000));
    }

    @Test
    void oddSignals_giveAScoreOrARefusal() {
        Random random = new Random(4);
        for (int i = 0; i < 120; i++) {
            int rate = random.nextBoolean() ? 8000 : 16000;
            double[] reference = odd(random, rate);
            double[] degraded = odd(random, rate);
            try {
                assertThat(PESQ.narrowBandRaw(reference, degraded, rate)).isFinite();
            } catch (MetricException e) {
                assertThat(e.reason()).isIn(Reason.NO_SPEECH, Reason.SILENT_DEGRADED, Reason.UNDEFINED);
            }
        }
    }

    @Test
    void severalThreads_giveTheSameScores() throws Exception {
        double expected = PESQ.wideBandLqo(WIDE, NOISY, 16000);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Callable<Double> task = () -> PESQ.wideBandLqo(WIDE, NOISY, 16000);
            for (Future<Double> score : pool.invokeAll(List.of(task, task, task, task, task, task))) {
                assertThat(score.get()).isEqualTo(expected);
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void longTransforms_startNoThreads() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        assertThat(PESQ.narrowBandRaw(WIDE, NOISY, 16000)).isPositive();
        Set<Thread> started = Thread.getAllStackTraces().keySet().stream()
                .filter(t -> !before.contains(t) && !t.isDaemon())
                .collect(Collectors.toSet());
        assertThat(started).isEmpty();
    }

    private static double[] scaled(double[] signal, double factor) {
        return SyntheticSpeech.scaled(signal, factor);
    }

    /** Clicks, tones, offsets, bursts and noise, in lengths of 0.25 to 1.25 s. */
    private static double[] odd(Random random, int rate) {
        double[] signal = new double[rate / 4 + random.nextInt(rate)];
        int from = random.nextInt(signal.length);
        int to = from + random.nextInt(signal.length - from);
        int kind = random.nextInt(6);
        double frequency = 10 + random.nextDouble() * rate / 2;
        for (int i = kind < 3 ? 0 : from; i < (kind < 3 ? signal.length : to); i++) {
            signal[i] = switch (kind) {
                case 0 -> random.nextInt(500) == 0 ? random.nextGaussian() : 0;
                case 1 -> Math.sin(2 * Math.PI * frequency * i / rate);
                case 2 -> 0.5;
                case 3 -> random.nextGaussian();
                case 4 -> Math.sin(2 * Math.PI * frequency * i / rate);
                default -> Math.signum(Math.sin(i * 0.05)) * i;
            };
        }
        signal[random.nextInt(signal.length)] = 1e-3;
        return signal;
    }

    private static void refused(Reason reason, String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .hasMessageContaining(text)
                .isInstanceOfSatisfying(
                        MetricException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
