/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.data.Frames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link Stft} in single precision, one and a half times to more than twice as fast, for features and for sound that is
 * played. What is recorded, or compared to the last digit, is made by {@link Stft}, which the rest of the library uses.
 *
 * <p><b>Error:</b> for windows of a power of two from 16 to 16,384, values differ from those in double precision by less than
 * 5·10⁻⁷ of the largest magnitude in their frame (2·10⁻⁷ for 1024 samples). Windows of other lengths, or with a largest weight
 * below 10⁻⁶ or above 10⁶, are transformed in double precision and rounded: exact to 6·10⁻⁸, and as fast as {@link Stft}.
 * Values below 10⁻³⁸ lose digits or become 0, and so do powers of magnitudes below 10⁻¹⁹.
 *
 * <p>The result for a frame does not depend on how many frames the signal has, nor on the number of threads.
 *
 * <p><b>Thread rule:</b> immutable; all methods may be called from several threads at once. They work in the calling thread.
 */
public final class SingleStft {
    private static final double LARGE_WEIGHT = 1e6;
    private static final int LANES = SingleTile.LANES;

    private final StftConfig config;
    private final Stft exact;
    private final SingleTile.Layout layout;
    private final double sumOfWeights;
    private final @Nullable Fast fast;

    /** What windows of a power of two need: the transform, and the window for both ways. */
    private record Fast(SingleFft fft, SingleWindow window, SingleOverlap overlap) {}

    private SingleStft(StftConfig config) {
        this.config = config;
        this.exact = Stft.of(config);
        this.sumOfWeights =
                Arrays.stream(config.window().shared()).map(Math::abs).sum();
        if (isFor(config.window())) {
            SingleFft fft = new SingleFft(config.window().length());
            this.fast = new Fast(fft, new SingleWindow(config), new SingleOverlap(config));
            this.layout = fft.layout();
        } else {
            this.fast = null;
            this.layout = SingleTile.Layout.plain(config.bins());
        }
    }

    private static boolean isFor(Window window) {
        double most = 0;
        for (double weight : window.shared()) {
            most = Math.max(most, Math.abs(weight));
        }
        return SingleFft.fits(window.length()) && most >= 1 / LARGE_WEIGHT && most <= LARGE_WEIGHT;
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
        List<SingleTile> tiles = fast == null ? rounded(signal) : tiles(signal, frames, fast);
        return new SingleSpectrogram(config, layout, tiles, signal.length);
    }

    private List<SingleTile> tiles(float[] signal, int frames, Fast with) {
        List<SingleTile> tiles = new ArrayList<>();
        SingleFft.Room room = with.fft().room();
        float[] part = with.window().part(Math.min(LANES, frames));
        float[] squares = new float[part.length];
        for (int t = 0; t < frames; t += LANES) {
            with.window().cut(signal, t, Math.min(LANES, frames - t), part, with.fft(), room);
            SingleSignal.addSquares(part, squares);
            tiles.add(with.fft().forward(room));
        }
        if (!SingleSignal.areOrdinary(squares)) {
            requireRoom(signal);
        }
        return tiles;
    }

    private List<SingleTile> rounded(float[] signal) {
        requireRoom(signal);
        Spectrogram all = exact.forward(SingleSignal.widen(signal));
        List<SingleTile> tiles = new ArrayList<>();
        for (int t = 0; t < all.frames(); t += LANES) {
            tiles.add(narrow(all, t));
        }
        return tiles;
    }

    private SingleTile narrow(Spectrogram all, int first) {
        SingleTile tile = layout.tile();
        for (int b = 0; b < config.bins(); b++) {
            for (int lane = 0; lane < Math.min(LANES, all.frames() - first); lane++) {
                tile.re()[b][lane] = (float) all.real(first + lane, b);
                tile.im()[b][lane] = (float) all.imaginary(first + lane, b);
            }
        }
        return tile;
    }

    /** Sums of products within the transform are at most twice the sum of the weights times the peak. */
    private void requireRoom(float[] signal) {
        float peak = SingleSignal.peak(signal);
        if (2 * sumOfWeights * peak > Float.MAX_VALUE) {
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
        float[] power = powerValues(signal, frames);
        try {
            return Frames.wrap(power, config.bins(), frames + " frames of " + config.bins());
        } catch (IllegalArgumentException e) {
            requireRoom(signal);
            throw e;
        }
    }

    private float[] powerValues(float[] signal, int frames) {
        if (fast == null) {
            return exact.powerValues(SingleSignal.widen(signal));
        }
        float[] power = new float[Spectrogram.capacity(frames, config.bins())];
        SingleFft.Room room = fast.fft().room();
        float[] part = fast.window().part(Math.min(LANES, frames));
        for (int t = 0; t < frames; t += LANES) {
            int count = Math.min(LANES, frames - t);
            fast.window().cut(signal, t, count, part, fast.fft(), room);
            fast.fft().power(room, power, t * config.bins(), count);
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
    public float[] inverse(SingleSpectrogram spectrogram) {
        if (!spectrogram.config().equals(config)) {
            throw new IllegalArgumentException(
                    "the spectrogram must be of this transform's " + config + ", it is of " + spectrogram.config());
        }
        return fast == null
                ? SingleSignal.narrow(exact.inverse(widen(spectrogram), spectrogram.length()))
                : inverse(spectrogram, fast);
    }

    private static float[] inverse(SingleSpectrogram spectrogram, Fast with) {
        SingleFft.Room room = with.fft().room();
        SingleOverlap.Sum sum = with.overlap().sum(spectrogram.frames(), spectrogram.length());
        float[] some = new float[LANES * spectrogram.config().window().length()];
        int left = spectrogram.frames();
        for (SingleTile tile : spectrogram.shared()) {
            int count = Math.min(LANES, left);
            with.fft().inverse(tile, room, some, count);
            sum.add(some, count);
            left -= count;
        }
        return sum.end();
    }

    private double[] widen(SingleSpectrogram spectrogram) {
        int bins = config.bins();
        double[] values = new double[Spectrogram.capacity(spectrogram.frames(), 2 * bins)];
        for (int t = 0; t < spectrogram.frames(); t++) {
            for (int b = 0; b < bins; b++) {
                values[2 * (t * bins + b)] = spectrogram.real(t, b);
                values[2 * (t * bins + b) + 1] = spectrogram.imaginary(t, b);
            }
        }
        return values;
    }
}
