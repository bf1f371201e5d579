/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

/** Weights and components of a mixture, and what follows from them for one row. Immutable. */
@SuppressWarnings("ArrayRecordComponent") // internal: never compared
record MixtureDensity(double[] weights, Gaussian[] components) {

    int width() {
        return components[0].mean().length;
    }

    /**
     * The log-density of a row by log-sum-exp.
     *
     * @param responsibilities receives p(component | x), one per component
     * @param scratch width values, overwritten
     * @return log p(x) in nats
     */
    double evaluate(double[] x, double[] responsibilities, double[] scratch) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < components.length; c++) {
            responsibilities[c] = StrictMath.log(weights[c]) + components[c].logDensity(x, scratch);
            largest = Math.max(largest, responsibilities[c]);
        }
        double sum = 0;
        for (int c = 0; c < components.length; c++) {
            responsibilities[c] = StrictMath.exp(responsibilities[c] - largest);
            sum += responsibilities[c];
        }
        for (int c = 0; c < components.length; c++) {
            responsibilities[c] /= sum;
        }
        return largest + StrictMath.log(sum);
    }

    int pick(double uniform) {
        double sum = 0;
        int chosen = 0;
        for (int c = 0; c < weights.length && sum <= uniform; c++) {
            if (weights[c] > 0) {
                chosen = c;
                sum += weights[c];
            }
        }
        return chosen;
    }

    int floored() {
        int count = 0;
        for (Gaussian component : components) {
            count += component.floored() ? 1 : 0;
        }
        return count;
    }
}
