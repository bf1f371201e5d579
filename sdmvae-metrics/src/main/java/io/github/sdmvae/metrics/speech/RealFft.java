/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.jtransforms.fft.DoubleFFT_1D;
import org.visnow.jlargearrays.ConcurrencyUtils;

/**
 * In-place transforms of real signals whose length is a power of two; safe for several threads.
 *
 * <p>A spectrum of length n is packed: entry 0 is bin 0 and entry 1 is bin n/2 (both real), entries 2k and 2k + 1 are the
 * real and imaginary parts of bin k.
 */
final class RealFft {

    private static final int LARGEST_KEPT = 13;
    private static final AtomicReferenceArray<@Nullable Object> CACHE = new AtomicReferenceArray<>(31);

    static {
        // The pool behind long transforms has non-daemon threads, which would keep a finished program alive.
        ConcurrencyUtils.setNumberOfThreads(1);
    }

    private final int size;
    private final DoubleFFT_1D transform;

    private RealFft(int size) {
        this.size = size;
        this.transform = new DoubleFFT_1D(size);
    }

    /** Tables for n = size, a power of two from 2; long ones are dropped when memory runs short. */
    static RealFft ofSize(int size) {
        if (size < 2 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("size must be a power of two from 2, got " + size);
        }
        int log = Integer.numberOfTrailingZeros(size);
        Object cached = CACHE.get(log);
        if (cached instanceof SoftReference<?> soft) {
            cached = soft.get();
        }
        if (cached instanceof RealFft fft) {
            return fft;
        }
        RealFft fft = new RealFft(size);
        CACHE.set(log, log <= LARGEST_KEPT ? fft : new SoftReference<>(fft));
        return fft;
    }

    /** Smallest power of two that is at least n, and at least 2. */
    static int sizeFor(int n) {
        return n <= 2 ? 2 : Integer.highestOneBit(n - 1) << 1;
    }

    int size() {
        return size;
    }

    void forward(double[] signal) {
        transform.realForward(signal);
    }

    /** Inverse including the factor 1/n. */
    void inverse(double[] spectrum) {
        transform.realInverse(spectrum, true);
    }

    /** Replaces y by conj(x)·y, the spectrum of the circular cross-correlation whose index is the lag of y behind x. */
    static void correlate(double[] x, double[] y) {
        y[0] *= x[0];
        y[1] *= x[1];
        for (int i = 2; i < y.length; i += 2) {
            double real = x[i] * y[i] + x[i + 1] * y[i + 1];
            y[i + 1] = x[i] * y[i + 1] - x[i + 1] * y[i];
            y[i] = real;
        }
    }
}
