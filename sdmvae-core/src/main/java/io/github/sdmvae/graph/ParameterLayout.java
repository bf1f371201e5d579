/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import java.util.ArrayList;
import java.util.List;

/**
 * Where every parameter of a model lies in one flat array: the dense layers' weights and biases in the order of the data's
 * way, then what the other nodes learn, those behind the code first (a learned dictionary, then pseudo-inputs). One array
 * makes optimiser, copies and files one operation each. The order is that of all files and never changes.
 */
public final class ParameterLayout {

    /**
     * One weight matrix or bias.
     *
     * @param parameter name, shape and start
     * @param offset index of the first value in the flat array
     */
    public record Entry(Parameter parameter, int offset) {
        /**
         * The name in files.
         *
         * @return for instance {@code encoder.0.weight}
         */
        public String name() {
            return parameter.name();
        }

        /**
         * Rows.
         *
         * @return size of the layer's input, 1 for a bias
         */
        public int rows() {
            return parameter.rows();
        }

        /**
         * Columns.
         *
         * @return size of the layer's output
         */
        public int columns() {
            return parameter.columns();
        }

        /**
         * Number of values.
         *
         * @return rows · columns
         */
        public int length() {
            return Math.toIntExact(parameter.length());
        }

        /**
         * The shape in files.
         *
         * @return rows and columns of a matrix, the columns of a vector
         */
        public int[] shape() {
            return parameter.isVector() ? new int[] {columns()} : new int[] {rows(), columns()};
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private int length;

    ParameterLayout(List<Node> nodes) {
        nodes.stream().filter(DenseNode.class::isInstance).forEach(this::add);
        List<Node> others = new ArrayList<>(nodes);
        others.removeIf(DenseNode.class::isInstance);
        // The dictionary comes before the pseudo-inputs of the draw, as it always has in files.
        for (int i = others.size() - 1; i >= 0; i--) {
            add(others.get(i));
        }
    }

    private void add(Node node) {
        for (Parameter p : node.parameters()) {
            entries.add(new Entry(p, length));
            length = Math.toIntExact(length + p.length());
        }
    }

    /**
     * All entries.
     *
     * @return in the order of the flat array
     */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /**
     * Finds an entry.
     *
     * @param name its name
     * @return the entry
     * @throws IllegalArgumentException if there is none
     */
    public Entry entry(String name) {
        return entries.stream()
                .filter(e -> e.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no parameter is named '" + name + "'"));
    }

    /**
     * Number of values in all.
     *
     * @return length of the flat array
     */
    public int length() {
        return length;
    }

    /**
     * Initial values.
     *
     * @param seed the model's seed
     * @return a new flat array
     */
    public float[] initialise(long seed) {
        float[] values = new float[length];
        long key = CounterNoise.key(seed, Purpose.WEIGHTS);
        long second = CounterNoise.key(seed, Purpose.WEIGHTS, 2);
        for (Entry e : entries) {
            e.parameter().start().fill(key, second, e.offset(), e.length(), values);
        }
        return values;
    }
}
