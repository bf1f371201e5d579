/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import java.util.random.RandomGenerator;

/** A mixture of two zero-mean Gaussians from draws, by log-sum-exp. */
final class MixtureFunction extends GaussianPosterior {
    private final double weight;
    private final double deviation1;
    private final double deviation2;
    private final double constant1;
    private final double constant2;

    MixtureFunction(double weight, double deviation1, double deviation2) {
        this.weight = weight;
        this.deviation1 = deviation1;
        this.deviation2 = deviation2;
        this.constant1 = Math.log(weight) - Constants.HALF_LOG_TWO_PI - Math.log(deviation1);
        this.constant2 = Math.log1p(-weight) - Constants.HALF_LOG_TWO_PI - Math.log(deviation2);
    }

    @Override
    public String name() {
        return "gaussianMixture";
    }

    @Override
    double energy(double a) {
        double first = logJoint(a, constant1, deviation1);
        double second = logJoint(a, constant2, deviation2);
        double larger = Math.max(first, second);
        return -larger - Math.log1p(Math.exp(Math.min(first, second) - larger));
    }

    private static double logJoint(double a, double constant, double deviation) {
        double scaled = a / deviation;
        return constant - 0.5 * scaled * scaled;
    }

    @Override
    double slope(double a) {
        double odds = logJoint(a, constant2, deviation2) - logJoint(a, constant1, deviation1);
        double share = 1 / (1 + Math.exp(odds));
        return a * (share / (deviation1 * deviation1) + (1 - share) / (deviation2 * deviation2));
    }

    @Override
    public void sample(RandomGenerator noise, double[] code) {
        for (int j = 0; j < code.length; j++) {
            code[j] = (noise.nextDouble() < weight ? deviation1 : deviation2) * noise.nextGaussian();
        }
    }
}
