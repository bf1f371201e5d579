/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.likelihood;

/** Bernoulli with logits o, {@code softplus(o) - x·o}, for x in [0, 1]; data outside is refused. */
public record Bernoulli() implements Likelihood {
    static final String NAME = "bernoulli";
    private static final Domain FRACTIONS = new Domain(0, 1, "probabilities, from 0 to 1");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Domain domain() {
        return FRACTIONS;
    }

    @Override
    public boolean isBinary() {
        return true;
    }

    @Override
    public void evaluate(int rows, int width, double[] x, double[] output, double[] loss, double[] gradient) {
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int at = i * width; at < (i + 1) * width; at++) {
                double logit = output[at];
                double softplus = Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
                sum += softplus - x[at] * logit;
                gradient[at] = 1 / (1 + Math.exp(-logit)) - x[at];
            }
            loss[i] = sum;
        }
    }

    @Override
    public void mean(int rows, int width, double[] output, double[] mean) {
        for (int at = 0; at < rows * width; at++) {
            mean[at] = 1 / (1 + Math.exp(-output[at]));
        }
    }
}
