/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The card, its driver or a library on the way to it refused something; the message says what and what to do. What was
 * saved, models and checkpoints, is not touched by it.
 */
public final class CudaException extends IllegalStateException {
    private static final long serialVersionUID = 1;
    /** After one of these the driver refuses everything until the process ends. */
    private static final Set<Integer> LOST =
            Set.of(214, 219, 220, 226, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 721);

    private static final int NO_MEMORY = 2;
    private static final int OLD_DRIVER = 35;
    private static final int BUSY = 46;

    CudaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * What a code of driver or runtime means, which number errors alike.
     *
     * @param what was asked of it
     * @param code not 0
     * @param name of the code
     * @param text the driver's own
     */
    static CudaException of(String what, int code, String name, String text) {
        String said = String.format(Locale.ROOT, "%s: %s (%s, %d)", what, text, name, code);
        if (code == NO_MEMORY) {
            return new CudaException(said + ". Another process may be using the card: see nvidia-smi", null);
        }
        if (code == OLD_DRIVER) {
            return new CudaException(said + ". The driver is too old for CUDA 13: install 580 or newer", null);
        }
        if (code == BUSY) {
            return new CudaException(
                    said
                            + ". Another process has the card for itself (compute mode exclusive): end it or see nvidia-smi;"
                            + " models and checkpoints on disk are whole",
                    null);
        }
        if (LOST.contains(code)) {
            return new CudaException(
                    said + ". The card is lost to this process, with what it held; models and checkpoints on disk are"
                            + " whole. Start the program again and resume; nvidia-smi and the system's log say more",
                    null);
        }
        return new CudaException(said, null);
    }

    /** The card's memory is not enough. */
    static CudaException noMemory(String what, long bytes, long free, DeviceFacts facts) {
        return new CudaException(
                String.format(
                        Locale.ROOT,
                        "out of device memory: %s needs %.1f MB, %.1f of %.1f MB are free on %s. Use a smaller batch,"
                                + " end other processes on the card (see nvidia-smi), or -Dsdmvae.cuda.resident=false if"
                                + " it is the data that does not fit",
                        what,
                        bytes / 1e6,
                        free / 1e6,
                        facts.memory() / 1e6,
                        facts.name()),
                null);
    }
}
