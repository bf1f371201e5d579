/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance.classic;

import java.util.function.DoubleBinaryOperator;

/**
 * Gains from the ratio of speech to noise before and after the observation, ξ and γ. ξ is found by the decision-directed
 * rule of Ephraim and Malah 1984, eq. 51: mostly what the frame before was found to hold.
 */
final class DecisionDirected implements GainRule {
    private static final double MEMORY = 0.98;
    private static final double LARGEST = 1e4;
    private static final int TERMS = 60;
    private static final double EULER = 0.5772156649015329;

    private final DoubleBinaryOperator gain;
    /** |Ŝ|²/noise of the frame before. */
    private double[] before = new double[0];

    private DecisionDirected(DoubleBinaryOperator gain) {
        this.gain = gain;
    }

    /** The Wiener gain ξ/(1 + ξ), with ξ so found: Scalart and Filho 1996. */
    static DecisionDirected wiener() {
        return new DecisionDirected((prior, posterior) -> prior / (1 + prior));
    }

    /** The least mean square error of log amplitudes: Ephraim and Malah 1985, eq. 20. */
    static DecisionDirected logMmse() {
        return new DecisionDirected((prior, posterior) -> {
            double wiener = prior / (1 + prior);
            return wiener * Math.exp(0.5 * exponentialIntegral(wiener * posterior));
        });
    }

    @Override
    public void gains(double[] power, double[] noise, double[] gains) {
        boolean first = before.length == 0;
        if (first) {
            before = new double[gains.length];
        }
        for (int f = 0; f < gains.length; f++) {
            double posterior = Math.min(power[f] / noise[f], LARGEST);
            double now = Math.max(posterior - 1, 0);
            double prior = first ? now : MEMORY * before[f] + (1 - MEMORY) * now;
            prior = Math.max(prior, LEAST * LEAST);
            gains[f] = Math.min(1, Math.max(LEAST, gain.applyAsDouble(prior, posterior)));
            before[f] = gains[f] * gains[f] * posterior;
        }
    }

    /** ∫ exp(−t)/t dt from x to infinity: the series for small x, the continued fraction (Lentz) for others. */
    static double exponentialIntegral(double x) {
        double v = Math.max(x, 1e-10);
        if (v < 1) {
            double sum = -EULER - Math.log(v);
            double term = 1;
            for (int n = 1; n < TERMS && Math.abs(term) > 1e-17; n++) {
                term *= -v / n;
                sum -= term / n;
            }
            return sum;
        }
        double b = v + 1;
        double c = 1e300;
        double d = 1 / b;
        double h = d;
        for (int n = 1; n < TERMS; n++) {
            double a = -1.0 * n * n;
            b += 2;
            d = 1 / (a * d + b);
            c = b + a / c;
            h *= c * d;
        }
        return h * Math.exp(-v);
    }
}
