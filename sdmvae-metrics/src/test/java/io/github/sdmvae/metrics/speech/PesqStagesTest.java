/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.visnow.jlargearrays.ConcurrencyUtils;

/** Each stage of PESQ on its own, on inputs whose result follows from the definition. */
class PesqStagesTest {

    private static final PesqGrid GRID = PesqGrid.of(8000);

    @Test
    void level_toneInTheTelephoneBand_hasTheStandardPower() {
        double[] tone = tone(1000, 16000);
        PaddedSignal levelled = LevelledSignal.of(tone, GRID, tone.length).signal();
        double power = Arrays.stream(levelled.samples()).map(v -> v * v).sum() / (tone.length + GRID.padding());
        assertThat(power).isCloseTo(1e7, within(1e4));
        assertThat(levelled.n()).isEqualTo(tone.length + 2 * GRID.margin());
        assertThat(Arrays.stream(levelled.samples(), 0, GRID.margin())).containsOnly(0.0);
    }

    @Test
    void level_shorterSignalOfAPair_isMeasuredOverTheLonger() {
        double[] tone = tone(1000, 16000);
        double alone = LevelledSignal.of(tone, GRID, 16000).signal().samples()[GRID.margin() + 1];
        double paired = LevelledSignal.of(tone, GRID, 32000).signal().samples()[GRID.margin() + 1];
        assertThat(paired / alone).isCloseTo(Math.sqrt((32000.0 + 2560) / (16000 + 2560)), within(1e-12));
    }

    @Test
    void responses_areRelativeToOneKilohertz() {
        assertThat(FrequencyResponse.HANDSET.gainAt(1000)).isEqualTo(1);
        assertThat(FrequencyResponse.HANDSET.gainAt(300)).isCloseTo(Math.pow(10, -6.0 / 20), within(1e-12));
        assertThat(FrequencyResponse.HANDSET.gainAt(325)).isCloseTo(Math.pow(10, -5.0 / 20), within(1e-12));
        assertThat(FrequencyResponse.LEVEL.gainAt(2000)).isEqualTo(1);
        assertThat(FrequencyResponse.LEVEL.gainAt(3375)).isCloseTo(Math.pow(10, -250.0 / 20), within(1e-20));
        assertThat(FrequencyResponse.LEVEL.gainAt(8000)).isLessThan(1e-24);
    }

    @Test
    void biquads_impulseResponse_followsTheRecurrence() {
        double[] impulse = {0, 1, 0, 0, 0};
        Biquads.WIDE_BAND.filter(impulse, 1, 4);
        double b1 = -5.4816519 + 2.740826 * 1.9444777;
        assertThat(impulse[0]).isZero();
        assertThat(impulse[1]).isEqualTo(2.740826);
        assertThat(impulse[2]).isCloseTo(b1, within(1e-12));
        assertThat(impulse[3]).isCloseTo(2.740826 + 1.9444777 * b1 - 0.94597794 * 2.740826, within(1e-12));
        assertThat(impulse[4]).isZero();
    }

    @Test
    void alignmentFilter_countsTheMarginsIntoTheMean_andFades() {
        double[] constant = new double[8000];
        Arrays.fill(constant, 100);
        PaddedSignal padded = PaddedSignal.of(constant, GRID);
        double[] expected = new double[padded.samples().length];
        for (int i = 0; i < 8000; i++) {
            double fade = Math.min(1, (Math.min(i, 7999 - i) + 0.5) / 32);
            expected[GRID.margin() + i] = fade * 100 * (1 - 8000.0 / 12800);
        }
        Biquads.alignment(8000).filter(expected, 0, expected.length);
        double[] filtered = InputFilter.alignment(padded, GRID).samples();
        for (int i = 0; i < expected.length; i++) {
            assertThat(filtered[i]).isCloseTo(expected[i], within(1e-9));
        }
    }

    @Test
    void voiceActivity_dropsBurstsAndJoinsGaps() {
        double[] signal = new double[GRID.window() * 500];
        burst(signal, 50, 3);
        burst(signal, 100, 80);
        burst(signal, 228, 80);
        burst(signal, 380, 80);
        VoiceActivity activity = VoiceActivity.of(new PaddedSignal(signal, signal.length), GRID);
        assertThat(activity.speech(51)).isFalse();
        assertThat(activity.speech(120)).isTrue();
        assertThat(activity.speech(200)).as("gap of 48 windows").isTrue();
        assertThat(activity.speech(344)).as("gap of 72 windows").isFalse();
        assertThat(activity.speech(400)).isTrue();
        assertThat(activity.speech(-1)).isFalse();
        assertThat(activity.logActivity()[120]).isPositive();
        assertThat(activity.logActivity()[200]).isZero();
        // 208 windows of speech and gap, 80 more, and two soft windows at each of the four edges.
        assertThat(activity.speechWindows()).isEqualTo(208 + 80 + 8);
        assertThat(activity.energy()[98]).isCloseTo(0.1 * activity.energy()[100], within(1e-6));
        assertThat(activity.energy()[99]).isCloseTo(0.3 * activity.energy()[100], within(1e-6));
        assertThat(activity.energy()[308]).isCloseTo(0.3 * activity.energy()[307], within(1e-6));
        assertThat(activity.energy()[309]).isCloseTo(0.1 * activity.energy()[307], within(1e-6));
    }

