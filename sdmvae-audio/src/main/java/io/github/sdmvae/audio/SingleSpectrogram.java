/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Frames;
import java.util.Objects;

/**
 * A complex short-time Fourier transform in single precision, frames × bins, as {@link SingleStft} makes it. Immutable and
 * safe for use from several threads.
 */
public final class SingleSpectrogram {
    private final StftConfig config;
    private final float[] re;
    private final float[] im;
    private final int length;

    /** Takes over the values, row by row. */
    SingleSpectrogram(StftConfig config, float[] re, float[] im, int length) {
        this.config = config;
        this.re = re;
        this.im = im;
        this.length = length;
    }

    /**
     * How it was made.
     *
     * @return window, hop and padding
     */
    public StftConfig config() {
        return config;
    }

    /**
     * The length of the signal.
     *
     * @return in samples
     */
    public int length() {
        return length;
    }

    /**
     * The number of frames.
     *
     * @return at least 1
     */
    public int frames() {
        return re.length / bins();
    }

    /**
     * The number of frequencies.
     *
     * @return at least 2
     */
    public int bins() {
        return config.bins();
    }

    /**
     * The real part of one value.
     *
     * @param frame 0 to {@link #frames()} − 1
     * @param bin 0 to {@link #bins()} − 1
     * @return the real part
     * @throws IndexOutOfBoundsException if there is no such value
     */
    public float real(int frame, int bin) {
        return re[index(frame, bin)];
    }

    /**
     * The imaginary part of one value.
     *
     * @param frame 0 to {@link #frames()} − 1
     * @param bin 0 to {@link #bins()} − 1
     * @return the imaginary part
     * @throws IndexOutOfBoundsException if there is no such value
     */
    public float imaginary(int frame, int bin) {
        return im[index(frame, bin)];
    }

    private int index(int frame, int bin) {
        return Objects.checkIndex(frame, frames()) * bins() + Objects.checkIndex(bin, bins());
    }

    /** The real parts themselves, for reading only. */
    float[] sharedReal() {
        return re;
    }

    /** The imaginary parts themselves, for reading only. */
    float[] sharedImaginary() {
        return im;
    }

    /**
     * The squared magnitudes, the data points of a model; for windows of a power of two to the last bit those of
     * {@link SingleStft#power}.
     *
     * @return {@link #frames()} rows of {@link #bins()} values
     * @throws IllegalArgumentException if one exceeds the range of a float
     */
    public Frames power() {
        float[] power = new float[re.length];
        for (int i = 0; i < power.length; i++) {
            power[i] = re[i] * re[i] + im[i] * im[i];
        }
        return Frames.wrap(power, bins(), frames() + " frames of " + bins());
    }

    /**
     * Every value times a number of its own, the phase left as it is: what a mask does.
     *
     * @param gains {@link #frames()} rows of {@link #bins()} finite values
     * @return the spectrogram
     * @throws IllegalArgumentException if the shape differs, or a gain or a result is not finite
     */
    public SingleSpectrogram withGains(FrameSource gains) {
        if (gains.size() != frames() || gains.width() != bins()) {
            throw new IllegalArgumentException("gains must have " + frames() + " rows of " + bins()
                    + " values like the spectrogram, got " + gains.size() + " rows of " + gains.width());
        }
        float[] newRe = re.clone();
        float[] newIm = im.clone();
        float[] row = new float[bins()];
        for (int t = 0; t < frames(); t++) {
            gains.read(t, row, 0);
            for (int b = 0; b < row.length; b++) {
                int i = t * row.length + b;
                newRe[i] *= row[b];
                newIm[i] *= row[b];
                if (!(Float.isFinite(row[b]) && Float.isFinite(newRe[i]) && Float.isFinite(newIm[i]))) {
                    throw new IllegalArgumentException("gains and what they yield must be finite, frame " + t + " bin " + b
                            + " is " + row[b] + " and yields " + newRe[i] + " and " + newIm[i]);
                }
            }
        }
        return new SingleSpectrogram(config, newRe, newIm, length);
    }

    @Override
    public String toString() {
        return frames() + " frames of " + bins() + " bins from " + length + " samples, in single precision";
    }
}
