/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import io.github.sdmvae.data.CsvCells.Cell;
import io.github.sdmvae.file.AtomicFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Rows as text that {@link CsvTable} reads back to the last bit. */
final class CsvWriter {
    private CsvWriter() {}

    static void write(Frames rows, Path file) throws IOException {
        AtomicFile.write(file, out -> {
            Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            if (!rows.names().isEmpty()) {
                text.write(head(rows.names()));
            }
            for (int i = 0; i < rows.size(); i++) {
                text.write(line(rows.row(i)));
            }
            text.flush();
        });
    }

    private static String head(List<String> names) {
        return names.stream().map(CsvWriter::name).collect(Collectors.joining(",", "", "\n"));
    }

    /** In quotes if it would not come back without. */
    private static String name(String name) {
        boolean plain = !name.isEmpty()
                && name.equals(name.strip())
                && name.chars().noneMatch(c -> c == ',' || c == '"' || c == '\uFEFF')
                && new Cell(name, false).number() == null;
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String line(float[] row) {
        StringBuilder line = new StringBuilder();
        for (float value : row) {
            line.append(value).append(',');
        }
        line.setCharAt(line.length() - 1, '\n');
        return line.toString();
    }
}
