/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that should be a {@link FrameCache} of certain data and is not; {@link #reason()} says in what way. */
public final class FrameCacheException extends IOException {
    private static final long serialVersionUID = 1;

    /** What is wrong with the file. */
    public enum Reason {
        /** The file is something else; it is never overwritten. */
        FOREIGN,
        /** The file ends too early. */
        TRUNCATED,
        /** The file is a cache, but its bytes have changed or contradict each other. */
        DAMAGED,
        /** The file was written by a newer version of the library; it is never overwritten. */
        NEWER,
        /** The file is a cache of other inputs or settings. */
        STALE
    }

    /** What is wrong with the file. */
    private final Reason reason;

    FrameCacheException(Reason reason, String message, @Nullable Throwable cause) {
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

    /** Whether nothing is lost when a build replaces the file. */
    boolean isReplaceable() {
        return reason == Reason.TRUNCATED || reason == Reason.DAMAGED || reason == Reason.STALE;
    }
}
