/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.format;

import java.io.IOException;
import java.io.InputStream;
import javax.sound.sampled.AudioInputStream;

/** What no decoder is asked about: Java's own scan zeros to the end of the file, and play notes with a synthesiser. */
final class Undecodable implements SoundFormat {
    private static final String MIDI = "MThd";

    @Override
    public boolean isFormatOf(Head head) {
        return head.isZero() || head.startsWith(MIDI);
    }

    @Override
    public AudioInputStream open(InputStream in) throws IOException {
        Head head = Head.of(in, false);
        if (head.startsWith(MIDI)) {
            throw new IOException("is a MIDI file, notes without sound: play it into a WAV file with a synthesiser");
        }
        if (head.length() == 0) {
            throw new IOException("is empty: copy it again");
        }
        throw new IOException("begins with " + head.length()
                + " zero bytes and has no header: the recording was not finished or not copied whole; copy it again");
    }
}
