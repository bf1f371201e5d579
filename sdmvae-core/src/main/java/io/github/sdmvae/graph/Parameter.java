/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import io.github.sdmvae.random.CounterNoise;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A matrix that a node learns.
 *
 * @param name in files, for instance {@code encoder.0.weight}
 * @param rows size of the layer's input, 1 for a bias
 * @param columns size of the layer's output
 * @param isVector whether files give its shape by the columns alone
 * @param start how it is initialised
 * @param isState whether it follows from the others by a rule of its own after every step; its gradient is zero
 */
public record Parameter(String name, int rows, int columns, boolean isVector, Start start, boolean isState) {

    /**
     * A matrix that is learned by its gradient.
     *
     * @param name in files
     * @param rows size of the layer's input, 1 for a bias
     * @param columns size of the layer's output
     * @param isVector whether files give its shape by the columns alone
     * @param start how it is initialised
     */
    public Parameter(String name, int rows, int columns, boolean isVector, Start start) {
        this(name, rows, columns, isVector, start, false);
    }

    /**
     * Initial values: uniform between two bounds, standard normal, or given.
     *
     * @param lowest of a uniform start; -∞ for a standard normal one
     * @param highest of a uniform start; ∞ for a standard normal one
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
         * Standard normal.
         *
         * @return the start
         */
        public static Start standardNormal() {
            return new Start(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, null);
        }

        /**
         * The same value everywhere.
         *
         * @param value which
         * @param count how many
         * @return the start
         */
        public static Start all(double value, int count) {
            double[] values = new double[count];
            Arrays.fill(values, value);
            return given(values);
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

        /** The second key is that of the second number, where two are added up. */
        void fill(long key, long second, int at, int count, float[] target) {
            if (Double.isInfinite(highest)) {
                CounterNoise.normal(key, at, target, at, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                target[at + i] = values == null ? value(CounterNoise.uniform(key, at + i)) : (float) values[i];
                if (draws == 2) {
                    target[at + i] += value(CounterNoise.uniform(second, at + i));
                }
            }
        }

        private float value(double uniform) {
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
