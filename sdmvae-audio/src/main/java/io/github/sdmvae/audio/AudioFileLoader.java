/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.audio.format.SoundFormats;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns sound files of any format into clips, and refuses what the readers of formats let pass. */
final class AudioFileLoader {
    private static final Logger LOG = LoggerFactory.getLogger(AudioClip.class);

    private AudioFileLoader() {}

    static AudioClip read(Path file, Channels choice) throws IOException {
        requireFile(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                AudioInputStream audio = SoundFormats.open(in)) {
            AudioClip clip = decode(audio, choice);
            if (audio.getFrameLength() == AudioSystem.NOT_SPECIFIED) {
                LOG.debug("{}: its header does not say its length, read to the end: {} samples", file, clip.length());
            }
            return clip;
        } catch (UnsupportedAudioFileException | IOException | RuntimeException e) {
            throw failure(file, e);
        }
    }

    static void requireFile(Path file) throws IOException {
        if (Files.isSymbolicLink(file) && Files.notExists(file)) {
            throw new IOException(file + ": is a link to " + Files.readSymbolicLink(file) + ", which does not exist");
        }
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a folder, not an audio file; SpeechFolder reads folders");
        }
    }

    /** What to throw: readers behind AudioSystem answer hostile headers with unchecked exceptions of any kind. */
    static IOException failure(Path file, Exception e) {
        return e instanceof FileSystemException told ? told : new IOException(file + ": " + reason(e), e);
    }

    private static String reason(Exception e) {
        if (e instanceof EOFException && e.getMessage() == null) {
            return "the file ends inside its header: it is truncated";
        }
        String message = e.getMessage();
        return message == null ? "not a valid audio file (" + e.getClass().getSimpleName() + ")" : message;
    }

    private static AudioClip decode(AudioInputStream audio, Channels choice) throws IOException {
        SampleDecoder decoder = new SampleDecoder(audio, choice);
        double[] samples = readAll(decoder);
        if (samples.length == 0) {
            throw new IOException("the file holds no samples");
        }
        return AudioClip.wrap(samples, decoder.rate());
    }

    private static double[] readAll(SampleDecoder decoder) throws IOException {
        // Grown by what is there, not by what the header claims.
        double[] samples = new double[4 * SampleDecoder.CHUNK_FRAMES];
        int size = 0;
        int frames;
        while ((frames = decoder.next()) > 0) {
            samples = withRoom(samples, size + frames);
            for (int i = 0; i < frames; i++) {
                samples[size++] = decoder.sample(i);
            }
        }
        return Arrays.copyOf(samples, size);
    }

    private static double[] withRoom(double[] samples, int size) throws IOException {
        if (size <= samples.length) {
            return samples;
        }
        long wanted = Math.min(AudioClip.MAX_LENGTH, 2L * samples.length);
        if (size > wanted || wanted * Double.BYTES > Runtime.getRuntime().maxMemory() / 4) {
            throw new IOException("the file has more than " + samples.length
                    + " samples, too many to hold in memory: cut it into pieces or give Java more memory (-Xmx)");
        }
        return Arrays.copyOf(samples, (int) wanted);
    }
}
