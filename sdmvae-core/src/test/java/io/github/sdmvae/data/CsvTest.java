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
        Frames quoted = Frames.readCsv(file("\"x, cm\",\"2019\",\"the \"\"big\"\" one\",5d\n1,2,\"3\",4\n"));
        assertThat(quoted.names()).containsExactly("x, cm", "2019", "the \"big\" one", "5d");
        assertThat(quoted.row(0)).containsExactly(1, 2, 3, 4);
        assertThat(Frames.readCsv(file("\n\na b\n1\n")).names()).containsExactly("a b");
    }

    @Test
    void blanks_partColumns() throws IOException {
        Frames blanks = Frames.readCsv(file("a    \"b c\"\n  1   2.5\n10   3 \n"), ' ');
        assertThat(blanks.names()).containsExactly("a", "b c");
        assertThat(blanks.toRows()).isDeepEqualTo(new float[][] {{1, 2.5f}, {10, 3}});
        assertThat(Frames.readCsv(file("1\t2\n"), '\t').row(0)).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x,y/1,5,2,5|line 1 has 2 names, line 2 has 4 cells; a title? decimal commas (write a point)?",
                "x/1,5|line 1 has 1 name, line 2 has 2 cells; a title? decimal commas",
                "x, cm,y/1,2|line 1 has 3 names, line 2 has 2 cells; a title? decimal commas (write a point)? names with ','"
                        + " go into double quotes",
                "one line of text//1,2|line 1 has 1 name, line 3 has 2 cells; a title?",
                "x;y/1,5;2,5|line 1 has 1 name, line 2 has 3 cells; columns parted by ';'? Frames.readCsv(file, ';')"
            })
    void namesOfAnotherNumber_areRefused(String lines, String message) throws IOException {
        Path file = file(lines.replace('/', '\n'));
        assertThatThrownBy(() -> Frames.readCsv(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": " + message);
    }

    @Test
    void linesWithoutCells_areNamed() throws IOException {
        Path file = file("\"a,b\n1,2\n");
        assertThatThrownBy(() -> Frames.readCsv(file))
                .hasMessageStartingWith(file + ": line 1 has a double quote that is");
        file("a,b\n1,\"2\"3\n");
        assertThatThrownBy(() -> Frames.readCsv(file))
                .hasMessageContaining("line 2 has '3' behind a closing double quote");
        file("\"1\",\"2\"\n");
        assertThatThrownBy(() -> Frames.readCsv(file)).hasMessageContaining("line 1 has numbers in double quotes");
        assertThatThrownBy(() -> Frames.readCsv(folder)).hasMessage(folder + ": is a folder, not a table");
    }

    @Test
    void decimalCommas_areHintedAtBehindOtherSeparators() throws IOException {
        Path file = file("x;y\n1,5;2,5\n");
        assertThatThrownBy(() -> Frames.readCsv(file, ';'))
                .hasMessage(
                        file + ": line 2, column 1 (x) is no finite number: '1,5'; a decimal comma? write a point, and"
                                + " nothing between thousands");
    }

    @Test
    void writtenTables_areReadBackToTheLastBit() throws IOException {
        float[][] values = {{1, -0.0f, 0.1f}, {Float.MIN_VALUE, Float.MAX_VALUE, 1f / 3}};
        Path file = folder.resolve("w.csv");
        Frames.of(values).writeCsv(file);
        assertThat(Files.readString(file)).isEqualTo("1.0,-0.0,0.1\n1.4E-45,3.4028235E38,0.33333334\n");
        assertThat(Frames.readCsv(file).toRows()).isDeepEqualTo(values);
        assertThat(Float.floatToRawIntBits(Frames.readCsv(file).row(0)[1])).isEqualTo(0x80000000);
        List<String> names = List.of("2019", " a \"b\", c", "");
        Frames.of(values).named(names).writeCsv(file);
        assertThat(Frames.readCsv(file).names()).isEqualTo(names);
        assertThat(Frames.readCsv(file).toRows()).isDeepEqualTo(values);
        assertThatThrownBy(() -> Frames.of(values).writeCsv(folder.resolve("none/w.csv")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void namesThatNoFileCanHold_areRefused() {
        Frames frames = Frames.of(new float[][] {{1, 2}});
        assertThat(frames.named(List.of("a", "b")).names()).containsExactly("a", "b");
        assertThatThrownBy(() -> frames.named(List.of("a"))).hasMessage("2 columns need as many names, got 1");
        assertThatThrownBy(() -> frames.named(List.of("a", "b\nc"))).hasMessageContaining("line break");
        assertThatThrownBy(() -> frames.named(List.of("1", "2")))
                .hasMessage("names must not all be numbers, got [1, 2]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a;b/1;2|is no finite number: '1;2'; columns parted by ';'? Frames.readCsv(file, ';')",
                "a b c/4 5 6|is no finite number: '4 5 6'; columns parted by ' '? Frames.readCsv(file, ' ')",
                "a\tb/1\t2|is no finite number: '1\t2'; columns parted by '\\t'? Frames.readCsv(file, '\\t')",
                "a,b/'1',2|is no finite number: ''1''; numbers need no quotes",
                "a/1e99|is too large for a float (3.4e38): '1e99'; scale the column",
                "a,b/1,NA|is no finite number: 'NA'; missing values are not supported: leave such rows out, or fill them",
                "a,b/anna,1|is no finite number: 'anna'; texts have to become numbers first",
                "a,b/1,\"2,5\"|is no finite number: '2,5'; a decimal comma? write a point, and nothing between thousands",
                "id,2019/1,2|is no finite number: 'id'; texts have to become numbers first; are these names? then '2019'"
                        + " (column 2) goes into double quotes"
            })
    void badCells_haveAWayOut(String lines, String wayOut) throws IOException {
        Path file = file(lines.replace('/', '\n'));
        assertThatThrownBy(() -> Frames.readCsv(file)).hasMessageEndingWith(" " + wayOut);
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
