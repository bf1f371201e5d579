/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import org.jspecify.annotations.Nullable;

/** A training that cannot start, resume or go on because of its checkpoints; {@link #reason()} says in what way. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong. */
    public enum Reason {
        /** The folder cannot be made, read or written. */
        FOLDER,
        /** Another trainer is using the folder. */
        LOCKED,
        /** A new training was asked for, but the folder holds a run already. */
        OTHER_RUN,
        /** There is no checkpoint to resume from. */
        NOTHING_TO_RESUME,
        /** The newest checkpoint cannot be read for the time being; it may be whole, and was left alone. */
        INACCESSIBLE,
        /** There are checkpoints, but all of them are damaged. */
        UNREADABLE,
        /** The checkpoint was written by a newer version of the library. */
        NEWER,
        /** The checkpoint was made with another model, other data or other settings; the message names them. */
        MISMATCH,
        /** The engine that the checkpoint names, which a resume takes, cannot be had. */
        ENGINE,
        /** The process was told to end; the training stopped, after writing a checkpoint if that was possible. */
        INTERRUPTED,
        /** A checkpoint could not be written, and the training was told to stop then. */
        WRITE
    }

    /** What is wrong. */
    private final Reason reason;

    CheckpointException(Reason reason, String message, @Nullable Throwable cause) {
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