    @Test
    void coarseDelay_findsTheShiftOfTheActivity() {
        double[] late = new double[300];
        double[] early = new double[300];
        for (int w = 0; w < 60; w++) {
            early[50 + w] = 1 + w % 7;
            late[71 + w] = 1 + w % 7;
        }
        CoarseDelay delay = new CoarseDelay(new VoiceActivity(early, early), new VoiceActivity(late, late), 32);
        assertThat(delay.ofWholeSignal()).isEqualTo(21 * 32);
        assertThat(delay.lastCorrelation()).hasSize(599);
        assertThat(delay.ofSection(40, 130, 15 * 32)).isEqualTo(21 * 32);
        assertThat(delay.ofSection(40, 130, -60 * 32)).isBetween(-60 * 32, 40 * 32);
        assertThat(delay.ofSection(40, 41, 64)).isEqualTo(64);
        assertThat(delay.lastCorrelation()).isEmpty();
    }

    @Test
    void correlation_byTransform_equalsTheSum() {
        double[] x = new Random(1).doubles(400, -1, 1).toArray();
        double[] y = new Random(2).doubles(500, -1, 1).toArray();
        double[] transformed = Correlation.linear(x, 10, 300, y, 20, 400);
        assertThat(transformed).hasSize(699);
        for (int k = 0; k < transformed.length; k += 23) {
            double expected = 0;
            for (int i = 0; i < 300; i++) {
                int j = i + k - 299;
                expected += j >= 0 && j < 400 ? x[10 + i] * y[20 + j] : 0;
            }
            assertThat(transformed[k]).isCloseTo(expected, within(1e-10));
        }
        double[] few = Correlation.linear(x, 0, 3, y, 5, 2);
        assertThat(few).hasSize(4);
        assertThat(few[0]).isEqualTo(x[2] * y[5]);
        assertThat(few[3]).isEqualTo(x[0] * y[6]);
    }

    @Test
    void histogram_exactCopies_haveConfidenceOne() {
        double[] noise = new Random(3).doubles(4000, -1, 1).toArray();
        PaddedSignal reference = new PaddedSignal(noise, noise.length);
        PaddedSignal degraded = new PaddedSignal(Arrays.copyOfRange(noise, 7, 4007), noise.length);
        DelayHistogram histogram =
                new DelayHistogram(GRID, new FrameCorrelator(reference, degraded, Windows.periodicHann(512), true));
        for (int p = 0; p < 3000; p += 128) {
            histogram.add(p, p);
        }
        SplitPoint.Half half = new SplitPoint.Half();
        half.coarseDelay = 320;
        histogram.settle(half);
        assertThat(half.confidence).isEqualTo(1.0);
        assertThat(half.delay).isEqualTo(320 - 7);
    }

    @Test
    void frameCorrelator_positionsOutside_readSilence() {
        PaddedSignal signal = new PaddedSignal(new double[] {1, 2, 3}, 3);
        FrameCorrelator correlator = new FrameCorrelator(signal, signal, Windows.periodicHann(8), false);
        assertThat(correlator.correlate(-100, 50)).containsOnly(0.0);
        assertThat(Arrays.stream(correlator.correlate(-4, -4)).sum()).isPositive();
    }

    @Test
    void splitting_findsTheChangeOfDelay() {
        double[] speech = SyntheticSpeech.of(8000, 4, 1000, 9);
        double[] late = SyntheticSpeech.delayedFrom(speech, 16000, 400);
        PesqDetail detail = Pesq.standard().narrowBandDetail(speech, late, 8000);
        assertThat(detail.utterances()).extracting(PesqUtterance::delaySamples).containsExactly(0, 400);
        assertThat(detail.utterances().get(1).startSeconds()).isCloseTo(2, within(0.15));
    }

    @Test
    void delayMap_followsTheLastUtteranceBegun() {
        DelayMap map = new DelayMap(List.of(draft(75, 100, 5), draft(100, 200, -9)), 32);
        assertThat(map.at(0)).isEqualTo(5);
        assertThat(map.at(100 * 32 - 1)).isEqualTo(5);
        assertThat(map.at(100 * 32)).isEqualTo(-9);
    }

