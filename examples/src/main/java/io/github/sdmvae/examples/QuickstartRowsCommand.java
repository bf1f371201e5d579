/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.examples.options.OutputFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@link QuickstartRows} by name. */
@Command(
        name = "QuickstartRows",
        description = {
            "Train a small model on the rows of a CSV file of numbers; show codes, a reconstruction and a new row.",
            "Writes rows.sdmvae into a folder that must exist."
        })
final class QuickstartRowsCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CSV",
            description = "A table of numbers, a first line of names or none. Default: a generated one.")
    private @Nullable Path table;

    @Mixin
    private OutputFolder out = new OutputFolder(".");

    QuickstartRowsCommand() {}

    @Override
    public Integer call() throws IOException {
        QuickstartRows.main(table == null ? "" : table.toString(), out.folder().toString());
        return 0;
    }
}
