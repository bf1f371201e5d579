/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The record: what every setting gave, per kernels of OpenBLAS.
 *
 * @param records the first of them is what others' first losses are compared with
 */
record RecordFile(List<Entry> records) {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    /**
     * What all settings gave on one kind of processor.
     *
     * @param kernels of its matrix products
     * @param outcomes by name
     */
    record Entry(RecordedKernels kernels, Map<String, RecordedOutcome> outcomes) {}

    static RecordFile read(Path file) throws IOException {
        return GSON.fromJson(Files.readString(file), RecordFile.class);
    }

    Optional<Entry> of(RecordedKernels kernels) {
        return kernels.isKnown()
                ? records.stream().filter(e -> e.kernels().equals(kernels)).findFirst()
                : Optional.empty();
    }

    /** Writes this record with an entry more, in the place of one of the same kernels. */
    void writeWith(Entry entry, Path file) throws IOException {
        List<Entry> all = new ArrayList<>(records);
        int place = (int) records.stream()
                .takeWhile(e -> !e.kernels().equals(entry.kernels()))
                .count();
        if (place < all.size()) {
            all.set(place, entry);
        } else {
            all.add(entry);
        }
        Files.writeString(file, text(all));
    }

    /** A line for every outcome, so that a difference shows what has changed. */
    private static String text(List<Entry> records) {
        StringJoiner text = new StringJoiner(",\n", "{\"records\": [\n", "\n]}\n");
        for (Entry entry : records) {
            StringJoiner lines = new StringJoiner(
                    ",\n", "{\"kernels\": " + GSON.toJson(entry.kernels()) + ", \"outcomes\": {\n", "\n}}");
            entry.outcomes().forEach((name, outcome) -> lines.add(GSON.toJson(name) + ": " + GSON.toJson(outcome)));
            text.add(lines.toString());
        }
        return text.toString();
    }
}
