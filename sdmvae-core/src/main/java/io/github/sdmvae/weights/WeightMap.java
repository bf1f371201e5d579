/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.weights;

import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.graph.ParameterLayout.Entry;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Provenance;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.GammaUpdate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which array of another program becomes which weight of a model, and the way back. Nothing is guessed: every weight is named,
 * and so is every transposition. This library's weights are in × out ({@code y = x W + b}), PyTorch's {@code Linear.weight} is
 * out × in; its heads for μ and log σ² are often two layers, whose columns stand side by side in the last layer here.
 *
 * <pre>{@code
 * WeightMap map = WeightMap.of(definition)
 *         .transposed("encoder.0.weight", "fc1.weight")
 *         .same("encoder.0.bias", "fc1.bias")
 *         .transposed("encoder.1.weight", "fc_mu.weight", "fc_logvar.weight")
 *         .same("encoder.1.bias", "fc_mu.bias", "fc_logvar.bias") // and so on
 *         ;
 * Vae model = map.model(Safetensors.read(Path.of("vae.safetensors")));
 * }</pre>
 *
 * <p>{@code Vae.untrained(definition).weights()} lists the names. Immutable.
 */
public final class WeightMap {
    private final ModelDefinition definition;
    private final ParameterLayout layout;
    private final Map<String, Source> sources;

    /**
     * Where a weight comes from.
     *
     * @param arrays of the other program, side by side
     * @param transposed whether each has rows and columns exchanged
     */
    private record Source(List<String> arrays, boolean transposed) {}

    private WeightMap(ModelDefinition definition, Map<String, Source> sources) {
        this.definition = definition;
        this.layout = definition.graph().layout();
        this.sources = sources;
    }

    /**
     * A map without entries.
     *
     * @param definition of the model here
     * @return the map
     */
    public static WeightMap of(ModelDefinition definition) {
        return new WeightMap(definition, Map.of());
    }

    /**
     * The same with a weight whose arrays are taken as they are.
     *
     * @param weight of this library, for instance {@code encoder.0.bias}
     * @param arrays of the other program, one or several, whose columns are put side by side
     * @return a new map
     * @throws IllegalArgumentException if the model has no such weight, or it is mapped already
     */
    public WeightMap same(String weight, String... arrays) {
        return with(weight, new Source(List.of(arrays), false));
    }

    /**
     * The same with a weight whose arrays are transposed first.
     *
     * @param weight of this library, for instance {@code encoder.0.weight}
     * @param arrays of the other program, one or several, out × in each; put side by side when transposed
     * @return a new map
     * @throws IllegalArgumentException if the model has no such weight, it is no matrix, or it is mapped already
     */
    public WeightMap transposed(String weight, String... arrays) {
        if (entry(weight).shape().length != 2) {
            throw new IllegalArgumentException("'" + weight + "' is no matrix, there is nothing to transpose");
        }
        return with(weight, new Source(List.of(arrays), true));
    }

    private WeightMap with(String weight, Source source) {
        Entry entry = entry(weight);
        if (source.arrays().isEmpty() || entry.columns() % source.arrays().size() != 0) {
            throw new IllegalArgumentException("the " + entry.columns() + " columns of '" + weight
                    + "' cannot be made of " + source.arrays().size() + " arrays of equal width");
        }
        Map<String, Source> more = new LinkedHashMap<>(sources);
        if (more.put(weight, source) != null) {
            throw new IllegalArgumentException("'" + weight + "' is mapped twice");
        }
        return new WeightMap(definition, more);
    }

