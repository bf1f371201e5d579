/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import java.util.random.RandomGenerator;

/** Laplace(0, b) from draws. */
final class LaplaceFunction extends GaussianPosterior {
    private final double scale;
    private final double logNormaliser;

    LaplaceFunction(double scale) {
        this.scale = scale;
        this.logNormaliser = Math.log(2 * scale);
    }

    @Override
    public String name() {
        return "laplace";
    }

    @Override
    double energy(double a) {
        return logNormaliser + Math.abs(a) / scale;
    }

    @Override
    double slope(double a) {
        return Math.signum(a) / scale;
    }

    @Override
    public void sample(RandomGenerator noise, double[] code) {
        draw(noise, scale, code);
    }

    static void draw(RandomGenerator noise, double scale, double[] code) {
        for (int j = 0; j < code.length; j++) {
            double size = scale * noise.nextExponential();
            code[j] = noise.nextBoolean() ? size : -size;
        }
    }
}
