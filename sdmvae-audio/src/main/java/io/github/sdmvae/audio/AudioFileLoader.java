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
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns sound files of any format into clips, and refuses what the readers of formats let pass. */
final class AudioFileLoader {
    private static final Logger LOG = LoggerFactory.getLogger(AudioClip.class);
    private static final int CHUNK_FRAMES = 4096;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int MAX_IDLE = 100;
    private static final int MAX_CHANNELS = 1024;

    private AudioFileLoader() {}

    static AudioClip read(Path file, Channels choice) throws IOException {
        if (Files.isSymbolicLink(file) && Files.notExists(file)) {
            throw new IOException(file + ": is a link to " + Files.readSymbolicLink(file) + ", which does not exist");
        }
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a folder, not an audio file; SpeechFolder reads folders");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                AudioInputStream audio = SoundFormats.open(in)) {
            AudioClip clip = decode(audio, choice);
            if (audio.getFrameLength() == AudioSystem.NOT_SPECIFIED) {
                LOG.debug("{}: its header does not say its length, read to the end: {} samples", file, clip.length());
            }
            return clip;
        } catch (FileSystemException e) {
            throw e;
        } catch (UnsupportedAudioFileException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            // Readers behind AudioSystem answer hostile headers with unchecked exceptions of any kind.
            throw new IOException(file + ": " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        if (e instanceof EOFException && e.getMessage() == null) {
            return "the file ends inside its header: it is truncated";
        }
        String message = e.getMessage();
        return message == null ? "not a valid audio file (" + e.getClass().getSimpleName() + ")" : message;
    }

    private static AudioClip decode(AudioInputStream audio, Channels choice) throws IOException {
        AudioFormat format = audio.getFormat();
        int channels = format.getChannels();
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new IOException("the file says it has " + channels + " channels, the range is 1 to " + MAX_CHANNELS);
        }
        choice.check(channels);
        PcmDecoder decoder = PcmDecoder.of(format);
        double[] samples = readAll(audio, decoder, choice);
        if (samples.length == 0) {
            throw new IOException("the file holds no samples");
        }
        return AudioClip.wrap(samples, rate(format));
    }

    private static int rate(AudioFormat format) throws IOException {
        int rate = Math.round(format.getSampleRate());
        if (rate < 1 || rate > AudioClip.MAX_RATE) {
            throw new IOException("the file says its sample rate is " + format.getSampleRate()
                    + " Hz, the range is 1 to " + AudioClip.MAX_RATE);
        }
        return rate;
    }

    private static double[] readAll(AudioInputStream audio, PcmDecoder decoder, Channels choice) throws IOException {
        int channels = audio.getFormat().getChannels();
        int frameSize = audio.getFormat().getFrameSize();
        // A small file may claim many channels.
        int chunkFrames = Math.max(1, Math.min(CHUNK_FRAMES, CHUNK_BYTES / frameSize));
        byte[] bytes = new byte[chunkFrames * frameSize];
        double[] chunk = new double[chunkFrames * channels];
        // Grown by what is there, not by what the header claims.
        double[] samples = new double[4 * CHUNK_FRAMES];
        int size = 0;
        int read;
        while ((read = fill(audio, bytes)) > 0) {
            int frames = read / frameSize;
            if (frames * frameSize != read) {
                throw truncated(size + frames, audio.getFrameLength());
            }
            samples = withRoom(samples, size + frames);
            decoder.decode(bytes, read, chunk);
            for (int i = 0; i < frames; i++) {
                samples[size++] = choice.pick(chunk, i * channels, channels);
            }
        }
        if (audio.getFrameLength() != AudioSystem.NOT_SPECIFIED && size != audio.getFrameLength()) {
            throw truncated(size, audio.getFrameLength());
        }
        return Arrays.copyOf(samples, size);
    }

    /** Like {@code readNBytes}, which waits for ever for a decoder that gives no byte and does not end. */
    private static int fill(AudioInputStream audio, byte[] bytes) throws IOException {
        int size = 0;
        int idle = 0;
        while (size < bytes.length) {
            int read = audio.read(bytes, size, bytes.length - size);
            if (read < 0) {
                break;
            }
            size += read;
            idle = read == 0 ? idle + 1 : 0;
            if (idle > MAX_IDLE) {
                throw new IOException("the file is damaged: its decoder gets no further after " + size + " bytes");
            }
        }
        return size;
    }

    private static IOException truncated(long found, long claimed) {
        return new EOFException("the file is truncated: its header promises " + claimed + " samples per channel, "
                + found + " are there; copy it again or repair its header");
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
