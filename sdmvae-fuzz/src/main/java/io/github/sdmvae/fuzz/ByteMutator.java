/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One to a dozen changes anywhere, more of them near the start, where headers are: bits, bytes, numbers of 2 to 8 bytes in
 * either order, decimal numbers, cuts, repeats, insertions.
 */
public final class ByteMutator implements Mutator {
    private static final int HEAD = 96;
    private static final int MAX_BLOCK = 64;
    private static final int KINDS = 8;
    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        2,
        3,
        7,
        8,
        127,
        128,
        255,
        256,
        32767,
        32768,
        65535,
        65536,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0x7ffff000L,
        0xffffffffL,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final String[] TEXTS = {
        "0",
        "-1",
        "1",
        "2147483647",
        "2147483648",
        "-2147483648",
        "99999999999999999999",
        "1e300",
        "NaN",
        "null",
        "\"\"",
        "",
        "{}",
        "[]",
        "65536",
        "1000000"
    };

    /** Stateless. */
    public ByteMutator() {}

    @Override
    public byte[] mutate(byte[] seed, SplittableRandom random) {
        byte[] bytes = seed.clone();
        int changes = random.nextInt(4) == 0 ? 1 + random.nextInt(12) : 1 + random.nextInt(2);
        for (int i = 0; i < changes; i++) {
            bytes = change(bytes, random);
        }
        return bytes;
    }

    private static byte[] change(byte[] bytes, SplittableRandom random) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = position(bytes, random);
        switch (random.nextInt(KINDS)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2, 3 -> putNumber(bytes, at, random);
            case 4 -> {
                return putText(bytes, at, random);
            }
            case 5 -> {
                return replaced(bytes, at, at + random.nextInt(MAX_BLOCK), new byte[0]);
            }
            case 6 -> {
                int from = random.nextInt(bytes.length);
                int to = Math.min(bytes.length, from + random.nextInt(MAX_BLOCK));
                return replaced(bytes, at, at, Arrays.copyOfRange(bytes, from, to));
            }
            default -> {
                return random.nextInt(3) == 0
                        ? Arrays.copyOf(bytes, random.nextInt(bytes.length))
                        : noise(bytes, at, random);
            }
        }
        return bytes;
    }

    private static int position(byte[] bytes, SplittableRandom random) {
        return random.nextInt(random.nextBoolean() ? Math.min(HEAD, bytes.length) : bytes.length);
    }

    private static void putNumber(byte[] bytes, int at, SplittableRandom random) {
        int width = 1 << (1 + random.nextInt(3));
        if (at + width > bytes.length) {
            return;
        }
        long near = random.nextInt(8) == 0
                ? bytes.length + random.nextInt(-64, 64)
                : NUMBERS[random.nextInt(NUMBERS.length)];
        boolean big = random.nextInt(3) == 0;
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        switch (width) {
            case 2 -> buffer.putShort(at, (short) near);
            case 4 -> buffer.putInt(at, (int) near);
            default -> buffer.putLong(at, near);
        }
    }

    /** Puts another value where the next decimal number or word stands. */
    private static byte[] putText(byte[] bytes, int at, SplittableRandom random) {
        int from = at;
        while (from < bytes.length && !isWord(bytes[from])) {
            from++;
        }
        int to = from;
        while (to < bytes.length && isWord(bytes[to])) {
            to++;
        }
        byte[] text = TEXTS[random.nextInt(TEXTS.length)].getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return replaced(bytes, from, to, text);
    }

    private static boolean isWord(byte b) {
        return (b >= '0' && b <= '9') || b == '.' || b == '-';
    }

    private static byte[] noise(byte[] bytes, int at, SplittableRandom random) {
        byte[] block = new byte[1 + random.nextInt(MAX_BLOCK)];
        random.nextBytes(block);
        return replaced(bytes, at, random.nextBoolean() ? at : at + block.length, block);
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        int end = Math.min(to, bytes.length);
        byte[] result = new byte[from + by.length + bytes.length - end];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(bytes, end, result, from + by.length, bytes.length - end);
        return result;
    }
}
