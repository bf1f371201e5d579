/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.data.Frames;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The short-time Fourier transform {@code X[t][b] = Σₖ w[k]·x[t·hop + k − N/2]·exp(−2πi·b·k/N)}, without scaling, and its
 * inverse by weighted overlap-add with the same window (Griffin and Lim 1984, eq. 6), which gives the signal back to
 * rounding errors. In double precision.
 *
 * <p><b>Thread rule:</b> immutable; all methods may be called from several threads at once. They work in the calling thread.
 */
public final class Stft {
    private final StftConfig config;
    private final RealFft fft;
    /** The faster way, for windows of a power of two. */
    private final @Nullable LaneFft lanes;

    private Stft(StftConfig config) {
        this.config = config;
        int length = config.window().length();
        this.fft = new RealFft(length);
        this.lanes = LaneFft.fits(length) ? new LaneFft(length) : null;
    }

    /**
     * Prepares a transform.
     *
     * @param config window, hop and padding
     * @return the transform
     */
    public static Stft of(StftConfig config) {
        return new Stft(Objects.requireNonNull(config, "config"));
    }

    /**
     * The configuration.
     *
     * @return as given
     */
    public StftConfig config() {
        return config;
    }

    /**
     * Transforms a signal.
     *
     * @param signal finite samples, at least {@link StftConfig#shortest()}
     * @return {@link StftConfig#frames} frames of {@link StftConfig#bins()} complex values
     * @throws IllegalArgumentException if the signal is too short or a sample is not finite
     */
    public Spectrogram forward(double[] signal) {
        double[] padded = pad(signal);
        int frames = config.frames(signal.length);
        int width = 2 * config.bins();
        double[] values = new double[Spectrogram.capacity(frames, width)];
        if (lanes != null) {
            inLanes(padded, frames, lanes, (batch, t) -> lanes.forward(batch, values, t * width));
            return new Spectrogram(config, values, signal.length);
        }
        double[] frame = new double[config.window().length()];
        for (int t = 0; t < frames; t++) {
            cut(padded, t, frame);
            fft.forward(frame, values, t * width);
        }
        return new Spectrogram(config, values, signal.length);
    }

    /**
     * The power spectrogram of a signal, {@code |X|²}, without making the complex one.
     *
     * @param signal finite samples, at least {@link StftConfig#shortest()}
     * @return {@link StftConfig#frames} rows of {@link StftConfig#bins()} values, the data points of a model
     * @throws IllegalArgumentException if the signal is too short, a sample is not finite, or a power exceeds a float
     */
    public Frames power(double[] signal) {
        float[] power = powerValues(signal);
        return Frames.wrap(power, config.bins(), power.length / config.bins() + " frames of " + config.bins());
    }

    /** Row-major powers, which can be infinite. */
    float[] powerValues(double[] signal) {
        double[] padded = pad(signal);
        int frames = config.frames(signal.length);
        int bins = config.bins();
        float[] power = new float[Spectrogram.capacity(frames, bins)];
        if (lanes != null) {
            inLanes(padded, frames, lanes, (batch, t) -> lanes.power(batch, power, t * bins));
            return power;
        }
        double[] frame = new double[config.window().length()];
        for (int t = 0; t < frames; t++) {
            cut(padded, t, frame);
            fft.power(frame, power, t * bins);
        }
        return power;
    }

    /**
     * The signal of a spectrogram: of all signals, the one whose transform is nearest to it in the least-squares sense.
     *
     * @param spectrogram of this configuration
     * @return as many samples as the signal that the spectrogram was made of
     * @throws IllegalArgumentException if the spectrogram has another configuration
     */
    public double[] inverse(Spectrogram spectrogram) {
        if (!spectrogram.config().equals(config)) {
            throw new IllegalArgumentException(
                    "the spectrogram must be of this transform's " + config + ", it is of " + spectrogram.config());
        }
        return inverse(spectrogram.shared(), spectrogram.length());
    }

    double[] inverse(double[] values, int length) {
        double[] window = config.window().shared();
        int half = window.length / 2;
        int frames = config.frames(length);
        double[] frame = new double[window.length];
        double[] sum = new double[length];
        double[] weight = new double[length];
        for (int t = 0; t < frames; t++) {
            fft.inverse(values, t * 2 * config.bins(), frame);
            int start = t * config.hop() - half;
            int to = Math.min(window.length, length - start);
            for (int k = Math.max(0, -start); k < to; k++) {
                sum[start + k] += window[k] * frame[k];
                weight[start + k] += window[k] * window[k];
            }
        }
        for (int i = 0; i < length; i++) {
            if (weight[i] == 0) {
                throw new IllegalArgumentException("a signal of " + length + " samples is too short for " + config
                        + ": sample " + i + " has no weight; choose a smaller hop");
            }
            sum[i] /= weight[i];
        }
        return sum;
    }

    /** What is done with frames side by side. */
    @FunctionalInterface
    private interface Batch {
        void take(LaneFft.Lanes frames, int first);
    }

    private void inLanes(double[] padded, int frames, LaneFft transform, Batch batch) {
        LaneFft.Lanes room = transform.lanes(Math.min(LaneFft.LANES, frames));
        for (int t = 0; t < frames; t += LaneFft.LANES) {
            int count = Math.min(LaneFft.LANES, frames - t);
            LaneFft.Lanes used = count == room.count() ? room : transform.lanes(count);
            transform.cut(
                    padded, t * config.hop(), config.hop(), config.window().shared(), used);
            batch.take(used, t);
        }
    }

    private void cut(double[] padded, int t, double[] frame) {
        double[] window = config.window().shared();
        int start = t * config.hop();
        for (int k = 0; k < frame.length; k++) {
            frame[k] = window[k] * padded[start + k];
        }
    }

    private double[] pad(double[] signal) {
        int length = config.window().length();
        int half = length / 2;
        int frames = config.frames(signal.length);
        for (int i = 0; i < signal.length; i++) {
            if (!Double.isFinite(signal[i])) {
                throw new IllegalArgumentException("samples must be finite, sample " + i + " is " + signal[i]);
            }
        }
        int end = half + signal.length;
        double[] padded = new double[Math.max(end + half, (frames - 1) * config.hop() + length)];
        System.arraycopy(signal, 0, padded, half, signal.length);
        if (config.padding() == StftConfig.Padding.REFLECT) {
            for (int i = 1; i <= half; i++) {
                padded[half - i] = signal[i];
            }
            // Odd windows and long hops reach further than half a window, possibly further than the mirror image.
            int mirrored = Math.min(padded.length - end, signal.length - 1);
            for (int i = 1; i <= mirrored; i++) {
                padded[end - 1 + i] = signal[signal.length - 1 - i];
            }
        }
        return padded;
    }
}
