/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.format;

import java.io.IOException;
import java.io.InputStream;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * WAV, also with 64-bit sizes (RF64, EBU Tech 3306; BW64, ITU-R BS.2088). Why not Java's reader: it gives up where chunks
 * before the samples are long, reads 24 bits in frames of 4 bytes as noise, and knows no placeholder of a size.
 */
final class WavFormat implements SoundFormat {
    private static final int HEADER = 12;

    @Override
    public boolean isFormatOf(Head head) {
        boolean riff = head.startsWith("RIFF") || head.startsWith("RF64") || head.startsWith("BW64");
        return riff && (head.length() < HEADER || head.has(8, "WAVE"));
    }

    @Override
    public AudioInputStream open(InputStream in) throws UnsupportedAudioFileException, IOException {
        return new WavReader(in).open();
    }
}
