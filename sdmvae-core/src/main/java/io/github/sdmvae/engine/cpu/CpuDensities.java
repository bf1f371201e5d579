/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.prior.Laplace;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.prior.StudentT;
import io.github.sdmvae.prior.TwoGaussians;
import org.jspecify.annotations.Nullable;

/**
 * Priors that are not Gaussian, from draws. With a Gaussian posterior {@code log q(a) = -½ log 2π - ½λ - ½ε²}. Settings so
 * far out that single precision would not do, are left to the prior's own rule.
 */
final class CpuDensities {
    static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
    private static final double LEAST = 1e-6;
    private static final double MOST = 1e6;
    /** Beyond it the square of the next product might not be finite. */
    private static final float LARGE = 1e37f;
    /** e^-80 is 2e-35: small, and yet a normal number, as is its share. */
    private static final float SMALLEST_LOG_ODDS = -80;

    private CpuDensities() {}

    static boolean isModerate(double setting) {
        return setting >= LEAST && setting <= MOST;
    }

    static @Nullable CpuDensity laplace(Prior prior) {
        double scale = ((Laplace) prior).scale();
        return isModerate(scale)
                ? new LaplaceDensity((float) (Math.log(2 * scale) - HALF_LOG_TWO_PI), (float) (1 / scale))
                : null;
    }

    static CpuDensity cauchy(Prior prior) {
        return new CauchyDensity();
    }

    static @Nullable CpuDensity studentT(Prior prior) {
        StudentT rule = (StudentT) prior;
        return isModerate(rule.degrees())
                ? new StudentDensity((float) (rule.energyAtZero() - HALF_LOG_TWO_PI), (float) rule.degrees())
                : null;
    }

    static @Nullable CpuDensity twoGaussians(Prior prior) {
        TwoGaussians rule = (TwoGaussians) prior;
        boolean moderate = isModerate(rule.deviation1())
                && isModerate(rule.deviation2())
                && isModerate(rule.weight())
                && isModerate(1 - rule.weight());
        return moderate ? MixtureDensity.of(rule) : null;
    }

    /** {@code log 2b + |a|/b}. */
    private record LaplaceDensity(float constant, float inverse) implements CpuDensity {

        @Override
        public void evaluate(CpuScratch s, int n) {
            float[] logVariance = s.array(CpuCodePass.LOG_VARIANCE, n);
            float[] epsilon = s.array(CpuCodePass.NOISE, n);
            float[] a = s.array(CpuCodePass.DRAWN, n);
            float[] terms = s.array(CpuCodePass.DRAW_TERMS, n);
            float[] pull = s.array(CpuCodePass.PULL, n);
            float c = constant;
            float b = inverse;
            for (int e = 0; e < n; e++) {
                terms[e] = c + Math.abs(a[e]) * b - 0.5f * (logVariance[e] + epsilon[e] * epsilon[e]);
                // The sign, by what is turned into vector instructions.
                pull[e] = b * Math.max(-1f, Math.min(1f, a[e] * LARGE));
            }
        }
    }

    /** The posterior is Cauchy too: {@code log (1 + a²)/(1 + ε²) - ½λ}. */
    private record CauchyDensity() implements CpuDensity {

        @Override
        public void evaluate(CpuScratch s, int n) {
            float[] logVariance = s.array(CpuCodePass.LOG_VARIANCE, n);
            float[] epsilon = s.array(CpuCodePass.NOISE, n);
            float[] a = s.array(CpuCodePass.DRAWN, n);
            float[] terms = s.array(CpuCodePass.DRAW_TERMS, n);
            float[] pull = s.array(CpuCodePass.PULL, n);
            float[] ratio = s.array(CpuCodePass.OWN, n);
            for (int e = 0; e < n; e++) {
                float spread = 1 + a[e] * a[e];
                ratio[e] = spread / (1 + epsilon[e] * epsilon[e]);
                pull[e] = 2 * a[e] / spread;
            }
            FastMath.log(ratio, terms, s.array(CpuCodePass.SPARE, n), n, s);
            for (int e = 0; e < n; e++) {
                terms[e] -= 0.5f * logVariance[e];
            }
        }
    }

