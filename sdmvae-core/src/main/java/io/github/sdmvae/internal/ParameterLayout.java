/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.CodeShape;
import io.github.sdmvae.internal.CounterNoise.Purpose;
import io.github.sdmvae.model.ModelDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * Where every weight of a model lies in one flat array, in the order of the data's way through the model. One array
 * makes optimiser, copies and files one operation each.
 */
public final class ParameterLayout {

    /**
     * One weight matrix or bias.
     *
     * @param name for instance {@code encoder.0.weight}
     * @param rows size of the layer's input, 1 for a bias
     * @param columns size of the layer's output
     * @param offset index of the first value in the flat array
     * @param fanIn size of the layer's input
     */
    public record Entry(String name, int rows, int columns, int offset, int fanIn) {
        /**
         * Number of values.
         *
         * @return rows · columns
         */
        public int length() {
            return rows * columns;
        }

        /**
         * The shape in files.
         *
         * @return rows and columns of a weight, the columns of a bias
         */
        public int[] shape() {
            return name.endsWith(".bias") ? new int[] {columns} : new int[] {rows, columns};
        }
    }

    /** Name of a learned dictionary, m × k. */
    public static final String DICTIONARY = "dictionary";

    /** Name of learned pseudo-inputs, U × n. */
    public static final String PSEUDO_INPUTS = "pseudoInputs";

    private final List<Entry> entries = new ArrayList<>();
    private final int encoderLayers;
    private final int layers;
    private final Dictionary dictionary;
    private int length;

    /**
     * Lays out a model's weights.
     *
     * @param definition the model
     */
    public ParameterLayout(ModelDefinition definition) {
        CodeShape shape = CodeShape.of(definition.prior(), definition.codeSize());
        addStack("encoder", definition.inputSize(), definition.encoderHidden(), shape.headColumns());
        encoderLayers = entries.size() / 2;
        int outputs = definition.inputSize() * definition.likelihood().outputsPerValue();
        addStack("decoder", definition.latentSize(), definition.decoderHidden(), outputs);
        layers = entries.size() / 2;
        dictionary = definition.dictionary();
        if (dictionary.isLearned()) {
            add(DICTIONARY, dictionary.latentSize(), dictionary.atoms(), 1);
        }
        if (shape.pseudoRows() > 0) {
            add(PSEUDO_INPUTS, shape.pseudoRows(), definition.inputSize(), 1);
        }
    }

    private void addStack(String stack, int in, List<Integer> hidden, int out) {
        int previous = in;
        for (int i = 0; i <= hidden.size(); i++) {
            int size = i < hidden.size() ? hidden.get(i) : out;
            add(stack + "." + i + ".weight", previous, size, previous);
            add(stack + "." + i + ".bias", 1, size, previous);
            previous = size;
        }
    }

    private void add(String name, int rows, int columns, int fanIn) {
        entries.add(new Entry(name, rows, columns, length, fanIn));
        length += rows * columns;
    }

    /**
     * All entries: weight and bias of each encoder layer, then of each decoder layer. The last encoder layer gives μ in
     * its first k columns and λ = log σ² in the next. A learned dictionary and pseudo-inputs follow the layers.
     *
     * @return an immutable list
     */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /**
     * Number of dense layers of the encoder, the last one included.
     *
     * @return at least 1
     */
    public int encoderLayers() {
        return encoderLayers;
    }

    /**
     * Number of dense layers in all.
     *
     * @return at least 2
     */
    public int layers() {
        return layers;
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
     * Initial weights and biases: uniform on ±1/√fan-in. A learned dictionary starts as the definition has it,
     * pseudo-inputs uniform on [0, 1].
     *
     * @param seed the model's seed
     * @return a new flat array
     */
    public float[] initialise(long seed) {
        float[] values = new float[length];
        long key = CounterNoise.key(seed, Purpose.WEIGHTS);
        for (Entry e : entries) {
            double bound = 1 / Math.sqrt(e.fanIn());
            boolean positive = e.name().equals(PSEUDO_INPUTS);
            for (int i = 0; i < e.length(); i++) {
                int at = e.offset() + i;
                double uniform = CounterNoise.uniform(key, at);
                values[at] = (float) (positive ? uniform : bound * (2 * uniform - 1));
            }
        }
        if (dictionary.isLearned()) {
            startDictionary(values);
        }
        return values;
    }

    private void startDictionary(float[] values) {
        int offset = entry(DICTIONARY).offset();
        double[] start = dictionary.toArray();
        for (int i = 0; i < start.length; i++) {
            values[offset + i] = (float) start[i];
        }
    }
}
