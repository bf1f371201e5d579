/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import java.util.random.RandomGenerator;

/** Student-t(ν) of scale 1 from draws. */
final class StudentFunction extends GaussianPosterior {
    private final double degrees;
    private final double logNormaliser;

    StudentFunction(StudentT prior) {
        this.degrees = prior.degrees();
        this.logNormaliser = prior.energyAtZero();
    }

    @Override
    public String name() {
        return "studentT";
    }

    @Override
    double energy(double a) {
        return logNormaliser + 0.5 * (degrees + 1) * Math.log1p(a * a / degrees);
    }

    @Override
    double slope(double a) {
        return (degrees + 1) * a / (degrees + a * a);
    }

    /** Bailey's polar form: one uniform pair gives a variate of any ν. */
    @Override
    public void sample(RandomGenerator noise, double[] code) {
        for (int j = 0; j < code.length; j++) {
            double u;
            double w;
            do {
                u = 2 * noise.nextDouble() - 1;
                double v = 2 * noise.nextDouble() - 1;
                w = u * u + v * v;
            } while (w > 1 || w == 0);
            code[j] = u * Math.sqrt(degrees * (Math.pow(w, -2 / degrees) - 1) / w);
        }
    }
}
