/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.util.Arrays;
import java.util.Objects;

/**
 * Another sample rate for a stream, as it comes: any number of samples in, those that they complete out. The filter and, to
 * rounding to floats, the values are those of {@link AudioClip#resample}: sample n of the output lies at the time of input sample
 * n · from / to. A device at 48 kHz before and behind a {@link LiveCoder} at 16 kHz:
 *
 * <pre>{@code
 * RateConverter down = RateConverter.of(48000, live.sampleRate());
 * RateConverter up = RateConverter.of(live.sampleRate(), 48000);
 * int n = down.push(heard, 0, heard.length, low);          // low: at least down.most(heard.length)
 * live.push(low, 0, n, (frame, code, sound) -> {
 *     int m = up.push(sound, 0, sound.length, high);       // high: at least up.most(sound.length)
 *     speaker.write(high, m);
 * });
 * }</pre>
 *
 * <p>An output sample waits for half the filter, {@link #latency} seconds: 4.4 ms between 48 and 16 kHz, in either direction.
 * Leaves no garbage. <b>Thread rule:</b> not thread-safe; one per stream and direction.
 */
public final class RateConverter {
    private static final double[][] SAME = {{1, 0}};

    private final int from;
    private final int to;
    private final int up;
    private final int down;
    private final int half;
    private final double[][] weights;
    /** The newest samples, twice, so that as many as the filter has lie in a row from anywhere. */
    private final double[] recent;

    private long taken;
    private long given;

    private RateConverter(int from, int to, double[][] weights) {
        this.from = from;
        this.to = to;
        this.weights = weights;
        up = weights.length;
        down = (int) ((long) up * from / to);
        half = weights[0].length / 2;
        recent = new double[4 * half];
    }

    /**
     * Starts a stream.
     *
     * @param from rate of what comes in, in Hz, 1 to 1,000,000
     * @param to rate of what goes out, in Hz, 1 to 1,000,000
     * @return the converter
     * @throws IllegalArgumentException if a rate is out of range, or their ratio needs too large a table (44,101 to 16,000 Hz)
     */
    public static RateConverter of(int from, int to) {
        AudioClip.requireRate(from);
        AudioClip.requireRate(to);
        return new RateConverter(from, to, from == to ? SAME : table(from, to));
    }

    private static double[][] table(int from, int to) {
        return Resampler.table(from, to)
                .orElseThrow(() -> new IllegalArgumentException("a stream cannot go from " + from + " to " + to
                        + " Hz: the rates have too few samples in common; choose a usual rate of the device"));
    }

    /**
     * Takes samples.
     *
     * @param in samples; not changed
     * @param offset of the first
     * @param count how many, at least 0
     * @param out receives what they complete, from index 0 on
     * @return how many were completed
     * @throws IndexOutOfBoundsException if there are not so many samples
     * @throws IllegalArgumentException if {@code out} has less than {@link #most} samples; nothing is taken then
     */
    public int push(float[] in, int offset, int count, float[] out) {
        Objects.checkFromIndexSize(offset, count, in.length);
        if (out.length < most(count)) {
            throw new IllegalArgumentException("out must have room for " + most(count) + " samples, got " + out.length);
        }
        int completed = 0;
        for (int i = offset; i < offset + count; i++) {
            take(in[i]);
            completed = give(out, completed);
        }
        return completed;
    }

    private void take(double sample) {
        int taps = 2 * half;
        int at = (int) (taken % taps);
        recent[at] = sample;
        recent[at + taps] = sample;
        taken++;
    }

    /** All outputs that can be had. */
    private int give(float[] out, int completed) {
        int count = completed;
        while (isComplete()) {
            out[count++] = next();
        }
        return count;
    }

    /** The last input of the next output, half the filter behind where it lies, has come. */
    private boolean isComplete() {
        return given * down / up + half < taken;
    }

    /** Before the stream's beginning there are zeros, which nothing has been written over yet. */
    private float next() {
        int taps = 2 * half;
        double[] filter = weights[(int) (given * down % up)];
        int oldest = (int) Math.floorMod(given * down / up - half + 1, (long) taps);
        double sum = 0;
        for (int k = 0; k < taps; k++) {
            sum += filter[k] * recent[oldest + k];
        }
        given++;
        return (float) sum;
    }

    /**
     * Ends the stream, as if silence came behind it, and forgets it.
     *
     * @param out receives the last samples, for which {@link #most} of the input samples of {@link #latency} have room
     * @return how many there were
     * @throws IllegalArgumentException if there is too little room; nothing is done then
     */
    public int flush(float[] out) {
        long end = (taken * to + from - 1) / from;
        int left = (int) (end - given);
        if (out.length < left) {
            throw new IllegalArgumentException("out must have room for " + left + " samples, got " + out.length);
        }
        int count = 0;
        while (count < left) {
            if (isComplete()) {
                out[count++] = next();
            } else {
                take(0);
            }
        }
        reset();
        return count;
    }

    /** Forgets what came, for a new stream. */
    public void reset() {
        Arrays.fill(recent, 0);
        taken = 0;
        given = 0;
    }

    /**
     * Room that is enough for the output of so many samples.
     *
     * @param samples of the input, at least 0
     * @return in samples
     */
    public int most(int samples) {
        return Math.toIntExact((long) samples * to / from + 2);
    }

    /**
     * How long an output sample waits for those behind it.
     *
     * @return in seconds
     */
    public double latency() {
        return (double) half / from;
    }
}
