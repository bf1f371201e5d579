/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.fuzz;

import java.io.IOException;
import java.nio.file.Path;

/** A reader under test. */
@FunctionalInterface
public interface FuzzTarget {
    /**
     * Reads a file that may hold anything.
     *
     * @param file what to read
     * @return the size in bytes of what was read, which memory may be spent on
     * @throws IOException with a message that names the file: the only documented answer to bad files
     */
    long read(Path file) throws IOException;
}
