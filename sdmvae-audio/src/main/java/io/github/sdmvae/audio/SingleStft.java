/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.data.Frames;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link Stft} in single precision, about twice as fast: for features and for sound that is played, where a relative error
 * of 10⁻⁶ is nothing. What is recorded or compared to the last digit is better made by {@link Stft}, which stays the standard
 * everywhere else in the library.
 *
 * <p><b>Error:</b> for windows of a power of two from 16 to 65,536, values differ from those in double precision by less than
 * 10⁻⁶ of the largest magnitude in their frame (2·10⁻⁷ for 1024 samples). Windows of other lengths, or
 * with a largest weight below 10⁻⁶ or above 10⁶, are transformed in double precision and rounded: exact to 6·10⁻⁸, and as
 * fast as {@link Stft}. Values below 10⁻³⁸ lose digits or become 0,
 * powers from magnitudes below 10⁻¹⁹.
 *
 * <p>The result for a frame does not depend on how many frames the signal has, nor on the number of threads.
 *
 * <p><b>Thread rule:</b> immutable; all methods may be called from several threads at once. They work in the calling thread.
 */
public final class SingleStft {
    private static final double LARGE_WEIGHT = 1e6;

    private final StftConfig config;
    private final Stft exact;
    private final @Nullable Lanes lanes;

    /** What windows of a power of two need: the transform, and the window for both ways. */
    private record Lanes(SingleFft fft, float[] analysis, SingleOverlap synthesis) {}

    private SingleStft(StftConfig config) {
        this.config = config;
        this.exact = Stft.of(config);
        this.lanes = isFor(config.window()) ? lanes(config) : null;
    }

    private static boolean isFor(Window window) {
        double most = 0;
        for (double weight : window.shared()) {
            most = Math.max(most, Math.abs(weight));
        }
        return SingleFft.fits(window.length()) && most >= 1 / LARGE_WEIGHT && most <= LARGE_WEIGHT;
    }

    private static Lanes lanes(StftConfig config) {
        int length = config.window().length();
        float[] halves = new float[length];
        for (int i = 0; i < length; i++) {
            halves[i] = (float) (0.5 * config.window().shared()[i]);
        }
        return new Lanes(new SingleFft(length), halves, new SingleOverlap(config));
    }

    /**
     * Prepares a transform.
     *
     * @param config window, hop and padding
     * @return the transform
     */
    public static SingleStft of(StftConfig config) {
        return new SingleStft(Objects.requireNonNull(config, "config"));
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
     * @throws IllegalArgumentException if the signal is too short, a sample is not finite, or samples are so large that a
     *     value might exceed a float
     */
    public SingleSpectrogram forward(float[] signal) {
        int frames = config.frames(signal.length);
        requireRoom(SingleSignal.peak(signal));
        int size = Spectrogram.capacity(frames, config.bins());
        float[] re = new float[size];
        float[] im = new float[size];
        if (lanes == null) {
            split(exact.forward(SingleSignal.widen(signal)).shared(), re, im);
            return new SingleSpectrogram(config, re, im, signal.length);
        }
        SingleFft fft = lanes.fft();
        inLanes(SingleSignal.pad(signal, config), frames, lanes, (room, t, count) -> fft.forward(
                room, re, im, t * config.bins(), count));
        return new SingleSpectrogram(config, re, im, signal.length);
    }

    private static void split(double[] values, float[] re, float[] im) {
        for (int i = 0; i < re.length; i++) {
            re[i] = (float) values[2 * i];
            im[i] = (float) values[2 * i + 1];
        }
    }

    /** Sums of products within the transform are at most twice the sum of the weights times the peak. */
    private void requireRoom(float peak) {
        double sum = 0;
        for (double weight : config.window().shared()) {
            sum += Math.abs(weight);
        }
        if (2 * sum * peak > Float.MAX_VALUE) {
            throw new IllegalArgumentException("samples of up to " + peak + " under " + config.window()
                    + " may exceed single precision: scale the signal, or use Stft");
        }
    }

    /**
     * The power spectrogram of a signal, {@code |X|²}, without making the complex one.
     *
     * @param signal finite samples, at least {@link StftConfig#shortest()}
     * @return {@link StftConfig#frames} rows of {@link StftConfig#bins()} values, the data points of a model
     * @throws IllegalArgumentException if the signal is too short, a sample is not finite, or a power exceeds a float
     */
    public Frames power(float[] signal) {
        int frames = config.frames(signal.length);
        requireRoom(SingleSignal.peak(signal));
        return Frames.wrap(powerValues(signal, frames), config.bins(), frames + " frames of " + config.bins());
    }

    private float[] powerValues(float[] signal, int frames) {
        if (lanes == null) {
            return exact.powerValues(SingleSignal.widen(signal));
        }
        SingleFft fft = lanes.fft();
        float[] power = new float[Spectrogram.capacity(frames, config.bins())];
        inLanes(SingleSignal.pad(signal, config), frames, lanes, (room, t, count) -> fft.power(
                room, power, t * config.bins(), count));
        return power;
    }

    /**
     * The signal of a spectrogram: of all signals, the one whose transform is nearest to it in the least-squares sense.
     *
     * @param spectrogram of this configuration
     * @return as many samples as the signal that the spectrogram was made of
     * @throws IllegalArgumentException if the spectrogram has another configuration
     */
    public float[] inverse(SingleSpectrogram spectrogram) {
        if (!spectrogram.config().equals(config)) {
            throw new IllegalArgumentException(
                    "the spectrogram must be of this transform's " + config + ", it is of " + spectrogram.config());
        }
        float[] re = spectrogram.sharedReal();
        float[] im = spectrogram.sharedImaginary();
        if (lanes == null) {
            return SingleSignal.narrow(exact.inverse(join(re, im), spectrogram.length()));
        }
        return inverse(re, im, spectrogram.length(), lanes);
    }

    private float[] inverse(float[] re, float[] im, int length, Lanes with) {
        SingleFft fft = with.fft();
        SingleFft.Room room = fft.room();
        int frames = config.frames(length);
        float[] some = new float[fft.lanes() * config.window().length()];
        SingleOverlap.Sum sum = with.synthesis().sum(frames, length);
        for (int t = 0; t < frames; t += fft.lanes()) {
            int count = Math.min(fft.lanes(), frames - t);
            fft.inverse(re, im, t * config.bins(), room, some, count);
            sum.add(some, count);
        }
        return sum.end();
    }

    private static double[] join(float[] re, float[] im) {
        double[] values = new double[Spectrogram.capacity(re.length, 2)];
        for (int i = 0; i < re.length; i++) {
            values[2 * i] = re[i];
            values[2 * i + 1] = im[i];
        }
        return values;
    }

    /** What is done with frames side by side. */
    @FunctionalInterface
    private interface Batch {
        void take(SingleFft.Room room, int first, int count);
    }

    private void inLanes(float[] padded, int frames, Lanes with, Batch batch) {
        SingleFft fft = with.fft();
        SingleFft.Room room = fft.room();
        for (int t = 0; t < frames; t += fft.lanes()) {
            int count = Math.min(fft.lanes(), frames - t);
            fft.cut(padded, t * config.hop(), config.hop(), with.analysis(), room, count);
            batch.take(room, t, count);
        }
    }
}
