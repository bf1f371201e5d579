/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.AudioClip;
import java.util.Arrays;

/**
 * Another rate for a signal that is too long to be held in memory: {@link AudioClip#resample} of overlapping pieces that begin
 * where a sample of both rates falls on the same time, to the same values as in one piece.
 */
final class Resampling {
    /** More than half the filter's length, in samples of the lower of the two rates. */
    private static final int REACH = 128;

    private static final int PIECE = 1 << 16;

    private final int from;
    private final int to;
    private final int up;
    private final int down;
    private final int reach;

    Resampling(int from, int to) {
        this.from = from;
        this.to = to;
        int divisor = divisor(from, to);
        up = to / divisor;
        down = from / divisor;
        reach = multiple((int) Math.ceil(REACH * Math.max(1.0, (double) from / to)));
    }

    private static int divisor(int a, int b) {
        return b == 0 ? a : divisor(b, a % b);
    }

    /** The next multiple of the samples after which both rates meet. */
    private int multiple(int samples) {
        return (samples + down - 1) / down * down;
    }

    /** Samples to read at once. */
    int piece() {
        return multiple(PIECE);
    }

    /** Samples to keep beside a piece. */
    int reach() {
        return reach;
    }

    /** The number of samples at the new rate. */
    int length(long samples) {
        long length = (samples * to + from - 1) / from;
        if (length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the recording has " + length + " samples at " + to + " Hz, at most "
                    + Integer.MAX_VALUE + " are allowed: cut it into pieces");
        }
        return (int) length;
    }

    /** Where a sample that both rates share lies at the new rate. */
    long shared(long sample) {
        return sample / down * up;
    }

    /** A piece at the new rate; its first sample is one that both rates share. */
    double[] convert(double[] piece) {
        return from == to ? piece : AudioClip.of(piece, from).resample(to).samples();
    }

    /** A signal at the new rate, computed where it is read. */
    Signal of(Signal signal) {
        if (from == to) {
            return signal;
        }
        int length = length(signal.length());
        return new Signal() {
            @Override
            public int length() {
                return length;
            }

            @Override
            public void read(int first, double[] target) {
                long end = ((long) first + target.length) * from / to + 1 + reach;
                long start = Math.max(0, (long) first * from / to / down * down - reach);
                double[] piece = convert(signal.stretch((int) start, (int) Math.min(signal.length(), end)));
                int offset = (int) (first - shared(start));
                System.arraycopy(
                        Arrays.copyOfRange(piece, offset, offset + target.length), 0, target, 0, target.length);
            }
        };
    }
}
