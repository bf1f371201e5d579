/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.Arrays;

/** Linear cross-correlation of two stretches. */
final class Correlation {

    /** Below this many products the sums are cheaper than three transforms. */
    private static final long FEW_PRODUCTS = 20_000;

    private Correlation() {}

    /**
     * All lags at which the stretches overlap: value k is the sum over i of x[i]·y[i + k − (nx − 1)].
     *
     * @return nx + ny − 1 values
     */
    static double[] linear(double[] x, int xStart, int nx, double[] y, int yStart, int ny) {
        return (long) nx * ny <= FEW_PRODUCTS
                ? direct(x, xStart, nx, y, yStart, ny)
                : transformed(x, xStart, nx, y, yStart, ny);
    }

    private static double[] direct(double[] x, int xStart, int nx, double[] y, int yStart, int ny) {
        double[] sums = new double[nx + ny - 1];
        for (int i = 0; i < nx; i++) {
            double factor = x[xStart + i];
            int shift = nx - 1 - i;
            for (int j = 0; j < ny; j++) {
                sums[shift + j] += factor * y[yStart + j];
            }
        }
        return sums;
    }

    private static double[] transformed(double[] x, int xStart, int nx, double[] y, int yStart, int ny) {
        int size = RealFft.sizeFor(nx + ny - 1);
        RealFft fft = RealFft.ofSize(size);
        double[] a = new double[size];
        double[] b = new double[size];
        System.arraycopy(x, xStart, a, 0, nx);
        // The shift puts lag −(nx − 1) at index 0, so that no lag wraps around.
        System.arraycopy(y, yStart, b, nx - 1, ny);
        fft.forward(a);
        fft.forward(b);
        RealFft.correlate(a, b);
        fft.inverse(b);
        return Arrays.copyOf(b, nx + ny - 1);
    }
}
