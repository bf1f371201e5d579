/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.examples.options.OutputFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

    @Option(
            names = "--separator",
            paramLabel = "CHAR",
            description = "What parts the columns: one character, or tab. Default: a comma.")
    private String separator = ",";

    @Mixin
    private OutputFolder out = new OutputFolder(".");

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    QuickstartRowsCommand() {}

    @Override
    public Integer call() throws IOException {
        String character = separator.equals("tab") || separator.equals("\\t") ? "\t" : separator;
        if (character.length() != 1) {
            throw new ParameterException(
                    spec.commandLine(), "--separator is one character or tab, got '" + separator + "'");
        }
        try {
            QuickstartRows.main(
                    table == null ? "" : table.toString(), out.folder().toString(), character);
        } catch (IOException e) {
            throw String.valueOf(e.getMessage()).contains("Frames.readCsv(") // says how a program would
                    ? new IOException(e.getMessage() + " (here: --separator)", e)
                    : e;
        }
        return 0;
    }
}
