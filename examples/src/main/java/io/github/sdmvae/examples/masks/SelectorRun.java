/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.masks;

import io.github.sdmvae.metrics.HoyerSparsity;
import io.github.sdmvae.model.Evaluation;
import io.github.sdmvae.model.Vae;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What a training gave, on points that it did not see.
 *
 * @param regulariser R; 0 without a selector
 * @param hoyer of the codes
 * @param entries effective entries of d, (Σd)²/Σd²; all of them without a selector
 * @param elbo without R, all constants
 * @param recovered clusters with nine tenths of their energy in two entries that no other cluster has among its two
 * @param energies of the codes of each cluster by entry
 */
@SuppressWarnings("ArrayRecordComponent") // only read here, and never compared
record SelectorRun(
        double regulariser, double hoyer, double entries, double elbo, double recovered, float[][] energies) {
    private static final double MOST = 0.9;

    static SelectorRun of(Vae model, double weight, ClusterPoints points) {
        float[][] codes = model.encode(points.rows());
        Evaluation evaluation = model.evaluate(points.frames());
        double elbo = -evaluation.terms().reconstruction()
                - evaluation.constant()
                - evaluation.terms().divergence();
        double penalty = evaluation.terms().penalties().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        float[][] energies = points.energies(codes);
        return new SelectorRun(
                weight == 0 ? 0 : penalty / weight,
                HoyerSparsity.mean(codes).mean(),
                entries(model, points.rows(), codes),
                elbo,
                recovered(energies),
                energies);
    }

    /** Mean over points; d = a/y where y is not zero. */
    private static double entries(Vae model, float[][] rows, float[][] codes) {
        float[][] means = model.posterior(rows).mean();
        double total = 0;
        for (int i = 0; i < rows.length; i++) {
            double sum = 0;
            double squares = 0;
            for (int j = 0; j < codes[i].length; j++) {
                double d = means[i][j] == 0 ? 0 : codes[i][j] / means[i][j];
                sum += d;
                squares += d * d;
            }
            total += squares == 0 ? 0 : sum * sum / squares;
        }
        return total / rows.length;
    }

    private static double recovered(float[][] energies) {
        int[] users = new int[energies[0].length];
        BitSet[] pairs = new BitSet[energies.length];
        for (int c = 0; c < energies.length; c++) {
            pairs[c] = largest(energies[c], ClusterPoints.OWN);
            pairs[c].stream().forEach(j -> users[j]++);
        }
        int found = 0;
        for (int c = 0; c < energies.length; c++) {
            float[] shares = energies[c];
            boolean alone = pairs[c].stream().allMatch(j -> users[j] == 1);
            found += alone && pairs[c].stream().mapToDouble(j -> shares[j]).sum() > MOST ? 1 : 0;
        }
        return found;
    }

    private static BitSet largest(float[] shares, int count) {
        float[] sorted = shares.clone();
        Arrays.sort(sorted);
        BitSet chosen = new BitSet();
        for (int j = 0; j < shares.length && chosen.cardinality() < count; j++) {
            if (shares[j] >= sorted[sorted.length - count]) {
                chosen.set(j);
            }
        }
        return chosen;
    }
}
