/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/** Steps of Adam on rows of numbers, with moments that are kept elsewhere. */
final class AdamRows {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;

    private AdamRows() {}

    /**
     * One step.
     *
     * @param rate of the step
     * @param step from 1 on
     * @param values changed
     * @param gradient at the values
     * @param mean running mean of the gradient, changed
     * @param square running mean of its square, changed
     */
    static void step(double rate, long step, double[] values, double[] gradient, double[] mean, double[] square) {
        double first = 1 - Math.pow(BETA_1, (double) step);
        double second = 1 - Math.pow(BETA_2, (double) step);
        for (int i = 0; i < values.length; i++) {
            mean[i] = BETA_1 * mean[i] + (1 - BETA_1) * gradient[i];
            square[i] = BETA_2 * square[i] + (1 - BETA_2) * gradient[i] * gradient[i];
            values[i] -= rate * (mean[i] / first) / (Math.sqrt(square[i] / second) + EPSILON);
        }
    }
}
