/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import org.jtransforms.fft.DoubleFFT_1D;
import org.visnow.jlargearrays.ConcurrencyUtils;

/**
 * The Fourier transform of real frames, with JTransforms hidden: its packed layout depends on the parity of the length, and
 * from 8192 points on it would start a pool of threads of its own, which older versions kept alive after the program. Safe for use from several threads.
 */
final class RealFft {
    static {
        ConcurrencyUtils.setNumberOfThreads(1);
    }

    private final DoubleFFT_1D fft;
    private final int length;

    RealFft(int length) {
        this.length = length;
        this.fft = new DoubleFFT_1D(length);
    }

    /**
     * Transforms a frame in place and writes its length/2 + 1 complex values, real and imaginary parts in turn.
     *
     * @param frame {@code length} values, destroyed
     */
    void forward(double[] frame, double[] out, int offset) {
        fft.realForward(frame);
        int last = length / 2;
        out[offset] = frame[0];
        out[offset + 1] = 0;
        if (length % 2 == 0) {
            System.arraycopy(frame, 2, out, offset + 2, length - 2);
            out[offset + 2 * last] = frame[1];
            out[offset + 2 * last + 1] = 0;
        } else {
            System.arraycopy(frame, 2, out, offset + 2, length - 2);
            out[offset + 2 * last + 1] = frame[1];
        }
    }

    /** Transforms a frame in place and writes its length/2 + 1 squared magnitudes. */
    void power(double[] frame, float[] out, int offset) {
        fft.realForward(frame);
        int last = length / 2;
        int full = (length - 1) / 2;
        out[offset] = (float) (frame[0] * frame[0]);
        for (int b = 1; b <= full; b++) {
            double re = frame[2 * b];
            // Of odd lengths, the last imaginary part is in the place that even ones have for the Nyquist frequency.
            double im = b == full && length % 2 == 1 ? frame[1] : frame[2 * b + 1];
            out[offset + b] = (float) (re * re + im * im);
        }
        if (length % 2 == 0) {
            out[offset + last] = (float) (frame[1] * frame[1]);
        }
    }

    /** Writes the real frame of length/2 + 1 complex values; imaginary parts that must be 0 are ignored. */
    void inverse(double[] values, int offset, double[] frame) {
        int last = length / 2;
        System.arraycopy(values, offset + 2, frame, 2, length - 2);
        frame[0] = values[offset];
        frame[1] = length % 2 == 0 ? values[offset + 2 * last] : values[offset + 2 * last + 1];
        fft.realInverse(frame, true);
    }
}
