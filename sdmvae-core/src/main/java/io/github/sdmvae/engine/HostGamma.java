/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.objective.CodeBatch;
import io.github.sdmvae.objective.GammaUpdate;
import java.util.Arrays;

/** γ updates in plain Java and double precision. */
final class HostGamma {
    private static final double[] EMPTY = {};

    private final CodeTensors tensors;
    private final int width;
    private final double[] gamma;
    private final double[] hyperprior;
    private final double[] shared;

    HostGamma(CodeTensors tensors) {
        this.tensors = tensors;
        this.width = tensors.divergence().columns();
        gamma = new double[tensors.gamma().length()];
        hyperprior = new double[gamma.length];
        shared = new double[width + 1];
    }

    double[] values() {
        return gamma;
    }

    void update(GammaUpdate update, double[] mean, double[] logVariance, boolean training) {
        if (update instanceof GammaUpdate.Custom custom) {
            int rows = gamma.length / width;
            custom.function().update(new CodeBatch(rows, width, mean, logVariance, EMPTY, EMPTY), gamma);
        } else if (update instanceof GammaUpdate.Shared rule) {
            shared(rule, mean, logVariance, training);
        } else {
            for (int e = 0; e < gamma.length; e++) {
                gamma[e] = gammaOf(update, mean[e] * mean[e] + Math.exp(logVariance[e]));
            }
        }
        for (int e = 0; e < gamma.length; e++) {
            gamma[e] = Math.max(gamma[e], GammaUpdate.FLOOR);
        }
        Arrays.fill(hyperprior, 0);
        if (update instanceof GammaUpdate.InverseGamma inverse) {
            hyperprior(inverse);
        }
        tensors.gamma().write(gamma);
        tensors.hyperprior().write(hyperprior);
    }

    private static double gammaOf(GammaUpdate update, double secondMoment) {
        if (update instanceof GammaUpdate.Fixed fixed) {
            return fixed.value();
        }
        if (update instanceof GammaUpdate.InverseGamma inverse) {
            return (secondMoment + 2 * inverse.beta()) / (3 + 2 * inverse.alpha());
        }
        return secondMoment;
    }

    private void shared(GammaUpdate.Shared rule, double[] mean, double[] logVariance, boolean training) {
        tensors.sharedGamma().read(shared);
        if (training) {
            int rows = gamma.length / width;
            for (int j = 0; j < width; j++) {
                double batchMean = 0;
                for (int e = j; e < gamma.length; e += width) {
                    batchMean += (mean[e] * mean[e] + Math.exp(logVariance[e])) / rows;
                }
                shared[j] = rule.decay() * shared[j] + (1 - rule.decay()) * batchMean;
            }
            shared[width] = rule.decay() * shared[width] + (1 - rule.decay());
            tensors.sharedGamma().write(shared);
        }
        for (int e = 0; e < gamma.length; e++) {
            // Before any training batch there is no mean yet: the prior is then N(0, 1).
            gamma[e] = shared[width] > 0 ? shared[e % width] / shared[width] : 1;
        }
    }

    private void hyperprior(GammaUpdate.InverseGamma rule) {
        double constant = LogGamma.of(rule.alpha()) - rule.alpha() * Math.log(rule.beta());
        for (int e = 0; e < gamma.length; e++) {
            hyperprior[e] = (rule.alpha() + 1) * Math.log(gamma[e]) + rule.beta() / gamma[e] + constant;
        }
    }
}
