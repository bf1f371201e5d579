/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.flac;

import java.io.IOException;

/**
 * The header of a frame (RFC 9639, 9.1).
 *
 * @param blockSize samples per channel, 1 to 65536
 * @param assignment 0 to 7: independent channels; 8: left and side; 9: side and right; 10: mid and side
 */
record FrameHeader(int blockSize, int assignment) {
    static final int LEFT_SIDE = 8;
    static final int SIDE_RIGHT = 9;
    static final int MID_SIDE = 10;

    private static final int SYNC = 0x7ffc;
    private static final int[] RATES = {0, 88200, 176400, 192000, 8000, 16000, 22050, 24000, 32000, 44100, 48000, 96000
    };
    private static final int[] BITS = {0, 8, 12, -1, 16, 20, 24, 32};

    static FrameHeader read(BitReader in, StreamInfo info) throws IOException {
        int start = in.bytePosition();
        if (in.readInt(15) != SYNC) {
            throw damaged(start, "no frame starts there");
        }
        in.readInt(1);
        int sizeCode = in.readInt(4);
        int rateCode = in.readInt(4);
        int assignment = in.readInt(4);
        int bitsCode = in.readInt(3);
        boolean reserved = in.readInt(1) == 1;
        skipNumber(in, start);
        int blockSize = blockSize(in, sizeCode);
        int rate = rate(in, rateCode, info.sampleRate());
        int bits = bitsCode == 0 ? info.bits() : BITS[bitsCode];
        int crc = Crc.crc8(in.data(), start, in.bytePosition());
        if (in.readInt(8) != crc || reserved || blockSize == 0) {
            throw damaged(start, "the checksum of a frame header is wrong");
        }
        int channels = assignment < LEFT_SIDE ? assignment + 1 : 2;
        if (assignment > MID_SIDE || channels != info.channels() || rate != info.sampleRate() || bits != info.bits()) {
            throw damaged(start, "a frame has another format than the file's first block says");
        }
        return new FrameHeader(blockSize, assignment);
    }

    /** The frame's number, coded like UTF-8 in up to 7 bytes; the order of frames is checked by the MD5. */
    private static void skipNumber(BitReader in, int start) throws IOException {
        int first = in.readInt(8);
        int ones = Integer.numberOfLeadingZeros(~(first << 24));
        if (ones == 1 || ones == 8) {
            throw damaged(start, "the number of a frame is not valid");
        }
        for (int i = 1; i < ones; i++) {
            if ((in.readInt(8) >> 6) != 2) {
                throw damaged(start, "the number of a frame is not valid");
            }
        }
    }

    private static int blockSize(BitReader in, int code) throws IOException {
        return switch (code) {
            case 0 -> 0;
            case 1 -> 192;
            case 2, 3, 4, 5 -> 576 << (code - 2);
            case 6 -> in.readInt(8) + 1;
            case 7 -> in.readInt(16) + 1;
            default -> 256 << (code - 8);
        };
    }

    private static int rate(BitReader in, int code, int ofFile) throws IOException {
        return switch (code) {
            case 0 -> ofFile;
            case 12 -> in.readInt(8) * 1000;
            case 13 -> in.readInt(16);
            case 14 -> in.readInt(16) * 10;
            case 15 -> -1;
            default -> RATES[code];
        };
    }

    static IOException damaged(int position, String what) {
        return new IOException("the FLAC file is damaged near byte " + position + ": " + what);
    }
}
