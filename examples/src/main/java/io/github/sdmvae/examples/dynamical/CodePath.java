/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.dynamical;

import io.github.sdmvae.model.Posterior;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** How codes change from frame to frame, over many utterances as one. Not thread-safe. */
final class CodePath {
    private static final double SHARE = 0.9;

    private double change;
    private double energy;
    private double supports;
    private long pairs;

    /** Adds an utterance. */
    void add(Posterior codes) {
        BitSet before = new BitSet();
        for (int t = 0; t < codes.mean().length; t++) {
            float[] code = codes.mean()[t];
            BitSet support = support(code, codes.logVariance()[t]);
            for (int j = 0; j < code.length; j++) {
                energy += (double) code[j] * code[j];
                change += t == 0 ? 0 : square(code[j] - codes.mean()[t - 1][j]);
            }
            if (t > 0) {
                supports += distance(before, support);
                pairs++;
            }
            before = support;
        }
    }

    /** Σ(a_t − a_{t−1})² / Σ a_t² of mean codes: 0 if they stand still, about 2 if frames are independent. */
    double roughness() {
        return change / energy;
    }

    /**
     * Mean over pairs of successive frames of 1 − |S ∩ S'| / |S ∪ S'|, S being the fewest entries that carry 90 % of a
     * frame's Σ ½ log(1 + μ²/σ²): 0 if the same entries are in use, 1 if none is.
     */
    double supportChange() {
        return supports / pairs;
    }

    private static double square(double value) {
        return value * value;
    }

    private static BitSet support(float[] mean, float[] logVariance) {
        double[] nats = new double[mean.length];
        List<Integer> order = new ArrayList<>();
        double all = 0;
        for (int j = 0; j < nats.length; j++) {
            nats[j] = Math.log1p(square(mean[j]) * Math.exp(-logVariance[j]));
            all += nats[j];
            order.add(j);
        }
        order.sort(Comparator.comparingDouble(j -> -nats[j]));
        BitSet support = new BitSet();
        double carried = 0;
        for (int j : order) {
            if (carried >= SHARE * all) {
                break;
            }
            support.set(j);
            carried += nats[j];
        }
        return support;
    }

    private static double distance(BitSet one, BitSet two) {
        BitSet both = (BitSet) one.clone();
        both.and(two);
        BitSet either = (BitSet) one.clone();
        either.or(two);
        return either.isEmpty() ? 0 : 1 - (double) both.cardinality() / either.cardinality();
    }
}
