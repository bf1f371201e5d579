/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.file;

import io.github.sdmvae.file.FileFormatException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A zip has each entry's name twice: before the entry and in the directory at the end. {@code java.util.zip} reads the
 * directory only, so that a bit flipped in a name there loses an entry without a word. Here both are compared. The format:
 * PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16.
 */
final class ZipHeaders {
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int DIRECTORY = 0x02014b50;
    private static final int DIRECTORY_LENGTH = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_LENGTH = 30;
    private static final long LARGEST_DIRECTORY = 1 << 24;
    /** Stands for a number that is elsewhere, in files beyond 4 GB. */
    private static final long ELSEWHERE = 0xffffffffL;

    private final Path file;
    private final String kind;
    private final FileChannel channel;

    private ZipHeaders(Path file, String kind, FileChannel channel) {
        this.file = file;
        this.kind = kind;
        this.channel = channel;
    }

    /** Files beyond 4 GB, which no older version could read anyway, are left to the list inside them. */
    static void check(Path file, String kind) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            new ZipHeaders(file, kind, channel).check();
        }
    }

    private void check() throws IOException {
        long size = channel.size();
        int tail = (int) Math.min(size, END_LENGTH + LONGEST_COMMENT);
        ByteBuffer bytes = read(size - tail, tail);
        int end = findEnd(bytes);
        long length = bytes.getInt(end + 12) & ELSEWHERE;
        long start = bytes.getInt(end + 16) & ELSEWHERE;
        if (start == ELSEWHERE) {
            return;
        }
        if (start + length != size - tail + end || length > LARGEST_DIRECTORY) {
            throw contradictory();
        }
        compare(read(start, (int) length), start);
    }

    private int findEnd(ByteBuffer tail) throws IOException {
        for (int at = tail.limit() - END_LENGTH; at >= 0; at--) {
            if (tail.getInt(at) == END && at + END_LENGTH + (tail.getShort(at + 20) & 0xffff) == tail.limit()) {
                return at;
            }
        }
        throw new FileFormatException(
                Reason.TRUNCATED, file + ": the " + kind + " file is truncated (its zip directory is missing)", null);
    }

    private void compare(ByteBuffer directory, long start) throws IOException {
        int at = 0;
        while (at < directory.limit()) {
            if (directory.limit() - at < DIRECTORY_LENGTH || directory.getInt(at) != DIRECTORY) {
                throw contradictory();
            }
            int name = directory.getShort(at + 28) & 0xffff;
            int rest = (directory.getShort(at + 30) & 0xffff) + (directory.getShort(at + 32) & 0xffff);
            int next = at + DIRECTORY_LENGTH + name + rest;
            if (next > directory.limit()) {
                throw contradictory();
            }
            compareEntry(directory, at, name, start);
            at = next;
        }
    }

    private void compareEntry(ByteBuffer directory, int at, int nameLength, long start) throws IOException {
        long local = directory.getInt(at + 42) & ELSEWHERE;
        if (local == ELSEWHERE) {
            return;
        }
        if (local + LOCAL_LENGTH + nameLength > start) {
            throw contradictory();
        }
        ByteBuffer header = read(local, LOCAL_LENGTH + nameLength);
        byte[] name = new byte[nameLength];
        directory.get(at + DIRECTORY_LENGTH, name);
        byte[] before = new byte[nameLength];
        header.get(LOCAL_LENGTH, before);
        boolean same = header.getInt(0) == LOCAL
                && (header.getShort(26) & 0xffff) == nameLength
                && header.getShort(8) == directory.getShort(at + 10)
                && Arrays.equals(name, before);
        if (!same) {
            throw ArchiveReader.damaged(
                    file,
                    kind,
                    "in " + printable(name) + ": before the entry itself another name or method is given, "
                            + printable(before),
                    null);
        }
    }

    private static String printable(byte[] name) {
        StringBuilder text = new StringBuilder();
        for (byte b : name) {
            text.append(b >= ' ' && b < 127 ? (char) b : '?');
        }
        return text.toString();
    }

    private FileFormatException contradictory() {
        return ArchiveReader.damaged(file, kind, "its zip directory is contradictory", null);
    }

    private ByteBuffer read(long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
        return bytes.flip();
    }
}
