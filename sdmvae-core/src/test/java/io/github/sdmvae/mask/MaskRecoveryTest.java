/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.graph.SparseDecodingNode;
import io.github.sdmvae.likelihood.GaussianFeatureVariance;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Data with anchor features, under which the mask is identified but for the order of the latents (Moran et al. 2022). */
class MaskRecoveryTest {
    /** Which latents each feature depends on: three anchors for each latent, then pairs. */
    private static final List<List<Integer>> TRUE_MASK = List.of(
            List.of(0),
            List.of(0),
            List.of(0),
            List.of(1),
            List.of(1),
            List.of(1),
            List.of(2),
            List.of(2),
            List.of(2),
            List.of(0, 1),
            List.of(1, 2),
            List.of(0, 2));

    private static final int LATENTS = 3;

    private static float[][] data() {
        Random random = new Random(17);
        float[][] rows = new float[1000][TRUE_MASK.size()];
        for (float[] row : rows) {
            double[] z = new double[LATENTS];
            Arrays.setAll(z, l -> random.nextGaussian());
            for (int j = 0; j < row.length; j++) {
                double sum = 0;
                for (int l : TRUE_MASK.get(j)) {
                    sum += (j % 2 == 0 ? 1 : -0.8) * z[l];
                }
                row[j] = (float) (1.5 * Math.tanh(sum) + 0.3 * sum + 0.1 * random.nextGaussian());
            }
        }
        return rows;
    }

    /** The best of three starts, by the loss of training: a start may end with two latents turned into each other. */
    @Test
    void anchorFeatures_identifyTheMask() {
        float[][] rows = data();
        TrainingResult best = IntStream.of(2, 3, 1)
                .mapToObj(seed -> train(rows, seed))
                .min(Comparator.comparingDouble(MaskRecoveryTest::loss))
                .orElseThrow();
        float[] slab =
                best.model().weights().get(SparseDecodingNode.SLAB_PROBABILITY).toFloats();
        boolean[][] found = new boolean[TRUE_MASK.size()][LATENTS];
        for (int at = 0; at < slab.length; at++) {
            found[at / LATENTS][at % LATENTS] = slab[at] > 0.5;
        }
        // The first anchor of each latent says which of ours it is.
        int[] order = IntStream.range(0, LATENTS).map(l -> only(found[3 * l])).toArray();
        assertThat(order).doesNotHaveDuplicates();
        for (int j = 0; j < found.length; j++) {
            for (int l = 0; l < LATENTS; l++) {
                assertThat(found[j][order[l]])
                        .as("feature %d, latent %d", j, l)
                        .isEqualTo(TRUE_MASK.get(j).contains(l));
            }
        }
    }

    private static int only(boolean[] row) {
        int[] used = IntStream.range(0, row.length).filter(l -> row[l]).toArray();
        assertThat(used).as("latents of an anchor").hasSize(1);
        return used[0];
    }

    private static double loss(TrainingResult result) {
        return result.history().get(result.history().size() - 1).training().loss();
    }

    private static TrainingResult train(float[][] rows, int seed) {
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(TRUE_MASK.size())
                .latentSize(LATENTS)
                .hidden(20)
                .prior(Prior.standardNormal())
                .likelihood(Likelihood.gaussianFeatureVariance(3, GaussianFeatureVariance.xi(rows)))
                .sparseDecoding(SparseDecoding.standard().withRates(50, 1).withScale(5e-3))
                .seed(seed)
                .build();
        return Trainer.builder()
                .epochs(100)
                .batchSize(100)
                .learningRate(1e-2)
                .seed(seed)
                .build()
                .fit(definition, Frames.of(rows));
    }
}