    @Test
    void barkBands_useEveryBinOnce() {
        for (PesqGrid grid : List.of(GRID, PesqGrid.of(16000))) {
            BarkTable table = BarkTable.of(grid);
            int bins = 0;
            for (int b = 0; b < table.bands(); b++) {
                bins += table.bins(b);
            }
            assertThat(table.bands()).isEqualTo(grid.bands());
            assertThat(bins).isEqualTo(grid.frame() / 2);
        }
    }

    @Test
    void barkAnalysis_tone_liesInItsBand() {
        double[] spectrum = new BarkAnalysis(GRID).at(tone(1000, 8000), 0);
        // 1000 Hz is bin 32; bands 0 to 24 hold the bins up to 34.
        int loudest = 0;
        for (int b = 1; b < spectrum.length; b++) {
            loudest = spectrum[b] > spectrum[loudest] ? b : loudest;
        }
        assertThat(BarkTable.of(GRID).centre(loudest)).isCloseTo(8.5, within(0.5));
    }

    @Test
    void loudness_belowThreshold_isZero() {
        Hearing hearing = Hearing.of(GRID);
        for (int b = 0; b < 42; b++) {
            double threshold = hearing.threshold(b);
            assertThat(hearing.loudness(b, threshold)).isZero();
            assertThat(hearing.loudness(b, 1.01 * threshold)).isPositive();
        }
        double[] spectrum = new double[42];
        spectrum[0] = 1e12;
        spectrum[20] = 5;
        assertThat(hearing.audible(spectrum, 1))
                .as("the lowest band is left out")
                .isEqualTo(5);
        assertThat(hearing.audible(spectrum, 100)).isZero();
    }

    @Test
    void disturbance_equalSpectra_isZero_addedEnergyIsAsymmetric() {
        double[] reference = new double[42];
        Arrays.fill(reference, 1e6);
        double[] louder = reference.clone();
        louder[20] = 1e9;
        double[] weaker = reference.clone();
        weaker[20] = 10;
        FrameDisturbance frame = new FrameDisturbance(GRID);
        frame.measure(reference, reference.clone(), false);
        assertThat(frame.symmetric()).isZero();
        frame.measure(reference, louder, true);
        assertThat(frame.symmetric()).isPositive();
        assertThat(frame.asymmetric()).isPositive();
        FrameDisturbance other = new FrameDisturbance(GRID);
        other.measure(reference, weaker, false);
        assertThat(other.symmetric()).isPositive();
        assertThat(other.asymmetric()).isZero();
    }

    @Test
    void lostFrames_dropInDelay_clearsTheGap() {
        Disturbances disturbances = Disturbances.ofFrames(50);
        Arrays.fill(disturbances.symmetric(), 1);
        List<UtteranceDraft> drafts = List.of(draft(75, 155, 0), draft(155, 300, -512));
        // The second utterance starts at sample 80 · 32 = 2560; 512 samples of 128 are missing.
        int cleared = LostFrames.clear(disturbances, drafts, GRID);
        assertThat(cleared).isEqualTo(10);
        assertThat(Arrays.stream(disturbances.symmetric(), 16, 26)).containsOnly(0.0);
        assertThat(disturbances.symmetric()[15]).isEqualTo(1);
        assertThat(disturbances.symmetric()[26]).isEqualTo(1);
        assertThat(LostFrames.clear(disturbances, List.of(draft(75, 155, 0), draft(155, 300, 512)), GRID))
                .isZero();
    }

    @Test
    void badIntervals_closeGapsAndNeedFiveFrames() {
        Disturbances disturbances = Disturbances.ofFrames(40);
        for (int f : new int[] {10, 11, 12, 15, 16, 17, 25, 26}) {
            disturbances.symmetric()[f] = 31;
        }
        assertThat(BadIntervals.any(disturbances)).isTrue();
        List<int[]> found = BadIntervals.find(disturbances);
        assertThat(found).singleElement().isEqualTo(new int[] {10, 18});
        assertThat(BadIntervals.any(Disturbances.ofFrames(5))).isFalse();
    }

    @Test
    void realignment_findsAndRemovesTheRemainingDelay() {
        Random random = new Random(8);
        double[] reference = new double[20000];
        for (int i = 6000; i < 12000; i++) {
            reference[i] = random.nextGaussian() * 100;
        }
        double[] shifted = new double[reference.length];
        System.arraycopy(reference, 0, shifted, 150, reference.length - 150);
        ModelSignals signals = new ModelSignals(reference, shifted, reference.length - GRID.padding());
        Realignment realignment = new Realignment(signals, shifted, GRID);
        List<PesqBadInterval> intervals = realignment.estimate(List.of(new int[] {35, 45}));
        assertThat(intervals).singleElement().satisfies(interval -> {
            assertThat(interval.delaySamples()).isEqualTo(150);
            assertThat(interval.correlation()).isGreaterThan(0.5);
        });
        int inside = GRID.margin() + 40 * GRID.hop();
        assertThat(realignment.apply(intervals)[inside]).isEqualTo(reference[inside]);
        assertThat(realignment.estimate(List.of(new int[] {110, 115})).get(0).delaySamples())
                .as("silence")
                .isZero();
    }

