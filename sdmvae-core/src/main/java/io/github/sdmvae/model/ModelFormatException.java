/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.file.FileFormatException;
import org.jspecify.annotations.Nullable;

/** A file that should hold a model and does not; {@link #reason()} says in what way. */
public final class ModelFormatException extends FileFormatException {
    private static final long serialVersionUID = 1;

    ModelFormatException(Reason reason, String message, @Nullable Throwable cause) {
        super(reason, message, cause);
    }
}
