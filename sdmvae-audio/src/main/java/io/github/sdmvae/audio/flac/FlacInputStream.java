/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.flac;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/**
 * The samples of a FLAC file as little-endian PCM, decoded frame by frame. Never ends early in silence: a file that is
 * cut off, has a wrong checksum or other samples than its MD5 says ends in an {@link IOException}. Not thread-safe.
 */
final class FlacInputStream extends InputStream {
    private final BitReader in;
    private final StreamInfo info;
    private final MessageDigest md5;
    private final long[][] channels;
    private byte[] pcm = {};
    private int position;
    private int limit;
    private long decoded;
    private boolean finished;

    FlacInputStream(byte[] file) throws IOException {
        in = new BitReader(file);
        info = StreamInfo.read(in);
        channels = new long[info.channels()][0];
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must know MD5", e);
        }
    }

    StreamInfo info() {
        return info;
    }

    @Override
    public int read() throws IOException {
        return fill() ? pcm[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(pcm, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return limit - position;
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        if (finished) {
            return false;
        }
        // Bytes after the last sample may be a foreign tag: they are only read where the length is not known.
        if (info.samples() == 0 && (in.isAtEnd() || in.isAtTag())) {
            finish();
            return false;
        }
        if (in.isAtEnd()) {
            throw new EOFException(
                    "the FLAC file is truncated: it has " + decoded + " of " + info.samples() + " samples");
        }
        decodeFrame();
        // Readers that know the length do not ask for more than the last sample.
        if (decoded >= info.samples() && info.samples() != 0) {
            finish();
        }
        return true;
    }

    private void finish() throws IOException {
        finished = true;
        ByteBuffer digest = ByteBuffer.wrap(md5.digest());
        if ((info.samples() != 0 && decoded > info.samples())
                || (info.hasMd5() && (digest.getLong() != info.md5High() || digest.getLong() != info.md5Low()))) {
            throw new IOException(
                    "the FLAC file is damaged: its samples are not those its MD5 and length were made of");
        }
    }

    private void decodeFrame() throws IOException {
        int start = in.bytePosition();
        FrameHeader header = FrameHeader.read(in, info);
        int size = header.blockSize();
        for (int c = 0; c < channels.length; c++) {
            if (channels[c].length < size) {
                channels[c] = new long[size];
            }
            Subframe.read(in, info.bits() + sideBit(header.assignment(), c), channels[c], size);
        }
        in.skipToByte();
        int crc = Crc.crc16(in.data(), start, in.bytePosition());
        if (in.readInt(16) != crc) {
            throw FrameHeader.damaged(start, "the checksum of a frame is wrong");
        }
        decorrelate(header.assignment(), size);
        decoded += size;
        pack(size);
    }

    private static int sideBit(int assignment, int channel) {
        return switch (assignment) {
            case FrameHeader.LEFT_SIDE, FrameHeader.MID_SIDE -> channel;
            case FrameHeader.SIDE_RIGHT -> 1 - channel;
            default -> 0;
        };
    }

    private void decorrelate(int assignment, int size) {
        if (assignment < FrameHeader.LEFT_SIDE) {
            return;
        }
        long[] a = channels[0];
        long[] b = channels[1];
        for (int i = 0; i < size; i++) {
            if (assignment == FrameHeader.LEFT_SIDE) {
                b[i] = a[i] - b[i];
            } else if (assignment == FrameHeader.SIDE_RIGHT) {
                a[i] += b[i];
            } else {
                long mid = (a[i] << 1) | (b[i] & 1);
                long side = b[i];
                a[i] = (mid + side) >> 1;
                b[i] = (mid - side) >> 1;
            }
        }
    }

    /** The MD5 is that of right-aligned samples, PCM of a wider container is left-aligned. */
    private void pack(int size) {
        int bytes = info.bytesPerSample();
        limit = size * bytes * channels.length;
        if (pcm.length < limit) {
            pcm = new byte[limit];
        }
        pack(size, bytes, 0);
        md5.update(pcm, 0, limit);
        int shift = 8 * bytes - info.bits();
        if (shift > 0) {
            pack(size, bytes, shift);
        }
        position = 0;
    }

    private void pack(int size, int bytes, int shift) {
        int at = 0;
        for (int i = 0; i < size; i++) {
            for (long[] channel : channels) {
                long value = channel[i] << shift;
                for (int k = 0; k < bytes; k++) {
                    pcm[at++] = (byte) (value >> (8 * k));
                }
            }
        }
    }
}
