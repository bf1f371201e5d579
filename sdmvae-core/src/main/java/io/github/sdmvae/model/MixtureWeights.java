/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** EM for the weights of a mixture of frozen components, from the log-likelihoods of each item under each of them. */
final class MixtureWeights {
    private MixtureWeights() {}

    /**
     * The weights after EM, and how it went.
     *
     * @param weights π, of sum 1
     * @param objectives mean log-likelihood of an item at the start and after every update
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on once
    record Fit(double[] weights, List<Double> objectives) {}

    /**
     * Runs EM.
     *
     * @param logs items × components
     * @param start π at the start
     * @param maxIterations updates at most
     * @param tolerance gain in nats per item that ends the fit
     */
    static Fit fit(double[][] logs, double[] start, int maxIterations, double tolerance) {
        double[] weights = start.clone();
        List<Double> objectives = new ArrayList<>();
        double[] responsibilities = new double[weights.length];
        for (int iteration = 0; iteration <= maxIterations; iteration++) {
            double objective = 0;
            double[] sums = new double[weights.length];
            for (double[] item : logs) {
                objective += responsibilities(item, weights, responsibilities) / logs.length;
                for (int c = 0; c < sums.length; c++) {
                    sums[c] += responsibilities[c] / logs.length;
                }
            }
            double gain = iteration == 0 ? Double.POSITIVE_INFINITY : objective - objectives.get(objectives.size() - 1);
            objectives.add(objective);
            if (gain <= tolerance || iteration == maxIterations) {
                break;
            }
            weights = sums;
        }
        return new Fit(weights, objectives);
    }

    /**
     * r_c ∝ π_c exp(log_c).
     *
     * @param logs of the components
     * @param weights π
     * @param responsibilities receives r
     * @return log Σ π_c exp(log_c)
     */
    static double responsibilities(double[] logs, double[] weights, double[] responsibilities) {
        for (int c = 0; c < weights.length; c++) {
            responsibilities[c] = logs[c] + Math.log(weights[c]);
        }
        double largest = Arrays.stream(responsibilities).max().orElseThrow();
        double sum = 0;
        for (int c = 0; c < weights.length; c++) {
            responsibilities[c] = Math.exp(responsibilities[c] - largest);
            sum += responsibilities[c];
        }
        for (int c = 0; c < weights.length; c++) {
            responsibilities[c] /= sum;
        }
        return largest + Math.log(sum);
    }
}
