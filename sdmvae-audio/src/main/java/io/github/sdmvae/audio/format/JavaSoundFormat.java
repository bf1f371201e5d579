/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.format;

import java.io.IOException;
import java.io.InputStream;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** AIFF and AU, which every Java platform reads. */
final class JavaSoundFormat implements SoundFormat {
    @Override
    public boolean isFormatOf(Head head) {
        return isAiff(head) || head.startsWith(".snd");
    }

    private static boolean isAiff(Head head) {
        return head.startsWith("FORM") && (head.has(8, "AIFF") || head.has(8, "AIFC"));
    }

    @Override
    public AudioInputStream open(InputStream in) throws UnsupportedAudioFileException, IOException {
        try {
            return AudioSystem.getAudioInputStream(in);
        } catch (UnsupportedAudioFileException e) {
            throw ForeignFormat.refusal(
                    "an AIFF or AU file in a coding that Java does not read", ForeignFormat.CONVERT);
        }
    }
}
