/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void names_areThoseOfTheFirstLine() throws IOException {
        assertThat(Frames.readCsv(file("\"sea level\", t \n1,2\n")).names()).containsExactly("sea level", "t");
        assertThat(Frames.readCsv(file("1,2\n")).names()).isEmpty();
        assertThat(Frames.readCsv(file("one line of text\n1,2\n")).names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a;b/1;2|other separators: Frames.readCsv(file, ';')",
                "a/'\"1\"'|numbers need no quotes",
                "name,2020/1,2|in a first line of names there is no number"
            })
    void badCells_haveAWayOut(String lines, String wayOut) throws IOException {
        Path file = file(lines.replace('/', '\n'));
        assertThatThrownBy(() -> Frames.readCsv(file)).hasMessageEndingWith("; " + wayOut);
    }

    @Test
    void split_partsRowsOnceAndForAll() throws IOException {
        StringBuilder text = new StringBuilder("i,j\n");
        for (int i = 0; i < 50; i++) {
            text.append(i).append(",0\n");
        }
        Frames frames = Frames.readCsv(file(text.toString()));
        Frames.Split split = frames.split(0.8, 3);
        assertThat(split.training().size()).isEqualTo(40);
        assertThat(split.validation().size()).isEqualTo(10);
        assertThat(split.validation().names()).containsExactly("i", "j");
        List<float[]> all = new ArrayList<>(List.of(split.training().toRows()));
        all.addAll(List.of(split.validation().toRows()));
        assertThat(all.stream().map(row -> (int) row[0]).sorted().toList())
                .isEqualTo(IntStream.range(0, 50).boxed().toList());
        assertThat(frames.split(0.8, 3).validation().toRows())
                .isDeepEqualTo(split.validation().toRows());
        assertThat(frames.split(0.8, 4).validation().toRows())
                .isNotEqualTo(split.validation().toRows());
        assertThatThrownBy(() -> frames.split(0.001, 1)).hasMessageContaining("got 0.001 of 50 rows");
        assertThatThrownBy(() -> frames.split(1, 1)).hasMessageContaining("got 1.0 of 50 rows");
    }

    @Test
    void badCells_areNamed() throws IOException {
        Path file = file("a,b\n1,2\n3,\n");
        assertThatThrownBy(() -> Frames.readCsv(file))
                .hasMessage(
                        file
                                + ": line 3, column 2 (b) is empty; missing values are not supported: leave such rows out, or fill them");
        file("a,b\n1,x y\n");
        assertThatThrownBy(() -> Frames.readCsv(file))
                .hasMessageContaining("line 2, column 2 (b) is no finite number: 'x y'");
        file("1,NaN\n");
        assertThatThrownBy(() -> Frames.readCsv(file))
                .hasMessageContaining("line 1, column 2 is no finite number: 'NaN'; missing values");
        file("1,2\n1,2,3\n");
        assertThatThrownBy(() -> Frames.readCsv(file)).hasMessageContaining("line 2 has 3 cells, the first row has 2");
        file("a,b\n");
        assertThatThrownBy(() -> Frames.readCsv(file)).hasMessageContaining("no row of numbers");
        Files.write(file, "1,ü\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Frames.readCsv(file)).hasMessageContaining("no text in UTF-8");
    }
}
