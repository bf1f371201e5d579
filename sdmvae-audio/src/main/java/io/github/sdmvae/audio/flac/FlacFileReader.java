/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.flac;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.util.Arrays;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import javax.sound.sampled.spi.AudioFileReader;

/**
 * Opens FLAC files (RFC 9639: 1 to 8 channels, 4 to 32 bits, any rate) as signed little-endian PCM.
 *
 * <p>The compressed file is held in memory, the samples are decoded as they are read. The stream checks the checksums of
 * all frames, the number of samples and the MD5; what does not fit is an {@link IOException} while reading, never a
 * shorter stream. ID3 or APE tags after the samples are ignored; Ogg FLAC and files that begin with an ID3 tag are not
 * supported (AudioClip skips such a tag).
 *
 * <p><b>Thread rule:</b> stateless; the streams it returns belong to one thread at a time.
 */
public final class FlacFileReader extends AudioFileReader {
    /** File type of FLAC. */
    public static final AudioFileFormat.Type FLAC = new AudioFileFormat.Type("FLAC", "flac");

    private static final byte[] MARKER = {'f', 'L', 'a', 'C'};

    /** For the service loader. */
    public FlacFileReader() {}

    /**
     * Says what a FLAC stream holds and resets the stream.
     *
     * @param stream must support mark and reset
     * @return type, PCM format and number of frames
     * @throws UnsupportedAudioFileException if it is no FLAC stream
     * @throws IOException if it cannot be read or its description is damaged
     */
    @Override
    public AudioFileFormat getAudioFileFormat(InputStream stream) throws UnsupportedAudioFileException, IOException {
        requireMarker(stream);
        stream.mark(Integer.MAX_VALUE);
        try {
            return describe(new FlacInputStream(stream.readAllBytes()).info());
        } finally {
            stream.reset();
        }
    }

    @Override
    public AudioFileFormat getAudioFileFormat(URL url) throws UnsupportedAudioFileException, IOException {
        try (InputStream stream = new BufferedInputStream(url.openStream())) {
            return getAudioFileFormat(stream);
        }
    }

    @Override
    public AudioFileFormat getAudioFileFormat(File file) throws UnsupportedAudioFileException, IOException {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file.toPath()))) {
            return getAudioFileFormat(stream);
        }
    }

    /**
     * Opens a FLAC stream.
     *
     * @param stream must support mark and reset; read to its end
     * @return the samples as PCM; its length is {@link AudioSystem#NOT_SPECIFIED} if the file does not say it
     * @throws UnsupportedAudioFileException if it is no FLAC stream; the stream is then reset
     * @throws IOException if it cannot be read or its description is damaged
     */
    @Override
    public AudioInputStream getAudioInputStream(InputStream stream) throws UnsupportedAudioFileException, IOException {
        requireMarker(stream);
        FlacInputStream samples = new FlacInputStream(stream.readAllBytes());
        StreamInfo info = samples.info();
        return new AudioInputStream(samples, info.pcm(), frames(info));
    }

    @Override
    public AudioInputStream getAudioInputStream(URL url) throws UnsupportedAudioFileException, IOException {
        try (InputStream stream = new BufferedInputStream(url.openStream())) {
            return getAudioInputStream(stream);
        }
    }

    @Override
    public AudioInputStream getAudioInputStream(File file) throws UnsupportedAudioFileException, IOException {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file.toPath()))) {
            return getAudioInputStream(stream);
        }
    }

    private static void requireMarker(InputStream stream) throws UnsupportedAudioFileException, IOException {
        stream.mark(MARKER.length);
        byte[] start = stream.readNBytes(MARKER.length);
        stream.reset();
        if (!Arrays.equals(start, MARKER)) {
            throw new UnsupportedAudioFileException("not a FLAC file: it does not start with fLaC");
        }
    }

    private static AudioFileFormat describe(StreamInfo info) {
        long frames = frames(info);
        int known = frames > Integer.MAX_VALUE ? AudioSystem.NOT_SPECIFIED : (int) frames;
        return new AudioFileFormat(FLAC, info.pcm(), known);
    }

    private static long frames(StreamInfo info) {
        return info.samples() == 0 ? AudioSystem.NOT_SPECIFIED : info.samples();
    }
}
