/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import io.github.sdmvae.file.FileFormatException;
import org.jspecify.annotations.Nullable;

/** A file that should be a {@link FrameCache} of certain data and is not; {@link #reason()} says in what way. */
public final class FrameCacheException extends FileFormatException {
    private static final long serialVersionUID = 1;

    FrameCacheException(Reason reason, String message, @Nullable Throwable cause) {
        super(reason, message, cause);
    }

    /** Whether nothing is lost when a build replaces the file. */
    boolean isReplaceable() {
        return switch (reason()) {
            case TRUNCATED, DAMAGED, STALE -> true;
            case FOREIGN, NEWER, MISSING_EXTENSION -> false;
        };
    }
}
