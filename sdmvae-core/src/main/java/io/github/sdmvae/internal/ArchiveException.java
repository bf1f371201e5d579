/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import io.github.sdmvae.model.ModelFormatException.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An archive that is damaged, or something else; whoever asked for it translates this into an exception of the API. */
public final class ArchiveException extends IOException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /**
     * Says what is wrong.
     *
     * @param reason in a word
     * @param message in a sentence that names the file
     * @param cause null if there is none
     */
    public ArchiveException(Reason reason, String message, @Nullable Throwable cause) {
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
