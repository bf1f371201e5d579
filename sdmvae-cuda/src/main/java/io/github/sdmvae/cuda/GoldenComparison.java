/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.Program.Result;
import java.util.Arrays;

/** Gathers the largest difference from a case: of arrays as a part of their largest value, of numbers at least 1. */
final class GoldenComparison {
    private final GoldenJson golden;
    private double worst;
    private String where = "nowhere";

    GoldenComparison(GoldenJson golden) {
        this.golden = golden;
    }

    SelfCheck.Outcome outcome() {
        return new SelfCheck.Outcome(golden.text("name"), worst, where);
    }

    private void take(String what, double difference) {
        if (!(difference <= worst) && !Double.isNaN(worst)) {
            worst = difference; // NaN stays
            where = what;
        }
    }

    void scalar(String what, double ours) {
        double expected = golden.scalar(what);
        take(what, Math.abs(ours - expected) / Math.max(1, Math.abs(expected)));
    }

    void array(String what, Program program, Result result) {
        array(what, values(program, result), golden.array(what));
    }

    static double[] values(Program program, Result result) {
        double[] values = new double[program.length(result)];
        program.read(result, values);
        return values;
    }

    void array(String what, double[] ours, double[] expected) {
        if (ours.length != expected.length) {
            take(what, Double.POSITIVE_INFINITY);
            return;
        }
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (int i = 0; i < ours.length; i++) {
            double difference = Math.abs(ours[i] - expected[i]);
            take(what, difference == 0 ? 0 : difference / largest);
        }
    }

    /** Means, log variances, and slab probabilities where there are any. */
    void heads(Program program, int k) {
        double[] heads = values(program, Result.HEADS);
        int parts = heads.length / golden.array("mean").length;
        array("mean", part(heads, k, parts, 0), golden.array("mean"));
        array("logVariance", part(heads, k, parts, 1), golden.array("logVariance"));
        if (parts > 2 && golden.has("slabProbability")) {
            double[] slab = Arrays.stream(part(heads, k, parts, 2))
                    .map(v -> Math.exp(Math.min(0, v)))
                    .toArray();
            array("slabProbability", slab, golden.array("slabProbability"));
        }
    }

    private static double[] part(double[] heads, int k, int parts, int which) {
        double[] part = new double[heads.length / parts];
        for (int e = 0; e < part.length; e++) {
            part[e] = heads[(e / k * parts + which) * k + e % k];
        }
        return part;
    }
}
