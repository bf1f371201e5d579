/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.jspecify.annotations.Nullable;

/** Walks the chunks of one WAV file up to its samples. */
final class WavReader {
    private static final int ID = 4;
    /** As much of a chunk as is looked at. */
    private static final int MAX_USED = 40;
    /** Writers to pipes put in 2 GiB or 4 GiB, less some bytes for the header. */
    private static final long HEADER_ROOM = 4096;

    private static final long TWO_GIB = 1L << 31;
    private static final long FOUR_GIB = 1L << 32;
    private static final long UNKNOWN = -1;
    /** Chunks that may follow one of odd size; written here without its pad byte by some programs. */
    private static final Set<String> COMMON =
            Set.of("fmt ", "data", "fact", "LIST", "bext", "JUNK", "junk", "PEAK", "cue ", "smpl", "iXML", "id3 ");

    private final PushbackInputStream in;
    private long position;
    private long riffEnd = UNKNOWN;
    private long longDataSize;
    private @Nullable AudioFormat format;

    WavReader(InputStream in) {
        this.in = new PushbackInputStream(in, ID);
    }

    AudioInputStream open() throws UnsupportedAudioFileException, IOException {
        ByteBuffer header = read(12, "header");
        long size = header.getInt(ID) & 0xffffffffL;
        riffEnd = size == 0 || isPlaceholder(size) ? UNKNOWN : size + 2 * ID;
        while (true) {
            long start = position;
            ByteBuffer chunk = read(2 * ID, "header, before any chunk of samples");
            String id = StandardCharsets.ISO_8859_1.decode(chunk.slice(0, ID)).toString();
            if (!isPrintable(id)) {
                throw new IOException("the WAV file is damaged at byte " + start + ": no chunk starts there");
            }
            long length = chunk.getInt(ID) & 0xffffffffL;
            if (id.equals("data")) {
                return samples(length);
            }
            use(id, length);
        }
    }

    private static boolean isPrintable(String id) {
        return id.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private void use(String id, long length) throws UnsupportedAudioFileException, IOException {
        String name = "chunk '" + id + "', which claims " + length + " bytes from byte " + position;
        boolean used = id.equals("fmt ") || id.equals("ds64");
        ByteBuffer content = read(used ? (int) Math.min(length, MAX_USED) : 0, name);
        skip(length - content.capacity(), name);
        if (id.equals("fmt ")) {
            format = WavCoding.of(content).toFormat();
        } else if (id.equals("ds64") && content.capacity() >= 16) {
            longDataSize = content.getLong(8);
        }
        if (length % 2 == 1) {
            skipPad();
        }
    }

    /** Chunks of odd size are followed by a byte that counts nowhere; some programs leave it out. */
    private void skipPad() throws IOException {
        byte[] next = in.readNBytes(ID);
        in.unread(next);
        if (next.length > 0 && !COMMON.contains(new String(next, StandardCharsets.ISO_8859_1))) {
            skip(1, "padding");
        }
    }

    private AudioInputStream samples(long length) throws IOException {
        if (format == null) {
            throw new IOException("the WAV file has its samples (chunk 'data') before their format (chunk 'fmt ')");
        }
        long bytes = length == FOUR_GIB - 1 && longDataSize > 0 ? longDataSize : length;
        boolean unfinished = bytes == 0 && (riffEnd == UNKNOWN || riffEnd <= position);
        boolean known = !unfinished && !isPlaceholder(bytes);
        return new AudioInputStream(in, format, known ? bytes / format.getFrameSize() : AudioSystem.NOT_SPECIFIED);
    }

    /** Programs that write to a pipe cannot come back to fill in a size. */
    private static boolean isPlaceholder(long size) {
        return (size >= TWO_GIB - HEADER_ROOM && size <= TWO_GIB)
                || (size >= FOUR_GIB - HEADER_ROOM && size < FOUR_GIB);
    }

    private ByteBuffer read(int length, String where) throws IOException {
        byte[] bytes = in.readNBytes(length);
        position += bytes.length;
        if (bytes.length < length) {
            throw truncated(where);
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void skip(long length, String where) throws IOException {
        try {
            in.skipNBytes(length);
        } catch (EOFException e) {
            throw truncated(where);
        }
        position += length;
    }

    private static EOFException truncated(String where) {
        return new EOFException("the WAV file is truncated: it ends inside its " + where);
    }
}
