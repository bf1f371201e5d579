/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.part;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The parts of one kind that the library has, by their names in files. A new part is one line here.
 *
 * @param <T> prior, likelihood, γ update …
 */
public final class PartRegistry<T extends Part> {
    private final String what;
    private final Class<T> type;
    private final Map<String, Function<Description, T>> readers = new LinkedHashMap<>();

    /**
     * An empty registry.
     *
     * @param what kind of part, for messages
     * @param type kind of part
     */
    public PartRegistry(String what, Class<T> type) {
        this.what = what;
        this.type = type;
    }

    /**
     * Adds a part.
     *
     * @param name in files, for ever
     * @param reader makes the part from its numbers
     * @return this registry
     */
    public PartRegistry<T> with(String name, Function<Description, T> reader) {
        if (readers.put(name, reader) != null) {
            throw new IllegalArgumentException("there are two " + what + "s named '" + name + "'");
        }
        return this;
    }

    /**
     * All names.
     *
     * @return in the order of the registry
     */
    public List<String> names() {
        return List.copyOf(readers.keySet());
    }

    /**
     * Whether a part is of this registry's kind.
     *
     * @param part any
     * @return true for the library's own and for a user's
     */
    public boolean holds(Part part) {
        return type.isInstance(part);
    }

    /**
     * Makes a part from its description.
     *
     * @param description as written by {@link Part#describe}
     * @return an equal part
     * @throws MissingPartException if it is of the user's own and cannot be found
     * @throws IllegalArgumentException if there is no part of that name or a number is missing or out of range
     */
    public T read(Description description) {
        if (description.kind().equals(Description.CUSTOM)) {
            return description.findCustom(type, what);
        }
        Function<Description, T> reader = readers.get(description.kind());
        if (reader == null) {
            throw new IllegalArgumentException(
                    "unknown " + what + " '" + description.kind() + "'; known are " + String.join(", ", names()));
        }
        return reader.apply(description);
    }
}
