/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

/**
 * The importance-weighted bound (Burda et al. 2016). With {@code log w_r = log p(x|z_r) - β (log q(a_r) - log p(a_r))}
 * the negative bound of a data point is {@code -log 1/R Σ_r w_r}; its gradient is the gradients of {@code -log w_r},
 * weighted by {@code w_r / Σ w}.
 */
final class HostImportance {
    /** Smaller weights count as zero: gradients times these would be denormal numbers, which slow all products down. */
    private static final double SMALL_WEIGHT = 1e-20;

    private final KernelEngine engine;
    private final CodeStep code;
    private final LikelihoodTensors likelihood;
    private final int rows;
    private final int samples;
    private final double[] loss;
    private final double[] weights;
    private final double[] factors;

    HostImportance(KernelEngine engine, CodeStep code, LikelihoodTensors likelihood, int samples) {
        this.engine = engine;
        this.code = code;
        this.likelihood = likelihood;
        this.rows = likelihood.x().rows();
        this.samples = samples;
        this.loss = new double[rows * samples];
        this.weights = new double[rows * samples];
        this.factors = new double[rows * samples];
    }

    /** Returns the negative bound of every data point, without the likelihood's constant, then Σ_r w_r loss_r of each. */
    double[][] run(double beta, double gradientScale) {
        likelihood.loss().read(loss);
        double[] bound = new double[rows];
        double[] reconstruction = new double[rows];
        for (int i = 0; i < rows; i++) {
            bound[i] = row(i, beta);
            for (int draw = i; draw < loss.length; draw += rows) {
                reconstruction[i] += weights[draw] * loss[draw];
            }
        }
        if (gradientScale != 0) {
            code.weigh(beta * gradientScale, weights);
            weighOutput();
        }
        return new double[][] {bound, reconstruction};
    }

    private double row(int i, double beta) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int draw = i; draw < loss.length; draw += rows) {
            weights[draw] = -loss[draw] - beta * code.divergenceOf(draw);
            largest = Math.max(largest, weights[draw]);
        }
        double sum = 0;
        for (int draw = i; draw < loss.length; draw += rows) {
            weights[draw] = Math.exp(weights[draw] - largest);
            sum += weights[draw];
        }
        for (int draw = i; draw < loss.length; draw += rows) {
            double weight = weights[draw] / sum;
            weights[draw] = weight < SMALL_WEIGHT ? 0 : weight;
        }
        return Math.log(samples) - largest - Math.log(sum);
    }

    /** The likelihood's gradient has 1/(RB) per draw; it becomes w_r/B. */
    private void weighOutput() {
        for (int draw = 0; draw < factors.length; draw++) {
            factors[draw] = samples * weights[draw];
        }
        engine.scaleRows(likelihood.dOutput(), factors);
    }
}
