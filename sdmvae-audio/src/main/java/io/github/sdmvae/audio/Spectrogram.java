/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Frames;
import java.util.Objects;

/** The complex short-time Fourier transform of a signal, frames × bins. Immutable and safe for use from several threads. */
public final class Spectrogram {
    private final StftConfig config;
    private final double[] values;
    private final int length;
    private final int frames;

    /** Takes over the values: frame by frame, real and imaginary parts in turn. */
    Spectrogram(StftConfig config, double[] values, int length) {
        this.config = config;
        this.values = values;
        this.length = length;
        this.frames = values.length / (2 * config.bins());
    }

    static int capacity(int frames, int width) {
        long capacity = (long) frames * width;
        if (capacity > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "a spectrogram of " + frames + " frames does not fit one array: cut the signal into pieces");
        }
        return (int) capacity;
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
        return frames;
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
    public double real(int frame, int bin) {
        return values[index(frame, bin)];
    }

    /**
     * The imaginary part of one value.
     *
     * @param frame 0 to {@link #frames()} − 1
     * @param bin 0 to {@link #bins()} − 1
     * @return the imaginary part
     * @throws IndexOutOfBoundsException if there is no such value
     */
    public double imaginary(int frame, int bin) {
        return values[index(frame, bin) + 1];
    }

    private int index(int frame, int bin) {
        return 2 * (Objects.checkIndex(frame, frames) * bins() + Objects.checkIndex(bin, bins()));
    }

    /** The values themselves, for reading only. */
    double[] shared() {
        return values;
    }

    /**
     * The squared magnitudes, the data points of a model.
     *
     * @return {@link #frames()} rows of {@link #bins()} values
     * @throws IllegalArgumentException if one exceeds the range of a float
     */
    public Frames power() {
        float[] power = new float[values.length / 2];
        for (int i = 0; i < power.length; i++) {
            power[i] = (float) (values[2 * i] * values[2 * i] + values[2 * i + 1] * values[2 * i + 1]);
        }
        return Frames.wrap(power, bins(), frames + " frames of " + bins());
    }

    /**
     * Other magnitudes with the phase of this spectrogram: {@code √power · exp(i·phase)}. Where this spectrogram is 0 the
     * phase is 0. {@link Stft#inverse} then makes speech of what a model has decoded.
     *
     * @param power {@link #frames()} rows of {@link #bins()} finite values of at least 0, the variances of a model
     * @return the spectrogram
     * @throws IllegalArgumentException if the shape differs or a value is negative or not finite
     */
    public Spectrogram withPower(FrameSource power) {
        double[] changed = magnitudes(power, config, frames);
        for (int i = 0; i < changed.length; i += 2) {
            double magnitude = changed[i];
            double now = Math.hypot(values[i], values[i + 1]);
            changed[i] = now == 0 ? magnitude : magnitude * (values[i] / now);
            changed[i + 1] = now == 0 ? 0 : magnitude * (values[i + 1] / now);
        }
        return new Spectrogram(config, changed, length);
    }

    /**
     * Every value times a number of its own, the phase left as it is: what a mask does.
     *
     * @param gains {@link #frames()} rows of {@link #bins()} finite values
     * @return the spectrogram
     * @throws IllegalArgumentException if the shape differs or a value is not finite
     */
    public Spectrogram withGains(FrameSource gains) {
        if (gains.size() != frames || gains.width() != bins()) {
            throw new IllegalArgumentException("gains must have " + frames + " rows of " + bins()
                    + " values like the spectrogram, got " + gains.size() + " rows of " + gains.width());
        }
        double[] changed = values.clone();
        float[] row = new float[bins()];
        for (int t = 0; t < frames; t++) {
            gains.read(t, row, 0);
            for (int b = 0; b < row.length; b++) {
                if (!Float.isFinite(row[b])) {
                    throw new IllegalArgumentException(
                            "gains must be finite, frame " + t + " bin " + b + " is " + row[b]);
                }
                changed[2 * (t * row.length + b)] *= row[b];
                changed[2 * (t * row.length + b) + 1] *= row[b];
            }
        }
        return new Spectrogram(config, changed, length);
    }

    /** Square roots of powers as real parts, with imaginary parts of 0. */
    static double[] magnitudes(FrameSource power, StftConfig config, int frames) {
        int bins = config.bins();
        if (power.size() != frames || power.width() != bins) {
            throw new IllegalArgumentException("power must have " + frames + " rows of " + bins
                    + " values like the spectrogram, got " + power.size() + " rows of " + power.width());
        }
        double[] values = new double[capacity(frames, 2 * bins)];
        float[] row = new float[bins];
        for (int t = 0; t < frames; t++) {
            power.read(t, row, 0);
            for (int b = 0; b < bins; b++) {
                if (!(row[b] >= 0 && row[b] <= Float.MAX_VALUE)) {
                    throw new IllegalArgumentException(
                            "power must be finite and at least 0, frame " + t + " bin " + b + " is " + row[b]);
                }
                values[2 * (t * bins + b)] = Math.sqrt(row[b]);
            }
        }
        return values;
    }

    @Override
    public String toString() {
        return frames + " frames of " + bins() + " bins from " + length + " samples";
    }
}
