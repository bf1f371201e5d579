/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.objective.LossTerms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes terms of a row of sums.
 *
 * @param objective what was computed
 * @param names of the terms behind those that every model has
 * @param always how many of these hold for every pass; the rest are training's
 * @param watched whose updates can fail; null if none can
 */
record Sums(
        Objective objective,
        List<String> names,
        int always,
        @Nullable WatchedStage watched) implements TermsRing.Terms {

    @Override
    public RuntimeException failure(double code) {
        return Objects.requireNonNull(watched, "nothing is watched").failure(code);
    }

    @Override
    public LossTerms of(double[] sums, TermsRing.Pass pass) {
        Map<String, Double> further = new LinkedHashMap<>();
        for (int i = 0; i < (pass.train() ? names.size() : always); i++) {
            further.merge(names.get(i), sums[TermsRing.Columns.PENALTIES + i], Double::sum);
        }
        double rows = Math.max(1, pass.rows());
        if (objective.rule().importance()) {
            double bound = sums[TermsRing.Columns.BOUND] / rows;
            double reconstruction = sums[TermsRing.Columns.RECONSTRUCTION] / rows;
            double rest = pass.beta() == 0 ? 0 : (bound - reconstruction) / pass.beta();
            return new LossTerms(reconstruction, rest, 0, pass.beta(), further);
        }
        boolean held = pass.train() && objective.freeBits() > 0;
        return new LossTerms(
                sums[TermsRing.Columns.LOSS] / (rows * objective.samples()),
                held ? sums[TermsRing.Columns.DIVERGENCE] : sums[TermsRing.Columns.DIVERGENCE] / rows,
                sums[TermsRing.Columns.HYPERPRIOR] / rows,
                pass.beta(),
                further);
    }
}
