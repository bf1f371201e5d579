/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Mono sound: at least one finite sample, full scale being −1 to 1, and a sample rate. Immutable and safe for use from
 * several threads; every method that changes the sound returns a new clip.
 */
public final class AudioClip {
    static final int MAX_RATE = 1_000_000;
    static final int MAX_LENGTH = 1 << 28;

    private final double[] samples;
    private final int sampleRate;

    private AudioClip(double[] samples, int sampleRate) {
        this.samples = samples;
        this.sampleRate = sampleRate;
    }

    /**
     * Copies samples into a clip.
     *
     * @param samples 1 to 2²⁸ finite values, full scale −1 to 1 (larger ones are kept)
     * @param sampleRate in Hz, 1 to 1,000,000
     * @return the clip
     * @throws IllegalArgumentException if there is no sample, one is not finite, or the rate is out of range
     */
    public static AudioClip of(double[] samples, int sampleRate) {
        return wrap(samples.clone(), sampleRate);
    }

    static AudioClip wrap(double[] samples, int sampleRate) {
        requireRate(sampleRate);
        if (samples.length == 0 || samples.length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a clip must have between 1 and " + MAX_LENGTH + " samples, got " + samples.length);
        }
        for (int i = 0; i < samples.length; i++) {
            if (!Double.isFinite(samples[i])) {
                throw new IllegalArgumentException("samples must be finite numbers, sample " + i + " is " + samples[i]
                        + ": leave this recording out or repair it");
            }
        }
        return new AudioClip(samples, sampleRate);
    }

    static void requireRate(int sampleRate) {
        if (sampleRate < 1 || sampleRate > MAX_RATE) {
            throw new IllegalArgumentException(
                    "sample rate must be between 1 and " + MAX_RATE + " Hz, got " + sampleRate);
        }
    }

    /**
     * Reads a sound file of one channel. What it is, its first bytes say, not its name:
     *
     * <ul>
     *   <li>WAV, RF64 and BW64: integers of 8 to 32 bits, floats of 32 or 64 bits, µ-law, A-law. Sizes that were never filled
     *       in, as in what was written to a pipe, mean: to the end of the file
     *   <li>FLAC, also between ID3 tags
     *   <li>NIST SPHERE (TIMIT): 16 bits, µ-law, A-law; not compressed by Shorten
     *   <li>AIFF and AU, as far as Java reads them
     *   <li>whatever a decoder on {@code javax.sound}'s path reads (MP3, for instance, with a plug-in)
     * </ul>
     *
     * Integers are divided by full scale: 16-bit samples by 32768.
     *
     * @param file the file
     * @return its samples
     * @throws IOException naming the file, if it cannot be read, is in a format that nobody here reads (which is then named),
     *     is damaged or truncated, holds no or non-finite samples, or has several channels
     */
    public static AudioClip read(Path file) throws IOException {
        return read(file, Channels.undecided());
    }

    /**
     * Reads a sound file, like {@link #read(Path)}, of any number of channels.
     *
     * @param file the file
     * @param channels which channel to take
     * @return the samples
     * @throws IOException naming the file, if it cannot be read, is damaged or truncated, holds no or non-finite samples,
     *     or has no such channel
     */
    public static AudioClip read(Path file, Channels channels) throws IOException {
        return AudioFileLoader.read(file, channels);
    }

    /**
     * The number of samples.
     *
     * @return at least 1
     */
    public int length() {
        return samples.length;
    }

    /**
     * The sample rate.
     *
     * @return in Hz
     */
    public int sampleRate() {
        return sampleRate;
    }

    /**
     * The duration.
     *
     * @return in seconds
     */
    public double seconds() {
        return (double) samples.length / sampleRate;
    }

    /**
     * The samples.
     *
     * @return a copy
     */
    public double[] samples() {
        return samples.clone();
    }

    /** The samples themselves, for reading only. */
    double[] shared() {
        return samples;
    }

