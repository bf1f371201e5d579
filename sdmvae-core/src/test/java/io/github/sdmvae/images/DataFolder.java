/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.images;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the real data sets, which are not part of the project. */
final class DataFolder {
    private DataFolder() {}

    /** A file of the folder given by the system property {@code sdmvae.data}; skips the test where there is none. */
    static Path file(String name) {
        Path file =
                Path.of(System.getProperty("sdmvae.data", "../../shared/data")).resolve(name);
        assumeTrue(Files.isReadable(file), () -> file + " is not there; set the system property sdmvae.data");
        return file;
    }
}
