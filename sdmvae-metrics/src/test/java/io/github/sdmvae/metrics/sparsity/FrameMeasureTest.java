/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.sparsity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameMeasureTest {
    private static final double SQUARE_ROOT = Math.sqrt(2);

    /** A frame whose entries carry 4, 3, 2 and 1 nats: μ²/σ² = exp(2 · nats) − 1, on scales of their own. */
    private static CodeFrames tenNats() {
        double[] scale = {1, 100, 0.01, 7};
        float[][] mean = new float[1][4];
        float[][] logVariance = new float[1][4];
        for (int j = 0; j < 4; j++) {
            mean[0][j] = (float) (scale[j] * Math.sqrt(Math.expm1(2.0 * (4 - j))));
            logVariance[0][j] = (float) (2 * Math.log(scale[j]));
        }
        return CodeFrames.gaussian(mean, logVariance);
    }

    private static double shareOf(double share) {
        return FrameMeasure.entriesForShare(share).of(tenNats(), 0);
    }

    @Test
    void entriesForShare_workedValues() {
        assertThat(shareOf(0.39)).isEqualTo(1);
        assertThat(shareOf(0.41)).isEqualTo(2);
        assertThat(shareOf(0.69)).isEqualTo(2);
        assertThat(shareOf(0.71)).isEqualTo(3);
        assertThat(shareOf(0.89)).isEqualTo(3);
        assertThat(shareOf(0.91)).isEqualTo(4);
        assertThat(shareOf(1)).isEqualTo(4);
    }

    @Test
    void entriesForShare_switchedOffEntries_areNotNeeded() {
        CodeFrames frames = CodeFrames.gaussian(new float[][] {{0, 2, 0, 0}}, new float[1][4]);
        assertThat(FrameMeasure.entriesForShare(1).of(frames, 0)).isEqualTo(1);
        assertThat(FrameMeasure.entriesForShare(0.9).of(CodeFrames.gaussian(new float[1][4], new float[1][4]), 0))
                .isNaN();
    }

    @Test
    void effectiveEntries_ofHugeAndTinyValues_areThoseOfTheirRatios() {
        assertThat(EffectiveEntries.participation(new double[] {3e200, 1e200})).isCloseTo(1.6, within(1e-12));
        assertThat(EffectiveEntries.participation(new double[] {3e-200, 1e-200}))
                .isCloseTo(1.6, within(1e-12));
    }

    @Test
    void effectiveEntries_workedValue() {
        // (4 + 3 + 2 + 1)² / (16 + 9 + 4 + 1)
        assertThat(FrameMeasure.effectiveEntries().of(tenNats(), 0)).isCloseTo(100 / 30.0, within(1e-5));
        CodeFrames none = CodeFrames.gaussian(new float[1][4], new float[1][4]);
        assertThat(FrameMeasure.effectiveEntries().of(none, 0)).isNaN();
    }

    @Test
    void spikeAndSlab_countsWithItsGate() {
        float[][] mean = {{3, 3, 4, 4}};
        float[][] logVariance = {{0, 0, 0, 0}};
        float[][] gate = {{1, 0, 0.5f, 0}};
        CodeFrames frames = CodeFrames.spikeAndSlab(mean, logVariance, gate);
        assertThat(frames.code(0)).containsExactly(3, 0, 2, 0);
        assertThat(frames.signalToNoise(0)).containsExactly(3, 0, 2, 0);
        assertThat(frames.information(0))
                .containsExactly(new double[] {Math.log(10) / 2, 0, Math.log(17) / 4, 0}, within(1e-12));
        assertThat(FrameMeasure.entriesForShare(0.9).of(frames, 0)).isEqualTo(2);
        assertThat(FrameMeasure.entriesForShare(0.6).of(frames, 0)).isEqualTo(1);
    }

    @Test
    void hoyer_workedValues() {
        // (√4 − 7/5)/(√4 − 1) of (3, 0, 4, 0); with σ = (1, 1, 4/3, 1) its μ/σ is (3, 0, 3, 0): 2 − √2.
        float[][] mean = {{3, 0, -4, 0}};
        float[][] logVariance = {{0, 0, (float) (2 * Math.log(4 / 3.0)), 0}};
        CodeFrames frames = CodeFrames.gaussian(mean, logVariance);
        assertThat(FrameMeasure.hoyerAsPublished().of(frames, 0)).isCloseTo(0.6, within(1e-12));
        assertThat(FrameMeasure.hoyerOfSignalToNoise().of(frames, 0)).isCloseTo(2 - SQUARE_ROOT, within(1e-6));
        FrameMeasure unitRms = FrameMeasure.hoyerAtUnitRms(new double[] {1.5, 0, 1, 0});
        // (2, 0, 4, 0): (2 − 6/√20)/1.
        assertThat(unitRms.of(frames, 0)).isCloseTo(2 - 6 / Math.sqrt(20), within(1e-12));
    }

    @Test
    void extremeScales_neitherOverflowNorVanish() {
        CodeFrames frames = CodeFrames.gaussian(new float[][] {{1e30f, 1e-30f}}, new float[][] {{-500, 100}});
        // ½ log(1 + 10⁶⁰ e⁵⁰⁰) and nothing.
        assertThat(frames.information(0)[0]).isCloseTo(250 + 30 * Math.log(10), within(1e-5));
        assertThat(frames.information(0)[1]).isBetween(0.0, 1e-60);
    }

    @Test
    void undefinedKinds_areRefusedWithTheReason() {
        CodeFrames cauchy = CodeFrames.cauchy(new float[1][4], new float[1][4]);
        CodeFrames points = CodeFrames.points(new float[1][4]);
        for (FrameMeasure measure : List.of(FrameMeasure.entriesForShare(0.9), FrameMeasure.effectiveEntries())) {
            assertThatThrownBy(() -> SparsityStream.of(measure).add(cauchy))
                    .hasMessageContaining(measure.name())
                    .hasMessageContaining("no variance");
            assertThatThrownBy(() -> SparsityStream.of(measure).add(points)).hasMessageContaining("without σ");
        }
        FrameMeasure ratio = FrameMeasure.hoyerOfSignalToNoise();
        assertThatThrownBy(() -> SparsityStream.of(ratio).add(points)).hasMessageContaining("without σ");
        assertThat(ratio.refusal(PosteriorKind.CAUCHY)).isEmpty();
        for (PosteriorKind kind : PosteriorKind.values()) {
            assertThat(FrameMeasure.hoyerAsPublished().refusal(kind)).isEmpty();
            assertThat(FrameMeasure.hoyerAtUnitRms(new double[4]).refusal(kind)).isEmpty();
        }
        assertThatThrownBy(() -> points.information(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rescaledEntries_changePublishedHoyerOnly() {
        int k = 16;
        Random random = new Random(4);
        float[][] mean = new float[300][k];
        float[][] logVariance = new float[300][k];
        float[][] scaledMean = new float[300][k];
        float[][] scaledLogVariance = new float[300][k];
        double[] factor = random.doubles(k, -3, 3).map(p -> Math.pow(10, p)).toArray();
        for (int t = 0; t < 300; t++) {
            for (int j = 0; j < k; j++) {
                mean[t][j] = (float) (random.nextGaussian() * Math.exp(random.nextGaussian()));
                logVariance[t][j] = (float) (random.nextGaussian() - 1);
                scaledMean[t][j] = (float) (factor[j] * mean[t][j]);
                scaledLogVariance[t][j] = (float) (logVariance[t][j] + 2 * Math.log(factor[j]));
            }
        }
        double[] before = means(CodeFrames.gaussian(mean, logVariance));
        double[] after = means(CodeFrames.gaussian(scaledMean, scaledLogVariance));
        assertThat(after[0]).isGreaterThan(before[0] + 0.2);
        for (int i = 1; i < before.length; i++) {
            assertThat(after[i]).as("measure " + i).isCloseTo(before[i], within(1e-5 * before[i]));
        }
    }

    /** Published Hoyer first, then the measures that are free of scale. */
    private static double[] means(CodeFrames frames) {
        EntryEnergies energies = new EntryEnergies(frames.width());
        energies.add(frames);
        List<FrameMeasure> measures = List.of(
                FrameMeasure.hoyerAsPublished(),
                FrameMeasure.hoyerAtUnitRms(energies.rms()),
                FrameMeasure.hoyerOfSignalToNoise(),
                FrameMeasure.entriesForShare(0.9),
                FrameMeasure.effectiveEntries());
        assertThat(measures.stream().skip(1)).allMatch(FrameMeasure::isScaleFree);
        assertThat(measures.get(0).isScaleFree()).isFalse();
        SparsityStream stream = SparsityStream.of(measures.toArray(FrameMeasure[]::new));
        stream.add(frames);
        return measures.stream().mapToDouble(m -> stream.mean(m).mean()).toArray();
    }

    @Test
    void senselessArguments_areRefused() {
        assertThatThrownBy(() -> FrameMeasure.entriesForShare(0)).hasMessageContaining("got 0.0");
        assertThatThrownBy(() -> FrameMeasure.entriesForShare(1.1)).hasMessageContaining("got 1.1");
        assertThatThrownBy(() -> FrameMeasure.hoyerAtUnitRms(new double[] {-1})).hasMessageContaining("got -1.0");
        assertThatThrownBy(() -> FrameMeasure.hoyerAtUnitRms(new double[3]).of(tenNats(), 0))
                .hasMessageContaining("3 entries")
                .hasMessageContaining("got 4");
        assertThatThrownBy(() -> CodeFrames.gaussian(new float[2][3], new float[1][3]))
                .hasMessageContaining("2 x 3, got 1 frames");
        assertThatThrownBy(() -> CodeFrames.gaussian(new float[1][3], new float[1][2]))
                .hasMessageContaining("2 entries in frame 0");
        assertThatThrownBy(() -> CodeFrames.points(new float[][] {{1, 2}, {1}})).hasMessageContaining("frame 1 has 1");
    }
}
