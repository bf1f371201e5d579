/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.model.FrameCoder;

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
 * <p><b>Latency</b> from a sample's arrival to its place in the output: {@link #delay} plus the block that it waits for; at
 * 1024 points and a hop of 256 that is 768 + 256 samples, one window, 64 ms at 16 kHz. Buffers of the sound devices come on top.
 *
 * <p>A model sees recordings at a peak of 1, which of a stream nobody knows: the peak to expect is given, and the output comes
 * at the input's level.
 *
 * <p>Leaves no garbage. <b>Thread rule:</b> not thread-safe; one per stream.
 */
public final class LiveCoder {
    private final FrameCoder coder;
    private final StreamingAnalysis analysis;
    private final StreamingSynthesis synthesis;
    private final StreamingAnalysis.FrameTask task = this::resynthesise;
    private final int hop;
    private final int delay;
    private final float peak;
    private final float[] scaled;
    private final float[] power;
    private final float[] code;
    private final double[] changed;
    private float[] target;

    private LiveCoder(SpeechModel model, float peak) {
        StftConfig config = model.frontEnd().options().stft();
        this.coder = model.vae().frameCoder();
        this.analysis = StreamingAnalysis.of(config);
        this.synthesis = StreamingSynthesis.of(config);
        this.hop = config.hop();
        int length = config.window().length();
        int half = length / 2;
        // A frame needs the samples up to N − N/2 behind its middle, and begins N/2 before it.
        int blocks = (length - half + hop - 1) / hop;
        this.delay = (blocks - 1) * hop + half;
        this.peak = peak;
        this.scaled = new float[hop];
        this.power = new float[config.bins()];
        this.code = new float[model.vae().definition().codeSize()];
        this.changed = new double[2 * config.bins()];
        this.target = scaled;
    }

    /**
     * Starts a stream.
     *
     * @param model of the sample rate of the stream
     * @param peak largest absolute sample to expect, finite and above 0; 1 leaves samples as they are
     * @return the coder
     * @throws IllegalArgumentException if the peak is out of range
     */
    public static LiveCoder of(SpeechModel model, double peak) {
        if (!(peak > 0) || Double.isInfinite(peak)) {
            throw new IllegalArgumentException("peak must be finite and above 0, got " + peak);
        }
        return new LiveCoder(model, (float) peak);
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

    /** Forgets what was before, for a new stream. */
    public void reset() {
        analysis.reset();
        synthesis.reset();
    }

    /**
     * Takes the next block and gives the one that is finished.
     *
     * @param in {@link #blockSize()} finite samples at the model's rate; not changed
     * @param out receives as many; zeros until the first sample has come through
     * @throws IllegalArgumentException if a length differs or a sample is not finite
     */
    public void process(float[] in, float[] out) {
        requireBlock("in", in);
        requireBlock("out", out);
        for (int i = 0; i < hop; i++) {
            scaled[i] = in[i] / peak;
            out[i] = 0;
        }
        target = out;
        analysis.push(scaled, 0, hop, task);
        for (int i = 0; i < hop; i++) {
            out[i] *= peak;
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
    }

    /**
     * The code of the newest frame, whose middle lies half a window behind the newest sample.
     *
     * @param receiver receives k values; zeros before the first frame
     * @throws IndexOutOfBoundsException if there is no room
     */
    public void code(float[] receiver) {
        System.arraycopy(code, 0, receiver, 0, code.length);
    }
}
