/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import org.jspecify.annotations.Nullable;

/** An engine that was asked for cannot be had; the message says what is missing and what to do. */
public final class EngineUnavailableException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /**
     * Says what is missing.
     *
     * @param message a sentence
     * @param cause null if there is none
     */
    public EngineUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
