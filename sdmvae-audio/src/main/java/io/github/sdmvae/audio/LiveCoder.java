/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.model.FrameCoder;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends a stream of sound through a speech model block by block: a hop of samples in, a hop of samples out, the code of the
 * frame in between. What comes out is what {@link SpeechModel#resynthesise} gives for the whole recording, up to rounding, away
 * from its ends, {@link #delay} samples later.
 *
 * <pre>{@code
 * LiveCoder live = LiveCoder.of(model, 1);
 * float[] in = new float[live.blockSize()];
 * float[] out = new float[live.blockSize()];
 * while (microphone.read(in)) {
 *     live.process(in, out);
 *     speaker.write(out);
 * }
 * }</pre>
 *
 * <p>Blocks of other sizes: {@link #push} takes any number of samples and hands on every frame with its code and a hop of sound;
 * {@link #flush} brings out the last. Nothing is resampled: the stream must be at {@link #sampleRate};
 * {@link RateConverter} brings it there and back.
 *
 * <p><b>Latency</b> from a sample's arrival to its place in the output: {@link #delay} plus the block that it waits for; at
 * 1024 points and a hop of 256 that is 768 + 256 samples, one window, 64 ms at 16 kHz. Buffers of the sound devices come on top.
 *
 * <p>A model sees recordings at a peak of 1, which of a stream nobody knows: the peak to expect is given, and the output comes
 * at the input's level. What is louder than that saturates: the output hardly goes beyond the peak. Samples of 16 bits are to
 * be divided by 32,768, or the peak is to be in their unit.
 *
 * <p>Leaves no garbage once it is compiled, and holds nothing that must be closed. <b>Thread rule:</b> not thread-safe; one per
 * stream. Two threads at once in one coder are refused where they are seen.
 */
public final class LiveCoder {
    private static final double MOST_PEAK = 1e30;
    private static final float LOUDEST = 1e12f;

    private final FrameCoder coder;
    private final StreamingAnalysis analysis;
    private final StreamingSynthesis synthesis;
    private final StreamingAnalysis.FrameTask task = this::resynthesise;
    private final int hop;
    private final int delay;
    private final int before;
    private final float peak;
    private final float[] scaled;
    private final float[] sound;
    private final int rate;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final float[] power;
    private final float[] code;
    private final double[] changed;
    private float[] target;
    private LiveSink sink = LiveSink.NONE;
    private long frames;
    private long taken;

    private LiveCoder(SpeechModel model, float peak) {
        StftConfig config = model.frontEnd().options().stft();
        this.coder = model.vae().frameCoder();
        this.analysis = StreamingAnalysis.of(config);
        this.synthesis = StreamingSynthesis.of(config);
        this.hop = config.hop();
        int length = config.window().length();
        int half = length / 2;
        this.before = half;
        // A frame needs the samples up to N − N/2 behind its middle, and begins N/2 before it.
        int blocks = (length - half + hop - 1) / hop;
        this.delay = (blocks - 1) * hop + half;
        this.peak = peak;
        this.scaled = new float[hop];
        this.sound = new float[hop];
        this.rate = model.frontEnd().options().sampleRate();
        this.power = new float[config.bins()];
        this.code = new float[model.vae().definition().codeSize()];
        this.changed = new double[2 * config.bins()];
        this.target = scaled;
    }

    /**
     * Starts a stream.
     *
     * @param model of the sample rate of the stream
     * @param peak largest absolute sample to expect, from 1e-30 to 1e30; 1 leaves samples as they are
     * @return the coder
     * @throws IllegalArgumentException if the peak is out of range
     * @throws UnsupportedOperationException if the model is one of time
     */
    public static LiveCoder of(SpeechModel model, double peak) {
        if (!(peak >= 1 / MOST_PEAK && peak <= MOST_PEAK)) {
            throw new IllegalArgumentException("peak must be from 1e-30 to 1e30, got " + peak);
        }
        return new LiveCoder(model, (float) peak);
    }

    /**
     * Starts a stream of a known rate.
     *
     * @param model of the sample rate of the stream
     * @param peak largest absolute sample to expect, from 1e-30 to 1e30
     * @param sampleRate of the stream, in Hz
     * @return the coder
     * @throws IllegalArgumentException if the model has another rate, or the peak is out of range
     * @throws UnsupportedOperationException if the model is one of time
     */
    public static LiveCoder of(SpeechModel model, double peak, int sampleRate) {
        LiveCoder live = of(model, peak);
        if (sampleRate != live.rate) {
            throw new IllegalArgumentException("the model hears " + live.rate + " Hz, the stream has " + sampleRate
                    + ": convert it by RateConverter.of(" + sampleRate + ", " + live.rate + ")");
        }
        return live;
    }

    /**
     * The rate that the stream must have.
     *
     * @return in Hz, that of the model's front end
     */
    public int sampleRate() {
        return rate;
    }

    /**
     * The length of a block.
     *
     * @return hop of the front end, in samples
     */
    public int blockSize() {
        return hop;
    }

    /**
     * By how much the output is later than the input: sample i of the input is sample i + delay of the output.
     *
     * @return in samples
     */
    public int delay() {
        return delay;
    }

    /** Forgets what was before, codes too, for a new stream. */
    public void reset() {
        analysis.reset();
        synthesis.reset();
        Arrays.fill(code, 0);
        frames = 0;
        taken = 0;
    }

    /**
     * Takes the next block and gives the one that is finished.
     *
     * @param in {@link #blockSize()} samples at the model's rate, of at most 1e12 times the peak; not changed
     * @param out receives as many, and may be {@code in}; zeros until the first sample has come through
     * @throws IllegalArgumentException if a length differs or a sample is not finite or too large; nothing is taken then
     * @throws IllegalStateException if another thread is at work in this coder
     */
    public void process(float[] in, float[] out) {
        requireBlock("in", in);
        requireBlock("out", out);
        requireSamples(in, 0, hop);
        begin();
        try {
            for (int i = 0; i < hop; i++) {
                scaled[i] = in[i] / peak;
                out[i] = 0;
            }
            target = out;
            sink = LiveSink.NONE;
            analysis.push(scaled, 0, hop, task);
            for (int i = 0; i < hop; i++) {
                out[i] *= peak;
            }
        } finally {
            busy.set(false);
        }
    }

    /**
     * Takes samples, and hands on every frame that they complete. A stream uses this or {@link #process}, not both.
     *
     * @param samples at the model's rate, of at most 1e12 times the peak; not changed
     * @param offset of the first
     * @param count how many, at least 0
     * @param receiver told of every frame, in this thread
     * @throws IllegalArgumentException if a sample is not finite or too large; none is taken then
     * @throws IndexOutOfBoundsException if there are not so many samples
     * @throws IllegalStateException if another thread is at work in this coder
     */
    public void push(float[] samples, int offset, int count, LiveSink receiver) {
        Objects.checkFromIndexSize(offset, count, samples.length);
        requireSamples(samples, offset, count);
        begin();
        try {
            target = sound;
            sink = receiver;
            for (int at = 0; at < count; at += hop) {
                int n = Math.min(hop, count - at);
                for (int i = 0; i < n; i++) {
                    scaled[i] = samples[offset + at + i] / peak;
                }
                taken += n;
                analysis.push(scaled, 0, n, task);
            }
        } finally {
            busy.set(false);
        }
    }

    /**
     * Ends a stream of {@link #push}: silence is sent behind it until its last sample has come out, then all is forgotten.
     *
     * @param receiver told of the last frames
     */
    public void flush(LiveSink receiver) {
        long end = taken;
        float[] silence = new float[hop];
        while (end > 0 && frames * hop < end + before) {
            push(silence, 0, hop, receiver);
        }
        reset();
    }

    private void begin() {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException("two threads are at work in one coder: take one LiveCoder per stream");
        }
    }

    /** Larger ones have no power in single precision. */
    private void requireSamples(float[] samples, int offset, int count) {
        float most = LOUDEST * peak;
        for (int i = offset; i < offset + count; i++) {
            if (!(Math.abs(samples[i]) <= most)) {
                throw new IllegalArgumentException("samples must be finite and at most 1e12 times the peak of " + peak
                        + ", sample " + i + " is " + samples[i]);
            }
        }
    }

    private void requireBlock(String what, float[] block) {
        if (block.length != hop) {
            throw new IllegalArgumentException(
                    what + " must have " + hop + " samples, the hop of the model's front end, got " + block.length);
        }
    }

    /** The model's magnitudes with the input's phase, as {@link Spectrogram#withPower} does. */
    private void resynthesise(double[] spectrum) {
        for (int b = 0; b < power.length; b++) {
            double re = spectrum[2 * b];
            double im = spectrum[2 * b + 1];
            power[b] = (float) (re * re + im * im);
        }
        coder.encode(power, code);
        coder.decode(code, power);
        for (int b = 0; b < power.length; b++) {
            double re = spectrum[2 * b];
            double im = spectrum[2 * b + 1];
            double magnitude = Math.sqrt(power[b]);
            double now = Math.sqrt(re * re + im * im);
            changed[2 * b] = now == 0 ? magnitude : magnitude * (re / now);
            changed[2 * b + 1] = now == 0 ? 0 : magnitude * (im / now);
        }
        synthesis.add(changed, target, 0);
        if (sink != LiveSink.NONE) {
            for (int i = 0; i < hop; i++) {
                target[i] *= peak;
            }
            sink.take(frames, code, target);
        }
        frames++;
    }

    /**
     * How many frames there have been: after b blocks as many as have their last sample in, b − 1 at a window of 1024 and a hop
     * of 256. The first frame has its middle on the first sample, frame t on sample t · hop.
     *
     * @return since the start or the last {@link #reset}
     */
    public long frames() {
        return frames;
    }

    /**
     * The code of the newest frame, whose middle lies half a window behind the newest sample.
     *
     * @param receiver receives k values; zeros before the first frame
     * @throws IllegalArgumentException if it has another length
     */
    public void code(float[] receiver) {
        if (receiver.length != code.length) {
            throw new IllegalArgumentException("receiver must have " + code.length + " values, got " + receiver.length);
        }
        System.arraycopy(code, 0, receiver, 0, code.length);
    }
}
