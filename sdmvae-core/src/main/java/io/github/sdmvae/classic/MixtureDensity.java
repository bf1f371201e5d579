/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import java.util.ArrayList;
import java.util.List;

/**
 * Weights and components of a mixture, and what follows from them for one row. Immutable.
 *
 * @param weights of sum 1
 * @param components in the units of {@code scale}
 * @param scale the units of means, covariances and of the rows to evaluate
 */
@SuppressWarnings("ArrayRecordComponent") // internal: never compared
record MixtureDensity(double[] weights, Gaussian[] components, ColumnScale scale) {

    int width() {
        return components[0].mean().length;
    }

    /**
     * The log-density of a row by log-sum-exp.
     *
     * @param x in the units of the scale
     * @param responsibilities receives p(component | x), one per component
     * @param scratch width values, overwritten
     * @return log p(x) in nats, in those units
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
            count += component.floored().length > 0 ? 1 : 0;
        }
        return count;
    }

    List<FloorAction> floors() {
        List<FloorAction> floors = new ArrayList<>();
        for (int c = 0; c < components.length; c++) {
            if (components[c].floored().length > 0) {
                floors.add(FloorAction.of(c, components[c].floored()));
            }
        }
        return floors;
    }
}