    /**
     * The largest absolute value.
     *
     * @return 0 for digital silence
     */
    public double peak() {
        double peak = 0;
        for (double sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    /**
     * Scales the clip so that its {@link #peak} takes a given value.
     *
     * @param peak above 0 and finite; 1 is full scale
     * @return the scaled clip
     * @throws IllegalArgumentException if the peak is out of range
     * @throws IllegalStateException if the clip is silent: every sample is 0
     */
    public AudioClip normalisePeak(double peak) {
        if (!(peak > 0) || Double.isInfinite(peak)) {
            throw new IllegalArgumentException("peak must be above 0 and finite, got " + peak);
        }
        double now = peak();
        if (now == 0) {
            throw new IllegalStateException(
                    "silence has no peak to normalise, all " + samples.length + " samples are 0: leave this clip out");
        }
        double[] scaled = new double[samples.length];
        for (int i = 0; i < scaled.length; i++) {
            // Division first: the largest sample becomes exactly the peak.
            scaled[i] = samples[i] / now * peak;
        }
        return wrap(scaled, sampleRate);
    }

    /**
     * Makes the clip quieter where it is too loud, for instance for a 16-bit file.
     *
     * @param peak above 0 and finite; 1 is full scale
     * @return a clip whose {@link #peak} is at most the given one; this clip if it is so already
     * @throws IllegalArgumentException if the peak is out of range
     */
    public AudioClip withPeakAtMost(double peak) {
        return peak() > peak || !(peak > 0) ? normalisePeak(peak) : this;
    }

    /**
     * Cuts off both ends up to the outermost frames that are loud enough. Levels are those of the mean square over 2048
     * samples, every 512 samples, centred, with zeros beyond the ends, in dB, with a floor of −100 dB below full scale; what
     * remains are the samples from 512·first to 512·(last + 1). A silent clip is returned as it is.
     *
     * @param decibels how far below the loudest frame a frame may be, above 0; 30 for the speech of the paper
     * @return the trimmed clip
     * @throws IllegalArgumentException if the value is out of range
     */
    public AudioClip trim(double decibels) {
        int[] range = Trimming.range(samples, decibels);
        if (range[0] == 0 && range[1] == samples.length) {
            return this;
        }
        return new AudioClip(Arrays.copyOfRange(samples, range[0], range[1]), sampleRate);
    }

    /**
     * Converts to another sample rate with a linear-phase low-pass filter (windowed sinc, Kaiser): flat within 0.001 dB up
     * to 90 % of the lower of the two Nyquist frequencies, and below −100 dB from that frequency on. Beyond the ends the
     * signal counts as zero. The result has ⌈length · new rate / old rate⌉ samples; sample 0 stays at time 0.
     *
     * @param rate the new rate in Hz, 1 to 1,000,000
     * @return the converted clip, or this one if it has that rate
     * @throws IllegalArgumentException if the rate is out of range or the result would have more than 2²⁸ samples
     */
    public AudioClip resample(int rate) {
        if (rate == sampleRate) {
            return this;
        }
        return wrap(Resampler.convert(samples, sampleRate, rate), rate);
    }

    /**
     * The first seconds.
     *
     * @param seconds how many, above 0; at least one sample is kept
     * @return the clip without what follows, or this one if it is no longer
     * @throws IllegalArgumentException if the number is not above 0
     */
    public AudioClip beginning(double seconds) {
        if (!(seconds > 0)) {
            throw new IllegalArgumentException("the seconds to keep must be above 0, got " + seconds);
        }
        double kept = Math.max(1, Math.floor(seconds * sampleRate));
        return kept >= samples.length ? this : wrap(Arrays.copyOf(samples, (int) kept), sampleRate);
    }

    /**
     * The samples in single precision, as {@link LiveCoder} and sound cards take them.
     *
     * @return a copy, full scale −1 to 1
     */
    public float[] toFloats() {
        float[] floats = new float[samples.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) samples[i];
        }
        return floats;
    }

    /**
     * Writes 16-bit PCM. A clip read from a 16-bit file is written without loss.
     *
     * @param file replaced if it exists, at once and only when all is written
     * @throws IOException if it cannot be written
     * @throws IllegalStateException if the clip exceeds full scale, because it would be clipped
     */
    public void writeWav16(Path file) throws IOException {
        double peak = peak();
        if (peak > 1) {
            throw new IllegalStateException("the peak is " + peak
                    + ", 16-bit files hold −1 to 1: call normalisePeak(…) first or use writeWavFloat");
        }
        new WavWriter(samples, sampleRate, false).write(file);
    }

    /**
     * Writes 32-bit floats.
     *
     * @param file replaced if it exists, at once and only when all is written
     * @throws IOException if it cannot be written
     * @throws IllegalStateException if a sample is beyond the range of a float
     */
    public void writeWavFloat(Path file) throws IOException {
        if (peak() > Float.MAX_VALUE) {
            throw new IllegalStateException("the peak is " + peak() + ", beyond the range of 32-bit floats");
        }
        new WavWriter(samples, sampleRate, true).write(file);
    }

    @Override
    public String toString() {
        return samples.length + " samples at " + sampleRate + " Hz";
    }
}
