/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.Channels;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How files are read and written. Start from {@link #defaults()} and change what differs.
 *
 * @param channels what to do with a file of several channels
 * @param floats whether results are written as 32-bit floats; else as integers of 16 bits
 * @param noise where to write what is left; null for nowhere
 */
public record FileChoices(
        Channels channels, boolean floats, @Nullable Path noise) {
    /**
     * Checks that nothing is missing.
     *
     * @param channels what to do with a file of several channels
     * @param floats whether results are written as 32-bit floats
     * @param noise where to write what is left; null for nowhere
     */
    public FileChoices {
        Objects.requireNonNull(channels, "channels");
    }

    /**
     * Files of one channel, 16 bits, no noise.
     *
     * @return the choices
     */
    public static FileChoices defaults() {
        return new FileChoices(Channels.undecided(), false, null);
    }

    /**
     * Changes what is done with a file of several channels. Each of them enhanced on its own would move the sound image: that is
     * not offered.
     *
     * @param choice one of them or their mean
     * @return changed choices
     */
    public FileChoices withChannels(Channels choice) {
        return new FileChoices(choice, floats, noise);
    }

    /**
     * Changes how results are written.
     *
     * @param wanted whether as floats
     * @return changed choices
     */
    public FileChoices withFloats(boolean wanted) {
        return new FileChoices(channels, wanted, noise);
    }

    /**
     * Writes what is left, too.
     *
     * @param file WAV
     * @return changed choices
     */
    public FileChoices withNoise(Path file) {
        return new FileChoices(channels, floats, file);
    }
}
