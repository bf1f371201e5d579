/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file whose contents are not what they should be; {@link #reason()} says in what way. That a file could not be read at
 * all (access denied, too many open files, a disk that fails) is another {@link IOException}: it proves nothing about
 * the contents.
 */
public class FileFormatException extends IOException {
    private static final long serialVersionUID = 1;

    /** What is wrong with a file. */
    public enum Reason {
        /** The file is something else. Never overwritten. */
        FOREIGN,
        /** The file ends too early. */
        TRUNCATED,
        /** The file is of the right kind, but parts are missing, changed or contradictory. */
        DAMAGED,
        /** The file was written by a newer version of the library. Never overwritten. */
        NEWER,
        /** The file is a cache of other inputs or settings. */
        STALE,
        /** The model uses a prior, likelihood or γ update of a user's own that was not given. */
        MISSING_EXTENSION
    }

    /** What is wrong with the file. */
    private final Reason reason;

    /**
     * Says what is wrong.
     *
     * @param reason in a word
     * @param message in a sentence that names the file
     * @param cause null if there is none
     */
    public FileFormatException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * What is wrong.
     *
     * @return the reason
     */
    public final Reason reason() {
        return reason;
    }
}
