/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.flac;

import io.github.sdmvae.fuzz.ByteMutator;
import io.github.sdmvae.fuzz.Mutator;
import java.util.List;
import java.util.SplittableRandom;

/** Seeds of every coding that FLAC has, and a mutator that gets behind the checksums. */
public final class FlacFuzz {
    private static final int FRAME = 42;
    private static final int HEADER = 7;
    private static final byte[] NO_MD5 = new byte[16];

    private FlacFuzz() {}

    private static FlacWriter file(int channels, int bits, int size, int assignment) {
        return new FlacWriter().streamInfo(16000, channels, bits, size, NO_MD5).frame(size, assignment);
    }

    /** Files of one frame each: constant, verbatim, fixed and linear prediction, mid and side, wasted bits, raw residual. */
    public static List<byte[]> seeds() {
        FlacWriter constant = file(1, 16, 8, 0).bits(0, 8).bits(1234, 16);
        FlacWriter verbatim = file(1, 16, 4, 0).bits(2, 8);
        FlacWriter fixed = file(1, 16, 8, 0).bits(0b0001_0100, 8).bits(100, 16).bits(102, 16);
        FlacWriter linear = file(1, 24, 8, 0)
                .bits(0b0100_0000, 8)
                .bits(5000, 24)
                .bits(11, 4)
                .bits(8, 5)
                .bits(256, 12);
        FlacWriter stereo =
                file(2, 16, 3, FrameHeader.MID_SIDE).bits(0, 8).bits(77, 16).bits(2, 8);
        FlacWriter wasted =
                file(1, 16, 3, 0).bits(0b0000_0011, 8).bits(0b001, 3).bits(99, 13);
        for (int i = 0; i < 4; i++) {
            verbatim.bits(1000L * i, 16);
        }
        fixed.bits(0, 2).bits(1, 4).bits(2, 4);
        for (int i = 2; i < 8; i++) {
            fixed.rice(i - 5, 2);
            if (i == 3) {
                fixed.bits(2, 4);
            }
        }
        linear.bits(1, 2).bits(0, 4).bits(31, 5).bits(6, 5);
        for (int i = 1; i < 8; i++) {
            linear.bits(i, 6);
        }
        for (int i = 0; i < 3; i++) {
            stereo.bits(i, 17);
        }
        return List.of(constant, verbatim, fixed, linear, stereo, wasted).stream()
                .map(out -> out.endFrame().bytes())
                .toList();
    }

    /** Changes bytes, and in half of the files of one frame sets the checksums right again. */
    public static Mutator mutator() {
        ByteMutator bytes = new ByteMutator();
        return (seed, random) -> repaired(bytes.mutate(seed, random), random);
    }

    private static byte[] repaired(byte[] file, SplittableRandom random) {
        if (file.length < FRAME + HEADER + 4 || random.nextBoolean()) {
            return file;
        }
        file[FRAME + HEADER] = (byte) Crc.crc8(file, FRAME, FRAME + HEADER);
        int crc = Crc.crc16(file, FRAME, file.length - 2);
        file[file.length - 2] = (byte) (crc >> 8);
        file[file.length - 1] = (byte) crc;
        return file;
    }
}
