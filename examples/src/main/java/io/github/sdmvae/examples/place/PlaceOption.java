/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.place;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --on}: where the runs are done. */
public final class PlaceOption {
    @Option(
            names = "--on",
            paramLabel = "PLACE",
            description =
                    "Do the runs elsewhere: spark, where the program was started by examples-spark/run. Folders must"
                            + " be seen there under the same paths. Default: in this process.")
    private @Nullable String name;

    /** Made by picocli, which sets the field. */
    public PlaceOption() {}

    /**
     * The place.
     *
     * @return empty for this process
     * @throws IllegalArgumentException if there is none of that name
     */
    public Optional<Place> place() {
        if (name == null) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        for (Place place : ServiceLoader.load(Place.class, Place.class.getClassLoader())) {
            if (place.name().equals(name)) {
                return Optional.of(place);
            }
            names.add(place.name());
        }
        throw new IllegalArgumentException("--on " + name + ": there is no such place here"
                + (names.isEmpty() ? "; start the program by examples-spark/run" : ", there are " + names));
    }
}
