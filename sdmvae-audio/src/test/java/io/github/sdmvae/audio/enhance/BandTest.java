/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.prior.Prior;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BandTest {
    private static final int BINS = 64;
    private static final int ROWS = 4;

    /** Noise up to a bin, a slope of some bins behind it, nothing further up; loud ends. */
    private static MixturePower cutAt(int end, int slope, int frames) {
        return cutAt(end, slope, frames, BINS);
    }

    private static MixturePower cutAt(int end, int slope, int frames, int bins) {
        FloatRows.InMemory rows = new FloatRows.InMemory(frames, bins);
        Random random = new Random(1);
        float[] row = new float[bins];
        for (int t = 0; t < frames; t++) {
            Arrays.fill(row, t < 3 || t >= frames - 3 ? 1e-3f : 1e-10f);
            for (int f = 0; f < Math.min(bins, end + slope); f++) {
                row[f] = (float) (10 * random.nextDouble() * Math.pow(10, -Math.max(0, f - end + 1) * 2.5));
            }
            rows.write(t, 1, row);
        }
        return MixturePower.of(rows);
    }

    @Test
    void whatIsCut_isFound_withItsSlope() {
        assertThat(Band.of(cutAt(32, 3, 40))).isEqualTo(new Band(BINS, 33));
        assertThat(Band.of(cutAt(62, 0, 40)).used()).isEqualTo(62);
    }

    @Test
    void wholeAndShortRecordings_haveAllFrequencies() {
        assertThat(Band.of(cutAt(64, 0, 40)).isWhole()).isTrue();
        assertThat(Band.of(cutAt(63, 0, 40)).isWhole()).as("one bin is no band").isTrue();
        assertThat(Band.of(cutAt(32, 0, 7)).isWhole()).as("ends alone").isTrue();
    }

    @Test
    void unknownFrequencies_sayNothing() {
        SpeechModel model = SmallSpeech.model(Prior.standardNormal(), 1);
        int bins = model.frontEnd().options().stft().bins();
        Band band = new Band(bins, bins - 9);
        double[] quiet = outcome(model, band, 1e-9f);
        assertThat(outcome(model, band, 3)).containsExactly(quiet, within(1e-3));
        assertThat(quiet).doesNotContain(Double.NaN);
        assertThat(outcome(model, Band.whole(bins), 3)[0])
                .isNotCloseTo(outcome(model, Band.whole(bins), 1e-9f)[0], within(1.0));
    }

    private static Stream<PosteriorMethod> methods() {
        return Stream.of(
                PosteriorMethod.metropolisHastings(),
                PosteriorMethod.langevin(),
                PosteriorMethod.pointEstimate(),
                PosteriorMethod.variational(),
                PosteriorMethod.fixedEncoder());
    }

    /** Through whole fits, of one source and of two without noise. */
    @ParameterizedTest
    @MethodSource("methods")
    void everyMethod_goesOnWithoutTheMissingFrequencies(PosteriorMethod method) {
        SpeechModel one = SmallSpeech.model(Prior.standardNormal(), 1);
        SpeechModel two = SmallSpeech.model(Prior.standardNormal(), 2);
        fit(method, NoiseModel.nonNegativeFactors(3), List.of(one));
        fit(method, NoiseModel.none(), List.of(one, two));
    }

    private static void fit(PosteriorMethod method, NoiseModel noise, List<SpeechModel> models) {
        FitSettings settings =
                new FitSettings(noise, method, null, NoiseStart.noiseFloor(), true, 3, null, 1, 2, report -> {});
        List<String> names = models.size() == 1 ? List.of("one") : List.of("one", "two");
        MixtureSetup setup = MixtureSetup.of(names, models, settings);
        int bins = models.get(0).frontEnd().options().stft().bins();
        MixturePower power = cutAt(20, 0, 150, bins);
        List<FloatRows.InMemory> shares = names.stream()
                .map(name -> new FloatRows.InMemory(power.frames(), bins))
                .toList();
        FitSummary summary = setup.fit(
                power,
                TileStore.inMemory(setup.tiles(power.frames())),
                new double[0],
                List.copyOf(shares),
                0,
                new FitNotes(SmallSpeech.RATE));
        assertThat(summary.notes()).contains("the recording has nothing above 625 Hz: codes come from what lies below");
        assertThat(summary.costs()).hasSize(3).allMatch(cost -> Math.abs(cost) < 20);
        float[] values = shares.get(0).values();
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isBetween(0f, i % bins < 20 ? 1f : 1e-4f);
        }
    }

    /** Cost, a code's gradient, and the sums that renew noise, with so much power in the last nine frequencies. */
    private static double[] outcome(SpeechModel model, Band band, float last) {
        FitSettings settings = new FitSettings(
                NoiseModel.nonNegativeFactors(2),
                PosteriorMethod.pointEstimate(),
                null,
                NoiseStart.UNIFORM,
                true,
                3,
                null,
                1,
                1,
                report -> {});
        MixtureSetup setup = MixtureSetup.of(List.of("speech"), List.of(model), settings);
        int bins = band.bins();
        int k = model.vae().definition().codeSize();
        float[] power = new float[ROWS * bins];
        for (int i = 0; i < power.length; i++) {
            power[i] = i % bins >= bins - 9 ? last : 0.5f + i % 7;
        }
        try (MixtureProgram program = band.compile(setup, ROWS, 2)) {
            program.power(power);
            double[] activations = new double[ROWS * 2];
            Arrays.fill(activations, 3);
            double[] basis = new double[2 * bins];
            Arrays.fill(basis, 0.1);
            program.noise(activations, basis);
            double[] codes = new double[ROWS * k];
            Arrays.fill(codes, 0.2);
            program.propose(0, codes);
            double[] gradient = new double[codes.length];
            program.gradient(0, gradient);
            program.decode(0, codes);
            program.forget();
            program.keep();
            double[] cost = new double[ROWS];
            program.cost(cost);
            double[] top = new double[activations.length];
            double[] bottom = new double[activations.length];
            program.activationSums(top, bottom);
            return new double[] {cost[0], gradient[0], gradient[k + 1], top[0], bottom[1]};
        }
    }
}
