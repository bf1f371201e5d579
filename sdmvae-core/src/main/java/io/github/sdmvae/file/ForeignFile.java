/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Keeps files with common names that somebody else wrote from being replaced. */
public final class ForeignFile {
    /** Far more than a table or a page has before its first sound or picture. */
    private static final int LOOKED_AT = 1 << 22;

    private ForeignFile() {}

    /**
     * Refuses a file that is there and not ours. An empty one is nobody's.
     *
     * @param file about to be written
     * @param isOurs by its text
     * @throws FileAlreadyExistsException if it is foreign
     * @throws IOException if it cannot be read
     */
    public static void refuse(Path file, Predicate<String> isOurs) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LOOKED_AT);
        }
        if (bytes.length > 0 && !isOurs.test(new String(bytes, StandardCharsets.UTF_8))) {
            throw new FileAlreadyExistsException(
                    file.toString(),
                    null,
                    "this file is there already and was not written by this program; move it or write elsewhere");
        }
    }
}
