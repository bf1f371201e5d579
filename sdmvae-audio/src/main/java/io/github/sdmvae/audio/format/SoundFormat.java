/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.format;

import java.io.IOException;
import java.io.InputStream;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.UnsupportedAudioFileException;

/** One format of sound files. Stateless. */
interface SoundFormat {
    /** Whether a file that begins like this is in this format. */
    boolean isFormatOf(Head head);

    /**
     * Opens a file of this format.
     *
     * @param in at the file's first byte, or after its ID3 tags
     * @return its samples; the length is not specified where the file does not say it
     * @throws UnsupportedAudioFileException if it is one that only a decoder on {@code javax.sound}'s path could read;
     *     the message goes to the user if there is none
     * @throws IOException if it cannot be read or is damaged
     */
    AudioInputStream open(InputStream in) throws UnsupportedAudioFileException, IOException;
}
