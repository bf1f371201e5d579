/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {
    private static final String TABLE = "| model | loss |\n| --- | ---: |\n| VAE | 1 |\n";

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void foreignTables_areRefusedAndKept() throws IOException {
        Path table = Files.writeString(folder.resolve("table.md"), "| name | price |\n| --- | ---: |\n| tea | 3 |\n");
        assertThatThrownBy(() -> ResultFolder.open(folder, "table.md"))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining(table + "")
                .hasMessageContaining("was not written by this program");
        Path csv = Files.writeString(folder.resolve("table.csv"), "name,price\n");
        assertThatThrownBy(() -> ResultFolder.open(folder, "table.csv")).hasMessageContaining(csv + "");
        assertThat(table).content().contains("tea");
        assertThat(csv).hasContent("name,price\n");
    }

    @Test
    void ownTables_ofThisVersionAndOlder_areReplaced() throws IOException {
        ResultFolder out = ResultFolder.open(folder.resolve("new/out"), "table.md", "table.csv");
        out.markdown("table.md", TABLE);
        out.csv("table.csv", "model,loss\n");
        assertThat(folder.resolve("new/out/table.md")).content().startsWith(TABLE);
        ResultFolder.open(folder.resolve("new/out"), "table.md", "table.csv").csv("table.csv", "model,x\n");
        assertThat(folder.resolve("new/out/table.csv")).hasContent("model,x\n");
        // Before there were marks.
        Files.writeString(folder.resolve("new/out/table.md"), TABLE);
        Files.writeString(folder.resolve("new/out/runs.csv"), "row,m,seed\n");
        ResultFolder.open(folder.resolve("new/out"), "table.md", "runs.csv").markdown("table.md", TABLE);
    }

    @Test
    void fileInPlaceOfTheFolder_isSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "x");
        assertThatThrownBy(() -> ResultFolder.open(file, "table.md"))
                .hasMessageContaining(file + ": the folder cannot be made");
    }
}
