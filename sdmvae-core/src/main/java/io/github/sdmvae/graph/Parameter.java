/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import org.jspecify.annotations.Nullable;

/**
 * A matrix that a node learns.
 *
 * @param name in files, for instance {@code encoder.0.weight}
 * @param rows size of the layer's input, 1 for a bias
 * @param columns size of the layer's output
 * @param isVector whether files give its shape by the columns alone
 * @param start how it is initialised
 */
public record Parameter(String name, int rows, int columns, boolean isVector, Start start) {

    /**
     * Initial values: uniform between two bounds, or given.
     *
     * @param lowest of a uniform start
     * @param highest of a uniform start
     * @param values given row by row, or null
     * @param draws uniform numbers that are added up, 1 or 2
     */
    @SuppressWarnings("ArrayRecordComponent") // read only
    public record Start(double lowest, double highest, double @Nullable [] values, int draws) {

        Start(double lowest, double highest, double @Nullable [] values) {
            this(lowest, highest, values, 1);
        }

        /**
         * The sum of two such draws: for one bias where others have two.
         *
         * @return the start
         */
        public Start twice() {
            return new Start(lowest, highest, values, 2);
        }

        /**
         * Uniform on ±1/√fan-in.
         *
         * @param fanIn size of the layer's input
         * @return the start
         */
        public static Start byFanIn(int fanIn) {
            double bound = 1 / Math.sqrt(fanIn);
            return new Start(-bound, bound, null);
        }

        /**
         * Uniform on [0, 1].
         *
         * @return the start
         */
        public static Start fractions() {
            return new Start(0, 1, null);
        }

        /**
         * Given values.
         *
         * @param values row by row
         * @return the start
         */
        public static Start given(double[] values) {
            return new Start(0, 0, values);
        }

        float value(double uniform) {
            // Not lowest + (highest - lowest)·u: initial weights keep their bits.
            return (float) (lowest == 0 ? highest * uniform : highest * (2 * uniform - 1));
        }
    }

    /**
     * Number of values.
     *
     * @return rows · columns
     */
    public long length() {
        return (long) rows * columns;
    }
}
