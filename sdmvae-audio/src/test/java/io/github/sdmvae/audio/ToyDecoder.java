/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import javax.sound.sampled.spi.AudioFileReader;

/** A decoder as a plug-in brings one: of a format that only the tests know. */
public final class ToyDecoder extends AudioFileReader {
    static final String MARKER = "TOY!\u0001\u0002";
    static final int RATE = 11025;

    /** For the service loader. */
    public ToyDecoder() {}

    @Override
    public AudioInputStream getAudioInputStream(InputStream stream) throws UnsupportedAudioFileException, IOException {
        stream.mark(MARKER.length());
        byte[] start = stream.readNBytes(MARKER.length());
        if (!Arrays.equals(start, MARKER.getBytes(StandardCharsets.ISO_8859_1))) {
            stream.reset();
            throw new UnsupportedAudioFileException("no toy");
        }
        return new AudioInputStream(stream, new AudioFormat(RATE, 16, 1, true, false), AudioSystem.NOT_SPECIFIED);
    }

    @Override
    public AudioFileFormat getAudioFileFormat(InputStream stream) throws UnsupportedAudioFileException {
        throw new UnsupportedAudioFileException("streams only");
    }

    @Override
    public AudioFileFormat getAudioFileFormat(URL url) throws UnsupportedAudioFileException {
        throw new UnsupportedAudioFileException("streams only");
    }

    @Override
    public AudioFileFormat getAudioFileFormat(File file) throws UnsupportedAudioFileException {
        throw new UnsupportedAudioFileException("streams only");
    }

    @Override
    public AudioInputStream getAudioInputStream(URL url) throws UnsupportedAudioFileException {
        throw new UnsupportedAudioFileException("streams only");
    }

    @Override
    public AudioInputStream getAudioInputStream(File file) throws UnsupportedAudioFileException {
        throw new UnsupportedAudioFileException("streams only");
    }
}
