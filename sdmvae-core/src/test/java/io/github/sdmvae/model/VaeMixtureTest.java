/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.MixtureWeights.Fit;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Trainer;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VaeMixtureTest {
    private static final int WIDTH = 6;

    private static Vae rising;
    private static Vae falling;

    /** Computed by a program written apart. */
    private static final class Worked {
        double[][] logs;
        int[][] sequences;
        double[] weights;
        double[][] responsibilities;
        double[] logLikelihood;
        double[] weightsAfter;
        double[][] summed;
        double[][] sequenceResponsibilities;
        double[] weightsAfter10;
        double[] objectives;
    }

    @BeforeAll
    static void train() {
        rising = model(data(300, true, 1));
        falling = model(data(300, false, 2));
    }

    /** Rows that rise or fall along the features, by an amount of their own. */
    private static float[][] data(int count, boolean rises, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[count][WIDTH];
        for (float[] row : rows) {
            double slope = (rises ? 1 : -1) * (0.5 + random.nextDouble());
            for (int j = 0; j < WIDTH; j++) {
                row[j] = (float) (slope * (j - 2.5) + 0.3 * random.nextGaussian());
            }
        }
        return rows;
    }

    private static Vae model(float[][] rows) {
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(WIDTH)
                .hidden(8)
                .latentSize(2)
                .prior(Prior.standardNormal())
                .likelihood(Likelihood.gaussian(0.09))
                .build();
        return Trainer.builder()
                .epochs(30)
                .batchSize(30)
                .learningRate(1e-2)
                .build()
                .fit(definition, Frames.of(rows))
                .model();
    }

    @Test
    void workedCase_isMet() {
        Worked worked = new Gson()
                .fromJson(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        VaeMixtureTest.class.getResourceAsStream("/golden/vaeMixture.json")),
                                StandardCharsets.UTF_8),
                        Worked.class);
        for (int i = 0; i < worked.logs.length; i++) {
            double[] found = new double[3];
            double log = MixtureWeights.responsibilities(worked.logs[i], worked.weights, found);
            assertThat(log).isCloseTo(worked.logLikelihood[i], within(1e-12 * Math.abs(log)));
            assertThat(found).containsExactly(worked.responsibilities[i], within(1e-12));
        }
        Fit once = MixtureWeights.fit(worked.logs, worked.weights, 1, 0);
        assertThat(once.weights()).containsExactly(worked.weightsAfter, within(1e-12));
        Fit ten = MixtureWeights.fit(worked.logs, worked.weights, 10, 0);
        assertThat(ten.weights()).containsExactly(worked.weightsAfter10, within(1e-12));
        assertThat(ten.objectives()).hasSize(11);
        for (int k = 0; k < 11; k++) {
            assertThat(ten.objectives().get(k)).isCloseTo(worked.objectives[k], within(1e-9));
        }
        for (int s = 0; s < worked.sequences.length; s++) {
            double[] sums = new double[3];
            for (int i : worked.sequences[s]) {
                Arrays.setAll(sums, c -> sums[c] + worked.logs[i][c]);
            }
            assertThat(sums).containsExactly(worked.summed[s], within(1e-9));
            MixtureWeights.responsibilities(sums, worked.weights, sums);
            assertThat(sums).containsExactly(worked.sequenceResponsibilities[s], within(1e-9));
        }
    }

    private static float[][] mixed() {
        float[][] all = Arrays.copyOf(data(150, true, 3), 200);
        System.arraycopy(data(50, false, 4), 0, all, 150, 50);
        return all;
    }

    @Test
    void rows_areGivenToTheModelThatKnowsThem() {
        float[][] rows = mixed();
        VaeMixture mixture =
                VaeMixture.of(List.of(rising, falling)).withSamples(5).fit(Frames.of(rows));
        double[][] shares = mixture.responsibilities(rows);
        long right = IntStream.range(0, rows.length)
                .filter(i -> shares[i][i < 150 ? 0 : 1] > 0.5)
                .count();
        assertThat(right).isGreaterThanOrEqualTo(198);
        assertThat(mixture.weights()[0]).isCloseTo(0.75, within(0.02));
        List<Double> objectives = mixture.objectives();
        for (int k = 1; k < objectives.size(); k++) {
            assertThat(objectives.get(k)).isGreaterThanOrEqualTo(objectives.get(k - 1) - 1e-9);
        }
        // Two models know the data better than one.
        Frames data = Frames.of(rows);
        assertThat(mean(mixture.logLikelihoods(data)))
                .isGreaterThan(
                        mean(VaeMixture.of(List.of(rising)).withSamples(5).logLikelihoods(data)) + 1);
        assertThat(error(rows, mixture.reconstruct(rows))).isLessThan(0.5 * error(rows, rising.reconstruct(rows)));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double error(float[][] rows, float[][] others) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < WIDTH; j++) {
                sum += (rows[i][j] - others[i][j]) * (double) (rows[i][j] - others[i][j]);
            }
        }
        return sum;
    }

    @Test
    void sequences_haveOneModelForAllTheirRows() {
        VaeMixture mixture = VaeMixture.of(List.of(rising, falling));
        float[][] sequence = data(20, false, 9);
        double[] share = mixture.responsibilitiesOfSequence(sequence);
        assertThat(share[1]).isGreaterThan(0.999999);
        assertThat(share[0] + share[1]).isCloseTo(1, within(1e-12));
        List<Frames> sequences = List.of(
                Frames.of(sequence),
                Frames.of(data(10, true, 10)),
                Frames.of(data(30, false, 11)),
                Frames.of(data(5, false, 12)));
        assertThat(mixture.fitSequences(sequences).weights()[1]).isCloseTo(0.75, within(1e-6));
    }

    @Test
    void oneRow_isBoundedByWhatItsModelSays() {
        float[][] rows = data(40, true, 6);
        double own =
                mean(VaeMixture.of(List.of(rising)).withSamples(20).withSeed(3).logLikelihoods(Frames.of(rows)));
        assertThat(own).isCloseTo(rising.logLikelihood(Frames.of(rows), 20, 3).mean(), within(1e-9));
    }

    @Test
    void generatedRows_areOfTheComponentsByTheirWeights() {
        VaeMixture mixture = VaeMixture.of(List.of(rising, falling), new double[] {0.2, 0.8});
        float[][] drawn = mixture.generate(300, 5);
        assertThat(drawn).isDeepEqualTo(mixture.generate(300, 5)).isNotEqualTo(mixture.generate(300, 6));
        long risen = Arrays.stream(drawn).filter(row -> row[5] > row[0]).count();
        assertThat(risen).isBetween(35L, 90L);
    }

    @Test
    void whatDoesNotFit_isRefused() {
        Vae wider = Vae.untrained(
                ModelDefinition.builder().inputSize(7).latentSize(2).build());
        assertThatThrownBy(() -> VaeMixture.of(List.of())).hasMessageContaining("at least one model");
        assertThatThrownBy(() -> VaeMixture.of(List.of(rising, wider))).hasMessageContaining("got 6 and 7");
        assertThatThrownBy(() -> VaeMixture.of(List.of(rising), new double[] {0.4}))
                .hasMessageContaining("sum 1, got [0.4]");
        assertThatThrownBy(() -> VaeMixture.of(List.of(rising, falling), new double[] {1.5, -0.5}))
                .hasMessageContaining("at least 0");
        assertThatThrownBy(() -> VaeMixture.of(List.of(rising)).withSamples(0)).hasMessageContaining("1..10000, got 0");
        Vae slab = Vae.untrained(
                rising.definition().toBuilder().prior(Prior.spikeAndSlab(0.5)).build());
        assertThatThrownBy(() -> VaeMixture.of(List.of(slab)).responsibilities(data(2, true, 1)))
                .hasMessageContaining("spikeAndSlab");
        assertThatThrownBy(() -> VaeMixture.of(List.of(rising)).fitSequences(List.of()))
                .hasMessageContaining("no sequences");
    }
}
