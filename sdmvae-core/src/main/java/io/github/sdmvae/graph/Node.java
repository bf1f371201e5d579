/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import java.util.List;

/**
 * One step of the data's way through a model. A new kind of node is a record that implements this, and an entry in the
 * engines' registries of stages. Immutable.
 */
public interface Node {

    /**
     * The name, which begins those of its parameters.
     *
     * @return for instance {@code encoder.0}, {@code code}, {@code observation}
     */
    String name();

    /**
     * What the node learns.
     *
     * @return in the order of the flat array; empty unless overridden
     */
    default List<Parameter> parameters() {
        return List.of();
    }

    /**
     * The terms of the loss that the node brings, beside what flows through it.
     *
     * @return their names; empty unless overridden
     */
    default List<String> terms() {
        return List.of();
    }

    /**
     * What the node does, for a model's summary.
     *
     * @return one short line; the shapes of its parameters unless overridden
     */
    default String summary() {
        List<String> shapes = parameters().stream()
                .map(parameter -> parameter.rows() + " × " + parameter.columns())
                .toList();
        return String.join(", ", shapes);
    }
}
