/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("t.csv"), text);
    }

    @Test
    void tables_withAndWithoutNames_areRead() throws IOException {
        float[][] expected = {{1, -2.5f}, {3e-2f, 4}};
        assertThat(Frames.readCsv(file("a,b\n1,-2.5\n3e-2, 4\n")).toRows()).isDeepEqualTo(expected);
        assertThat(Frames.readCsv(file("1,-2.5\r\n0.03,4")).toRows()).isDeepEqualTo(expected);
        assertThat(Frames.readCsv(file("\uFEFF\"height\",\"x\"\n1,-2.5\n\n0.03,4\n"))
                        .toRows())
                .isDeepEqualTo(expected);
        Frames semicolons = Frames.readCsv(file("1;-2.5\n0.03;4\n"), ';');
        assertThat(semicolons.toRows()).isDeepEqualTo(expected);
        assertThat(semicolons.description()).isEqualTo("t.csv, 2 rows of 2");
    }

    @Test
    void manyRows_areRead() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            text.append(i).append(",1,2\n");
        }
        Frames frames = Frames.readCsv(file(text.toString()));
        assertThat(frames.size()).isEqualTo(5000);
        assertThat(frames.row(4321)).containsExactly(4321, 1, 2);
    }

    @Test
    void badCells_areNamed() throws IOException {
        Path file = file("a,b\n1,2\n3,\n");
        assertThatThrownBy(() -> Frames.readCsv(file)).hasMessage(file + ": line 3, column 2 is empty");
        file("a,b\n1,x y\n");
        assertThatThrownBy(() -> Frames.readCsv(file))
                .hasMessageContaining("line 2, column 2 is no finite number: 'x y'");
        file("1,NaN\n");
        assertThatThrownBy(() -> Frames.readCsv(file))
                .hasMessageContaining("line 1, column 2 is no finite number: 'NaN'");
        file("1,2\n1,2,3\n");
        assertThatThrownBy(() -> Frames.readCsv(file)).hasMessageContaining("line 2 has 3 cells, the first row has 2");
        file("a,b\n");
        assertThatThrownBy(() -> Frames.readCsv(file)).hasMessageContaining("no row of numbers");
        Files.write(file, "1,ü\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Frames.readCsv(file)).hasMessageContaining("no text in UTF-8");
    }
}
