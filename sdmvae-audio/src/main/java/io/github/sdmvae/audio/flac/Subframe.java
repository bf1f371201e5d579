/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.flac;

import java.io.IOException;
import java.util.Arrays;

/** Decodes the samples of one channel of one frame (RFC 9639, 9.2). */
final class Subframe {
    private static final int[][] FIXED = {{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}};

    private final BitReader in;
    private final long[] out;
    private final int size;

    private Subframe(BitReader in, long[] out, int size) {
        this.in = in;
        this.out = out;
        this.size = size;
    }

    /** Decodes {@code size} samples of the given width (up to 33 bits, for a side channel). */
    static void read(BitReader in, int bits, long[] out, int size) throws IOException {
        if (in.readInt(1) != 0) {
            throw damaged(in, "a channel does not start with a zero bit");
        }
        int type = in.readInt(6);
        int wasted = in.readInt(1) == 0 ? 0 : in.readUnary() + 1;
        if (wasted >= bits) {
            throw damaged(in, "a channel has no bits left");
        }
        new Subframe(in, out, size).decode(type, bits - wasted);
        if (wasted > 0) {
            for (int i = 0; i < size; i++) {
                out[i] <<= wasted;
            }
        }
    }

    private static IOException damaged(BitReader in, String what) {
        return FrameHeader.damaged(in.bytePosition(), what);
    }

    private void decode(int type, int bits) throws IOException {
        if (type == 0) {
            Arrays.fill(out, 0, size, in.readSigned(bits));
        } else if (type == 1) {
            for (int i = 0; i < size; i++) {
                out[i] = in.readSigned(bits);
            }
        } else if (type >= 8 && type <= 12) {
            readWarmUp(type - 8, bits);
            readResidual(type - 8);
            predict(FIXED[type - 8], 0);
        } else if (type >= 32) {
            readLinear(type - 31, bits);
        } else {
            throw damaged(in, "a channel has a coding that does not exist");
        }
    }

    private void readWarmUp(int order, int bits) throws IOException {
        if (order > size) {
            throw damaged(in, "a predictor is longer than its block");
        }
        for (int i = 0; i < order; i++) {
            out[i] = in.readSigned(bits);
        }
    }

    private void readLinear(int order, int bits) throws IOException {
        readWarmUp(order, bits);
        int precision = in.readInt(4) + 1;
        int shift = (int) in.readSigned(5);
        if (precision == 16 || shift < 0) {
            throw damaged(in, "the coefficients of a predictor are not valid");
        }
        int[] coefficients = new int[order];
        for (int i = 0; i < order; i++) {
            coefficients[i] = (int) in.readSigned(precision);
        }
        readResidual(order);
        predict(coefficients, shift);
    }

    private void predict(int[] coefficients, int shift) {
        int order = coefficients.length;
        for (int i = order; i < size; i++) {
            long sum = 0;
            for (int j = 0; j < order; j++) {
                sum += coefficients[j] * out[i - 1 - j];
            }
            out[i] += sum >> shift;
        }
    }

    private void readResidual(int order) throws IOException {
        int method = in.readInt(2);
        if (method > 1) {
            throw damaged(in, "a residual has a coding that does not exist");
        }
        int partitionOrder = in.readInt(4);
        int length = size >> partitionOrder;
        if ((length << partitionOrder) != size || length < order) {
            throw damaged(in, "the partitions of a residual do not fit its block");
        }
        int from = order;
        for (int to = length; to <= size; to += length) {
            readPartition(method == 0 ? 4 : 5, from, to);
            from = to;
        }
    }

    private void readPartition(int parameterBits, int from, int to) throws IOException {
        int parameter = in.readInt(parameterBits);
        if (parameter == (1 << parameterBits) - 1) {
            int raw = in.readInt(5);
            for (int i = from; i < to; i++) {
                out[i] = raw == 0 ? 0 : in.readSigned(raw);
            }
            return;
        }
        for (int i = from; i < to; i++) {
            long folded = ((long) in.readUnary() << parameter) | in.read(parameter);
            out[i] = (folded >>> 1) ^ -(folded & 1);
        }
    }
}