    private Entry entry(String weight) {
        return layout.entries().stream()
                .filter(e -> e.name().equals(weight))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the model has no weight '" + weight + "'; it has "
                        + String.join(
                                ", ", layout.entries().stream().map(Entry::name).toList())));
    }

    /**
     * A model with another program's weights. Its γ̄, which generating needs where variances are learned, is not known.
     *
     * @param arrays by the other program's names; further ones are left alone
     * @return the model, on the standard engine
     * @throws IllegalArgumentException naming the weight, if one is not mapped, its array is missing, of another shape or not
     *     finite
     */
    public Vae model(Map<String, NpyArray> arrays) {
        float[] parameters = new float[layout.length()];
        for (Entry entry : layout.entries()) {
            Source source = sources.get(entry.name());
            if (source == null) {
                throw new IllegalArgumentException("'" + entry.name() + "' is not mapped; the model needs "
                        + String.join(
                                ", ", layout.entries().stream().map(Entry::name).toList()));
            }
            int width = entry.columns() / source.arrays().size();
            for (int i = 0; i < source.arrays().size(); i++) {
                String name = source.arrays().get(i);
                float[] part = part(entry, width, source.transposed(), name, arrays.get(name));
                place(part, entry, width, i * width, parameters);
            }
        }
        Provenance provenance = Provenance.now("weights of another program", Map.of());
        ModelState state = ModelState.of(
                parameters, GammaUpdate.closedForm(), new float[definition.codeSize() + 1], null, provenance);
        return Vae.of(definition, state);
    }

    /** One array in this library's order, rows × width. */
    private static float[] part(Entry entry, int width, boolean transposed, String name, @Nullable NpyArray array) {
        if (array == null) {
            throw new IllegalArgumentException(
                    "'" + entry.name() + "' is to come from '" + name + "', which is not there");
        }
        boolean vector = entry.shape().length == 1;
        List<Integer> expected =
                vector ? List.of(width) : transposed ? List.of(width, entry.rows()) : List.of(entry.rows(), width);
        if (!array.shape().equals(expected)) {
            throw new IllegalArgumentException("'" + name + "' must have the shape " + expected + " for '"
                    + entry.name() + "'" + (transposed ? " (transposed)" : "") + ", it has " + array.shape());
        }
        for (float value : array.toFloats()) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("'" + name + "' must be finite, it holds " + value);
            }
        }
        return transposed ? transpose(array.toFloats(), width, entry.rows()) : array.toFloats();
    }

    private static float[] transpose(float[] values, int rows, int columns) {
        float[] transposed = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j * rows + i] = values[i * columns + j];
            }
        }
        return transposed;
    }

    private static void place(float[] part, Entry entry, int width, int column, float[] parameters) {
        for (int i = 0; i < entry.rows(); i++) {
            System.arraycopy(part, i * width, parameters, entry.offset() + i * entry.columns() + column, width);
        }
    }

    /**
     * A model's weights under the other program's names and in its order, for instance for {@link Safetensors#write}.
     *
     * @param model of this map's definition
     * @return arrays by the other program's names
     * @throws IllegalArgumentException if the model has another definition, or a weight is not mapped
     */
    public Map<String, NpyArray> arraysOf(Vae model) {
        if (!shapes(model.definition().graph().layout()).equals(shapes(layout))) {
            throw new IllegalArgumentException("the model's weights are not those of this map's definition");
        }
        float[] parameters = model.state().parameters();
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (Entry entry : layout.entries()) {
            Source source = sources.get(entry.name());
            if (source == null) {
                missing.add(entry.name());
                continue;
            }
            int width = entry.columns() / source.arrays().size();
            for (int i = 0; i < source.arrays().size(); i++) {
                arrays.put(source.arrays().get(i), taken(parameters, entry, width, i * width, source.transposed()));
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("not mapped: " + String.join(", ", missing));
        }
        return arrays;
    }

    private static List<String> shapes(ParameterLayout layout) {
        return layout.entries().stream()
                .map(e -> e.name() + Arrays.toString(e.shape()))
                .toList();
    }

    private static NpyArray taken(float[] parameters, Entry entry, int width, int column, boolean transposed) {
        float[] part = new float[entry.rows() * width];
        for (int i = 0; i < entry.rows(); i++) {
            System.arraycopy(parameters, entry.offset() + i * entry.columns() + column, part, i * width, width);
        }
        if (entry.shape().length == 1) {
            return NpyArray.of(part, width);
        }
        return transposed
                ? NpyArray.of(transpose(part, entry.rows(), width), width, entry.rows())
                : NpyArray.of(part, entry.rows(), width);
    }
}