    /** {@code ½ (ν + 1) log(1 + a²/ν)} and a constant. */
    private record StudentDensity(float constant, float degrees) implements CpuDensity {

        @Override
        public void evaluate(CpuScratch s, int n) {
            float[] logVariance = s.array(CpuCodePass.LOG_VARIANCE, n);
            float[] epsilon = s.array(CpuCodePass.NOISE, n);
            float[] a = s.array(CpuCodePass.DRAWN, n);
            float[] terms = s.array(CpuCodePass.DRAW_TERMS, n);
            float[] pull = s.array(CpuCodePass.PULL, n);
            float[] square = s.array(CpuCodePass.OWN, n);
            float nu = degrees;
            for (int e = 0; e < n; e++) {
                square[e] = Math.min(LARGE, a[e] * a[e] / nu);
                pull[e] = (nu + 1) * a[e] / (nu + a[e] * a[e]);
            }
            FastMath.log1p(square, terms, s.array(CpuCodePass.SPARE, n), s.array(CpuCodePass.OWN_TOO, n), n, s);
            float c = constant;
            for (int e = 0; e < n; e++) {
                terms[e] = c + 0.5f * ((nu + 1) * terms[e] - logVariance[e] - epsilon[e] * epsilon[e]);
            }
        }
    }

    /**
     * {@code -log p} of the broader component and {@code -log(1 + odds)} of the narrower one, whose odds fall with a²: the two do
     * not cancel. The share of the narrower one is {@code odds/(1 + odds)}.
     *
     * @param constant of the broader
     * @param logOdds of the narrower at a = 0
     * @param precision of the broader
     * @param surplus by which the narrower one's precision is larger
     */
    private record MixtureDensity(float constant, float logOdds, float precision, float surplus) implements CpuDensity {

        static MixtureDensity of(TwoGaussians rule) {
            double log1 = Math.log(rule.weight()) - Math.log(rule.deviation1());
            double log2 = Math.log1p(-rule.weight()) - Math.log(rule.deviation2());
            double precision1 = 1 / (rule.deviation1() * rule.deviation1());
            double precision2 = 1 / (rule.deviation2() * rule.deviation2());
            boolean firstIsBroad = precision1 <= precision2;
            double broad = firstIsBroad ? log1 : log2;
            double narrow = firstIsBroad ? log2 : log1;
            double lower = Math.min(precision1, precision2);
            double higher = Math.max(precision1, precision2);
            return new MixtureDensity(
                    (float) -broad, (float) (narrow - broad), (float) lower, (float) (higher - lower));
        }

        @Override
        public void evaluate(CpuScratch s, int n) {
            float[] logVariance = s.array(CpuCodePass.LOG_VARIANCE, n);
            float[] epsilon = s.array(CpuCodePass.NOISE, n);
            float[] a = s.array(CpuCodePass.DRAWN, n);
            float[] terms = s.array(CpuCodePass.DRAW_TERMS, n);
            float[] pull = s.array(CpuCodePass.PULL, n);
            float[] odds = s.array(CpuCodePass.OWN, n);
            float[] whole = s.array(CpuCodePass.OWN_TOO, n);
            float[] spare = s.array(CpuCodePass.SPARE, n);
            float more = surplus;
            float highest = logOdds;
            for (int e = 0; e < n; e++) {
                odds[e] = Math.max(SMALLEST_LOG_ODDS, highest - 0.5f * more * a[e] * a[e]);
            }
            FastMath.exp(odds, odds, spare, n, s);
            float p = precision;
            for (int e = 0; e < n; e++) {
                whole[e] = 1 + odds[e];
                pull[e] = a[e] * (p + more * (odds[e] / whole[e]));
            }
            FastMath.log(whole, terms, spare, n, s);
            float c = constant;
            for (int e = 0; e < n; e++) {
                terms[e] = c - terms[e] + 0.5f * (p * a[e] * a[e] - logVariance[e] - epsilon[e] * epsilon[e]);
            }
        }
    }
}
