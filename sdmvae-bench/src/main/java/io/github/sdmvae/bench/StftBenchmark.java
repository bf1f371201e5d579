/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.audio.SingleSpectrogram;
import io.github.sdmvae.audio.SingleStft;
import io.github.sdmvae.audio.Spectrogram;
import io.github.sdmvae.audio.Stft;
import io.github.sdmvae.audio.StftConfig;
import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.random.CounterNoise;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long the short-time Fourier transform of the speech front end (sine window of 1024, hop 256) and its inverse take
 * on a signal at 16 kHz, in one thread.
 *
 * <p>{@code java -jar sdmvae-bench/target/benchmarks.jar StftBenchmark}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class StftBenchmark {
    /** Length of the signal. */
    @Param({"1", "10", "60"})
    public int seconds = 1;

    private final Stft stft = Stft.of(StftConfig.speech());
    private final SingleStft single = SingleStft.of(StftConfig.speech());
    private double[] signal = new double[0];
    private float[] samples = new float[0];
    private Spectrogram spectrogram = stft.forward(noise(16_000));
    private SingleSpectrogram singleSpectrogram = single.forward(narrow(noise(16_000)));

    /** Default constructor, for the harness. */
    public StftBenchmark() {}

    /** Normal noise, not louder than speech. */
    static double[] noise(int length) {
        float[] values = new float[length];
        CounterNoise.normal(5, 0, values, 0, length);
        double[] signal = new double[length];
        for (int i = 0; i < length; i++) {
            signal[i] = 0.1 * values[i];
        }
        return signal;
    }

    /** The same in single precision. */
    static float[] narrow(double[] signal) {
        float[] samples = new float[signal.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) signal[i];
        }
        return samples;
    }

    /** All values, row by row. */
    static float[] flat(FrameSource frames) {
        float[] values = new float[frames.size() * frames.width()];
        for (int i = 0; i < frames.size(); i++) {
            frames.read(i, values, i * frames.width());
        }
        return values;
    }

    /** Makes the signal. */
    @Setup
    public void signal() {
        signal = noise(16_000 * seconds);
        spectrogram = stft.forward(signal);
        samples = narrow(signal);
        singleSpectrogram = single.forward(samples);
    }

    /**
     * The complex spectrogram.
     *
     * @return the spectrogram
     */
    @Benchmark
    public Spectrogram forward() {
        return stft.forward(signal);
    }

    /**
     * The power spectrogram alone, what a model reads.
     *
     * @return the frames
     */
    @Benchmark
    public Frames power() {
        return stft.power(signal);
    }

    /**
     * The signal from its complex spectrogram.
     *
     * @return the samples
     */
    @Benchmark
    public double[] inverse() {
        return stft.inverse(spectrogram);
    }

    /**
     * The complex spectrogram in single precision.
     *
     * @return the spectrogram
     */
    @Benchmark
    public SingleSpectrogram singleForward() {
        return single.forward(samples);
    }

    /**
     * The power spectrogram in single precision.
     *
     * @return the frames
     */
    @Benchmark
    public Frames singlePower() {
        return single.power(samples);
    }

    /**
     * The signal from its complex spectrogram, in single precision.
     *
     * @return the samples
     */
    @Benchmark
    public float[] singleInverse() {
        return single.inverse(singleSpectrogram);
    }
}
