/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.output;

import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.file.ForeignFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The folder that an example writes its tables into. Opened before the work that is to fill it: what cannot be written,
 * or would replace what somebody else wrote, is said then.
 */
public final class ResultFolder {
    private static final String MARK = "\n<!-- a table of the sdmvae examples -->\n";
    /** How tables begin, marked or not. */
    private static final Pattern MARKDOWN = Pattern.compile("\\| model \\|.*\\R\\| --- \\| -(?s:.*)");

    private static final Pattern CSV = Pattern.compile("(model|row),(?s:.*)");

    private final Path folder;

    private ResultFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder if it is missing.
     *
     * @param folder where to write
     * @param tables names of the tables that will be written, {@code .md} or {@code .csv}
     * @return the folder
     * @throws IOException if it cannot be made or written to, or a file of such a name is somebody else's
     */
    public static ResultFolder open(Path folder, String... tables) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (FileSystemException e) {
            String why = e.getReason() == null ? "a file is in the way or access is denied" : e.getReason();
            throw new IOException(folder + ": the folder cannot be made: " + why, e);
        }
        for (String table : tables) {
            Path file = folder.resolve(table);
            AtomicFile.tryOut(file);
            ForeignFile.refuse(file, text -> isTable(table, text));
        }
        return new ResultFolder(folder);
    }

    private static boolean isTable(String name, String text) {
        return name.endsWith(".csv") ? CSV.matcher(text).matches() : isMarkdown(text);
    }

    private static boolean isMarkdown(String text) {
        return text.endsWith(MARK) || MARKDOWN.matcher(text).matches();
    }

    /**
     * Writes a table in Markdown, with a mark that tells whose it is.
     *
     * @param name of the file
     * @param table in Markdown
     * @throws IOException if it cannot be written
     */
    public void markdown(String name, String table) throws IOException {
        AtomicFile.write(folder.resolve(name), table + MARK);
    }

    /**
     * Writes a table for other programs.
     *
     * @param name of the file
     * @param table whose first column is {@code model} or {@code row}
     * @throws IOException if it cannot be written
     */
    public void csv(String name, String table) throws IOException {
        AtomicFile.write(folder.resolve(name), table);
    }
}
