/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.watch;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes that must not end a training: after the first that fails there is a warning, and no further try. */
final class LogFile {
    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);

    private final Path path;
    private boolean failed;

    LogFile(Path path) {
        this.path = path;
    }

    /** A write. */
    interface Write {
        void run() throws IOException;
    }

    void attempt(Write write) {
        if (failed) {
            return;
        }
        try {
            write.run();
        } catch (IOException e) {
            failed = true;
            LOG.warn("{}: cannot be written ({}); the training goes on, this log does not", path, e.toString());
        }
    }
}
