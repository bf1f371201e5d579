/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A row of the table of reference scores, which lies outside the project together with its recordings. */
record GoldenPair(Path folder, Map<String, String> columns) {

    /** The table's rows, or nothing where the folder is absent. */
    static Optional<List<GoldenPair>> all() throws IOException {
        Path folder = Path.of(System.getProperty("sdmvae.golden", "../../shared/golden"))
                .resolve("metrics");
        Path table = folder.resolve("golden.csv");
        if (!Files.isReadable(table)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(table);
        List<String> header = cells(lines.get(0));
        List<GoldenPair> pairs = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line);
            Map<String, String> columns = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                columns.put(header.get(i), cells.get(i));
            }
            pairs.add(new GoldenPair(folder, columns));
        }
        return Optional.of(pairs);
    }

    static GoldenPair named(List<GoldenPair> pairs, String name) {
        return pairs.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    String name() {
        return column("case");
    }

    int rate() {
        return Integer.parseInt(column("fs"));
    }

    boolean hasError() {
        return !column("error").isEmpty();
    }

    OptionalDouble figure(String column) {
        String text = column(column);
        return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
    }

    double[] reference() throws IOException {
        return WavFiles.read(folder.resolve("wav").resolve(column("ref")));
    }

    double[] degraded() throws IOException {
        return WavFiles.read(folder.resolve("wav").resolve(column("deg")));
    }

    @Override
    public String toString() {
        return name();
    }

    private String column(String name) {
        return columns.getOrDefault(name, "");
    }

    /** Splits at commas outside quotes. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : (line + ",").toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        return cells;
    }
}
