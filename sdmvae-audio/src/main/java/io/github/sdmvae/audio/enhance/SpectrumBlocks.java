/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.Spectrogram;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.Stft;
import io.github.sdmvae.audio.StftConfig;
import io.github.sdmvae.data.Frames;
import java.util.Arrays;

/**
 * The spectrogram of a long signal, block by block: the same values as in one piece. A block is transformed with as much of the
 * signal around it that the padding of the piece does not reach its frames.
 */
final class SpectrumBlocks {
    private final Stft stft;
    private final StftConfig config;
    private final Signal signal;
    private final int rate;
    private final int frames;
    private final int context;

    /**
     * Of a signal.
     *
     * @param frontEnd with the transform
     * @param signal its samples
     * @throws IllegalArgumentException if the signal is too short for the transform
     */
    SpectrumBlocks(SpeechFrontEnd frontEnd, Signal signal) {
        stft = frontEnd.stft();
        config = stft.config();
        rate = frontEnd.options().sampleRate();
        this.signal = signal;
        frames = config.frames(signal.length());
        // Reflection at an end of the piece reads half a window, and odd windows a little more.
        context = 2 * ((config.window().length() + config.hop() - 1) / config.hop()) + 1;
    }

    int frames() {
        return frames;
    }

    /** Samples of the signal. */
    int length() {
        return signal.length();
    }

    /** The signal's rate, in Hz. */
    int rate() {
        return rate;
    }

    int bins() {
        return config.bins();
    }

    /** A piece of the signal that begins with a frame and holds others whole. */
    private record Piece(int firstFrame, int from, int to) {}

    private Piece around(int first, int count) {
        int firstFrame = Math.max(0, first - context);
        long to = Math.min(signal.length(), (long) (first + count + context) * config.hop());
        // A piece up to the end has the end's own padding, for which it must be long enough.
        return new Piece(firstFrame, firstFrame * config.hop(), (int) to);
    }

    /**
     * Powers of frames.
     *
     * @param first of them
     * @param count how many
     * @param target receives count × bins values
     */
    void power(int first, int count, float[] target) {
        Piece piece = around(first, count);
        Frames power = stft.power(signal.stretch(piece.from, piece.to));
        int[] rows = new int[count];
        Arrays.setAll(rows, i -> first - piece.firstFrame + i);
        power.read(rows, 0, count, target, 0);
    }

    /**
     * Samples of the signal after a mask.
     *
     * @param from the first
     * @param to behind the last
     * @param shares frames × bins, the mask
     * @return the samples
     */
    double[] masked(int from, int to, FloatRows shares) {
        int window = config.window().length();
        int half = window / 2;
        int first = Math.max(0, Math.floorDiv(from + half - window, config.hop()) + 1);
        int last = Math.min(frames - 1, (to - 1 + half) / config.hop());
        Piece piece = around(first, last + 1 - first);
        Spectrogram spectrogram = stft.forward(signal.stretch(piece.from, piece.to));
        float[] gains = new float[spectrogram.frames() * bins()];
        float[] wanted = new float[(last + 1 - first) * bins()];
        shares.read(first, last + 1 - first, wanted);
        System.arraycopy(wanted, 0, gains, (first - piece.firstFrame) * bins(), wanted.length);
        double[] sound = stft.inverse(spectrogram.withGains(Frames.wrap(gains, bins(), "shares")));
        return Arrays.copyOfRange(sound, from - piece.from, to - piece.from);
    }
}
