/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.objective;

import java.util.Objects;

/**
 * The likelihood p(x|z), described as data. The decoder gives {@link #outputsPerValue()} numbers per value of x; the
 * reported reconstruction term is {@code -log p} in nats without its constant, which {@link #constant} gives. Immutable.
 */
public sealed interface Likelihood {

    /**
     * Zero-mean complex Gaussian for power spectrograms {@code x = |STFT|²}: the output is {@code η = log variance},
     * the term {@code x·e^(-η) + η}, the Itakura-Saito divergence up to {@code log x + 1} (Sadeghi and Magron 2022,
     * sec. 3.3). Stretches of digital silence give x = 0, for which the term has no lower bound; hence floor and clamp.
     *
     * @param floor smallest x inside the likelihood, at least 0 (0 turns it off)
     * @param clamp η is limited to [-clamp, clamp], above zero (infinity turns it off); the gradient is zero only where
     *     it would push further out
     */
    record ComplexGaussian(double floor, double clamp) implements Likelihood {
        /**
         * Checks the ranges.
         *
         * @param floor smallest x inside the likelihood, at least 0 (0 turns it off)
         * @param clamp η is limited to [-clamp, clamp], above zero (infinity turns it off); the gradient is zero only where it would push further out
         * @throws IllegalArgumentException naming the value, if one is out of range
         */
        public ComplexGaussian {
            if (!(floor >= 0) || Double.isInfinite(floor)) {
                throw new IllegalArgumentException("floor must be finite and at least 0, got " + floor);
            }
            requirePositive("clamp", clamp);
        }

        @Override
        public boolean isOfPower() {
            return true;
        }
    }

    /**
     * Gaussian with a fixed variance, {@code (x-o)²/(2s²)}.
     *
     * @param variance s², finite and above zero
     */
    record Gaussian(double variance) implements Likelihood {
        /**
         * Checks the range.
         *
         * @param variance s², finite and above zero
         * @throws IllegalArgumentException naming the value, if one is out of range
         */
        public Gaussian {
            requirePositive("variance", variance);
            if (Double.isInfinite(variance)) {
                throw new IllegalArgumentException("variance must be finite, got " + variance);
            }
        }
    }

    /**
     * Gaussian with learned mean o and log-variance η, {@code ½(η + (x-o)²e^(-η))} (Sadeghi and Magron 2022, eq. 1).
     * The decoder's first n outputs are o, the next n are η.
     *
     * @param clamp η is limited to [-clamp, clamp], as for {@link ComplexGaussian}
     */
    record GaussianLearnedVariance(double clamp) implements Likelihood {
        /**
         * Checks the range.
         *
         * @param clamp η is limited to [-clamp, clamp], as for {@link ComplexGaussian}
         * @throws IllegalArgumentException naming the value, if one is out of range
         */
        public GaussianLearnedVariance {
            requirePositive("clamp", clamp);
        }
    }

    /** Bernoulli with logits o, {@code softplus(o) - x·o}, for x in [0, 1]. */
    record Bernoulli() implements Likelihood {}

    /**
     * A likelihood of the user's own.
     *
     * @param function value and gradient
     */
    record Custom(LikelihoodFunction function) implements Likelihood {
        /**
         * Checks that there is a function.
         *
         * @param function value and gradient
         * @throws IllegalArgumentException naming the value, if one is out of range
         */
        public Custom {
            Objects.requireNonNull(function, "function");
        }

        @Override
        public boolean isOfPower() {
            return function.isOfPower();
        }
    }

    /**
     * Whether x is a power spectrum and a reconstruction is one, too: numbers of at least 0, of which sound can be made.
     *
     * @return false unless the likelihood says otherwise
     */
    default boolean isOfPower() {
        return false;
    }

    /**
     * Complex Gaussian for speech of peak 1: floor 1e-10 (rounding to 16 bits alone leaves about 4e-8 per bin) and
     * clamp 30.
     *
     * @return {@link ComplexGaussian}
     */
    static Likelihood complexGaussian() {
        return new ComplexGaussian(1e-10, 30);
    }

    /**
     * Complex Gaussian with given safeguards.
     *
     * @param floor smallest x inside the likelihood, 0 turns it off
     * @param clamp limit of |η|, infinity turns it off
     * @return {@link ComplexGaussian}
     */
    static Likelihood complexGaussian(double floor, double clamp) {
        return new ComplexGaussian(floor, clamp);
    }

    /**
     * Gaussian with a fixed variance.
     *
     * @param variance s², above zero
     * @return {@link Gaussian}
     */
    static Likelihood gaussian(double variance) {
        return new Gaussian(variance);
    }

    /**
     * Gaussian with learned mean and variance, log-variance limited to ±30.
     *
     * @return {@link GaussianLearnedVariance}
     */
    static Likelihood gaussianLearnedVariance() {
        return new GaussianLearnedVariance(30);
    }

    /**
     * Bernoulli with logits.
     *
     * @return {@link Bernoulli}
     */
    static Likelihood bernoulli() {
        return new Bernoulli();
    }

    /**
     * A likelihood of the user's own.
     *
     * @param function value and gradient
     * @return {@link Custom}
     */
    static Likelihood custom(LikelihoodFunction function) {
        return new Custom(function);
    }

    /**
     * Numbers that the decoder gives per value of x.
     *
     * @return 1, or 2 for {@link GaussianLearnedVariance}
     */
    default int outputsPerValue() {
        if (this instanceof Custom custom) {
            return custom.function().outputsPerValue();
        }
        return this instanceof GaussianLearnedVariance ? 2 : 1;
    }

    /**
     * The constant that the reported reconstruction term leaves out.
     *
     * @param width n, values per data point
     * @return nats per data point; 0 for Bernoulli and for custom likelihoods
     */
    default double constant(int width) {
        if (this instanceof ComplexGaussian) {
            return width * Math.log(Math.PI);
        }
        if (this instanceof Gaussian g) {
            return 0.5 * width * Math.log(2 * Math.PI * g.variance());
        }
        return this instanceof GaussianLearnedVariance ? 0.5 * width * Math.log(2 * Math.PI) : 0;
    }

    /**
     * The name in reports and saved models.
     *
     * @return for instance {@code complexGaussian}
     */
    default String name() {
        if (this instanceof Custom custom) {
            return custom.function().name();
        }
        String simple = getClass().getSimpleName();
        return Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(what + " must be above zero, got " + value);
        }
    }
}
