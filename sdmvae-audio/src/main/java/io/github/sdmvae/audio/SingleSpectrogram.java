/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A complex short-time Fourier transform in single precision, frames × bins, as {@link SingleStft} makes it. Values are kept
 * in the order that the transform leaves them in, 32 frames at a time, and at least as many: short signals are no smaller.
 * Immutable and safe for use from several threads.
 */
public final class SingleSpectrogram {
    private static final int LANES = SingleTile.LANES;

    private final StftConfig config;
    private final SingleTile.Layout layout;
    private final List<SingleTile> tiles;
    private final int length;
    private final int frames;

    /** Takes over the values. */
    SingleSpectrogram(StftConfig config, SingleTile.Layout layout, List<SingleTile> tiles, int length) {
        this.config = config;
        this.layout = layout;
        this.tiles = tiles;
        this.length = length;
        this.frames = config.frames(length);
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
    public float real(int frame, int bin) {
        int entry = entry(frame, bin);
        return tile(frame).re()[layout.row(entry)][layout.place(entry) + frame % LANES];
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
        int entry = entry(frame, bin);
        float value = tile(frame).im()[layout.row(entry)][layout.place(entry) + frame % LANES];
        return layout.isConjugate(entry) ? -value : value;
    }

    private int entry(int frame, int bin) {
        Objects.checkIndex(frame, frames);
        return layout.entry(Objects.checkIndex(bin, bins()));
    }

    private SingleTile tile(int frame) {
        return tiles.get(frame / LANES);
    }

    /** The values themselves, for reading only. */
    List<SingleTile> shared() {
        return tiles;
    }

    /**
     * The squared magnitudes, the data points of a model; for windows of a power of two to the last bit those of
     * {@link SingleStft#power}.
     *
     * @return {@link #frames()} rows of {@link #bins()} values
     * @throws IllegalArgumentException if one exceeds the range of a float
     */
    public Frames power() {
        float[] power = new float[Spectrogram.capacity(frames, bins())];
        for (int t = 0; t < frames; t += LANES) {
            int count = Math.min(LANES, frames - t);
            for (int b = 0; b < bins(); b++) {
                int entry = layout.entry(b);
                float[] re = tile(t).re()[layout.row(entry)];
                float[] im = tile(t).im()[layout.row(entry)];
                int from = layout.place(entry);
                for (int lane = 0; lane < count; lane++) {
                    float r = re[from + lane];
                    float m = im[from + lane];
                    power[(t + lane) * bins() + b] = r * r + m * m;
                }
            }
        }
        return Frames.wrap(power, bins(), frames + " frames of " + bins());
    }

    /**
     * Every value times a number of its own, the phase left as it is: what a mask does.
     *
     * @param gains {@link #frames()} rows of {@link #bins()} finite values
     * @return the spectrogram
     * @throws IllegalArgumentException if the shape differs, or a gain or a result is not finite
     */
    public SingleSpectrogram withGains(FrameSource gains) {
        if (gains.size() != frames || gains.width() != bins()) {
            throw new IllegalArgumentException("gains must have " + frames + " rows of " + bins()
                    + " values like the spectrogram, got " + gains.size() + " rows of " + gains.width());
        }
        List<SingleTile> changed = new ArrayList<>();
        float[] some = new float[LANES * bins()];
        for (int t = 0; t < frames; t += LANES) {
            int count = Math.min(LANES, frames - t);
            for (int lane = 0; lane < count; lane++) {
                gains.read(t + lane, some, lane * bins());
            }
            changed.add(times(tile(t), some, t, count));
        }
        return new SingleSpectrogram(config, layout, changed, length);
    }

    private SingleTile times(SingleTile tile, float[] gains, int first, int count) {
        SingleTile product = layout.tile();
        for (int entry = 0; entry < layout.size(); entry++) {
            int row = layout.row(entry);
            for (int lane = 0; lane < count; lane++) {
                int at = layout.place(entry) + lane;
                float gain = gains[lane * bins() + layout.bin(entry)];
                float re = gain * tile.re()[row][at];
                float im = gain * tile.im()[row][at];
                if (!(Float.isFinite(gain) && Float.isFinite(re) && Float.isFinite(im))) {
                    throw new IllegalArgumentException("gains and what they yield must be finite, frame "
                            + (first + lane) + " bin " + layout.bin(entry) + " is " + gain + " and yields " + re
                            + " and " + im);
                }
                product.re()[row][at] = re;
                product.im()[row][at] = im;
            }
        }
        return product;
    }

    @Override
    public String toString() {
        return frames + " frames of " + bins() + " bins from " + length + " samples, in single precision";
    }
}
