/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.likelihood;

import io.github.sdmvae.part.Part;
import org.jspecify.annotations.Nullable;

/**
 * The likelihood p(x|z). The decoder gives {@link #outputsPerValue()} numbers per value of x; the reported reconstruction
 * term is {@code -log p} in nats without its constant, which {@link #constant} gives. Everything that depends on which
 * likelihood it is, is said here: its rule in double precision, the data it accepts, its form in files. Immutable.
 *
 * <p>{@link #custom} takes a likelihood of the user's own, a function over plain arrays; it works on every engine.
 */
public interface Likelihood extends Part {

    /**
     * The values of x that it is defined for.
     *
     * @return training and evaluation refuse data outside, naming row and column
     */
    default Domain domain() {
        return Domain.FINITE;
    }

    /**
     * Numbers that the decoder gives per value of x.
     *
     * @return 1, or 2 for {@link GaussianLearnedVariance}
     */
    default int outputsPerValue() {
        return 1;
    }

    /**
     * Variances that are the same for all data points, as parameters of their own. The decoder then gives n numbers less, and
     * they stand behind its output in every row.
     *
     * @return their prior; null if there are none
     */
    default @Nullable GaussianFeatureVariance featureVariance() {
        return null;
    }

    /**
     * The same for a training set of known size.
     *
     * @param rows N, at least 1
     * @return with what depends on N filled in
     */
    default Likelihood forTrainingRows(int rows) {
        return this;
    }

    /**
     * The constant that the reported reconstruction term leaves out.
     *
     * @param width n, values per data point
     * @return nats per data point; 0 for Bernoulli and for custom likelihoods
     */
    default double constant(int width) {
        return 0;
    }

    /**
     * Whether x is a power spectrum and a reconstruction is one, too: numbers of at least 0, of which sound can be made.
     *
     * @return true for {@link ComplexGaussian}; false unless the likelihood says otherwise
     */
    default boolean isOfPower() {
        return false;
    }

    /**
     * Whether p(x|z) is a probability only for x in {0, 1}.
     *
     * @return true for {@link Bernoulli}
     */
    default boolean isBinary() {
        return false;
    }

    /**
     * Computes {@code -log p(x|o)} without its constant and its gradient, row-major, in double precision.
     *
     * @param rows data points in the batch
     * @param width n, values per data point
     * @param x rows × n data
     * @param output rows × (outputsPerValue·n) decoder outputs; row i is {@code [first n | second n | …]}
     * @param loss receives one value per row, nats
     * @param gradient receives the derivative of the summed loss with respect to every output
     */
    void evaluate(int rows, int width, double[] x, double[] output, double[] loss, double[] gradient);

    /**
     * The mean of p(x|o).
     *
     * @param rows data points in the batch
     * @param width n, values per data point
     * @param output rows × (outputsPerValue·n) decoder outputs
     * @param mean receives rows × n values
     */
    void mean(int rows, int width, double[] output, double[] mean);

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
     * Gaussian with a fixed variance: of any numbers.
     *
     * <p>Differences much smaller than s are not asked for. Behind {@code DataTransform.standardise} s² is a share of each
     * column's variance: 0.1 leaves out what is finer than a third of the column's spread. Smaller, and rows come back closer
     * with more active code entries; larger, and fewer. {@link #gaussianLearnedVariance} finds it itself.
     *
     * @param variance s², above zero, in the squared unit of the columns as the model sees them
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
     * Gaussian with one learned variance for every feature, the same for all data points.
     *
     * @param nu ν of the variances' prior, at least 0; 3 is published, 0 for no prior
     * @param xi ξ of the prior, above 0; {@link GaussianFeatureVariance#xi} has the published choice
     * @return {@link GaussianFeatureVariance} with its prior over the number of training rows
     */
    static Likelihood gaussianFeatureVariance(double nu, double xi) {
        return new GaussianFeatureVariance(nu, xi, 0);
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
     * @return {@link CustomLikelihood}
     */
    static Likelihood custom(LikelihoodFunction function) {
        return new CustomLikelihood(function);
    }
}
