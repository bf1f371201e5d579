/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that should hold a model and does not; {@link #reason()} says in what way. */
public final class ModelFormatException extends IOException {
    private static final long serialVersionUID = 1;

    /** What is wrong with the file. */
    public enum Reason {
        /** The file is something else. */
        FOREIGN,
        /** The file ends too early. */
        TRUNCATED,
        /** The file is a model, but parts are missing, changed or contradictory. */
        DAMAGED,
        /** The file was written by a newer version of the library. */
        NEWER,
        /** The model uses a prior, likelihood or γ update of a user's own that was not given. */
        MISSING_EXTENSION
    }

    /** What is wrong with the file. */
    private final Reason reason;

    ModelFormatException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * What is wrong.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