    @Test
    void aggregation_constantDisturbance_averagesToItself() {
        Aggregation aggregation = new Aggregation(new FrameRange(0, 99, 100), 20000, GRID);
        double[] constant = new double[100];
        Arrays.fill(constant, 3);
        // The last interval of ten frames is divided by twenty.
        double last = 9 * Math.pow(0.5, 1.0 / 3);
        assertThat(aggregation.average(constant)).isCloseTo(Math.sqrt((9 * 9 + last) / 10), within(1e-12));
        assertThat(Aggregation.rawScore(0, 0)).isEqualTo(4.5);
        assertThat(Aggregation.rawScore(10, 10)).isCloseTo(4.5 - 1.309, within(1e-12));
    }

    @Test
    void aggregation_longFile_weighsTheEndMore() {
        int frames = 2000;
        Aggregation aggregation =
                new Aggregation(new FrameRange(0, frames - 1, frames), 2 * GRID.margin() + 2001 * GRID.hop(), GRID);
        double[] early = new double[frames];
        double[] late = new double[frames];
        Arrays.fill(early, 0, 500, 10);
        Arrays.fill(late, 1500, 2000, 10);
        assertThat(aggregation.average(late)).isGreaterThan(1.1 * aggregation.average(early));
    }

    @Test
    void frameRange_leavesSilentEndsOut() {
        int longest = 2 * GRID.margin() + 16000;
        double[] reference = new double[longest + GRID.padding()];
        Arrays.fill(reference, GRID.margin() + 1280, GRID.margin() + 12800, 1000);
        FrameRange range = FrameRange.of(reference, longest, GRID);
        assertThat(range.start()).isEqualTo(9);
        assertThat(range.stop()).isEqualTo(12800 / 128 - 1);
        assertThat(range.total()).isEqualTo((16000 + 2560) / 128 - 1);
    }

    @Test
    void mapping_knownPoints() {
        assertThat(MosMapping.narrowBand(4.5)).isCloseTo(4.548638, within(1e-6));
        assertThat(MosMapping.wideBand(4.5)).isCloseTo(4.643888, within(1e-6));
        assertThat(MosMapping.narrowBand(4.6607 / 1.4945)).isCloseTo(2.999, within(1e-12));
    }

    @Test
    void bounds_utterancesMustNotShareDegradedSamples() {
        double[] silence = new double[GRID.window() * 1000];
        PaddedSignal signal = new PaddedSignal(silence, silence.length);
        AlignmentData data = AlignmentData.of(signal, signal, GRID);
        List<UtteranceDraft> drafts = new ArrayList<>(List.of(draft(100, 300, 0), draft(400, 600, -640)));
        UtteranceBounds.settle(drafts, data);
        assertThat(drafts.get(0).start).isEqualTo(75);
        // Both reach window 350; in the degraded signal they meet ten windows on either side of it.
        assertThat(drafts.get(0).end).isEqualTo(340);
        assertThat(drafts.get(1).start).isEqualTo(360);
        assertThat(drafts.get(1).end).isEqualTo(925);
    }

    @Test
    void fft_oneThread_andSizesArePowersOfTwo() {
        assertThat(RealFft.ofSize(8).size()).isEqualTo(8);
        assertThat(ConcurrencyUtils.getNumberOfThreads())
                .as("threads of the pool are no daemons")
                .isEqualTo(1);
        assertThat(RealFft.sizeFor(1)).isEqualTo(2);
        assertThat(RealFft.sizeFor(512)).isEqualTo(512);
        assertThat(RealFft.sizeFor(513)).isEqualTo(1024);
        assertThatThrownBy(() -> RealFft.ofSize(24)).hasMessageContaining("got 24");
    }

    private static UtteranceDraft draft(int start, int end, int delay) {
        UtteranceDraft draft = new UtteranceDraft(start, end);
        draft.delay = delay;
        return draft;
    }

    private static double[] tone(double hertz, int length) {
        double[] tone = new double[length];
        for (int i = 0; i < length; i++) {
            tone[i] = Math.sin(2 * Math.PI * hertz * i / GRID.rate());
        }
        return tone;
    }

    private static void burst(double[] signal, int window, int windows) {
        for (int i = window * GRID.window(); i < (window + windows) * GRID.window(); i++) {
            signal[i] = 1000 * Math.sin(0.5 * i);
        }
    }
}
