/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.Arrays;
import java.util.Random;

/**
 * Speech-like signals made by formulas: harmonics of a gliding pitch under vowel formants, syllable by syllable, hissing
 * onsets and pauses. The same on every platform: only exactly specified operations, and 16-bit rounding at the end.
 */
final class SyntheticSpeech {

    private static final double[][] VOWELS = {
        {730, 1090, 2440}, {270, 2290, 3010}, {300, 870, 2240}, {530, 1840, 2480}, {570, 840, 2410}
    };

    private SyntheticSpeech() {}

    /** Speech with a pause of 0.3 to 0.5 s after every syllablesPerPhrase syllables. */
    static double[] of(int rate, double seconds, int syllablesPerPhrase, long seed) {
        Random random = new Random(seed);
        double[] signal = new double[(int) (rate * seconds)];
        int at = rate / 5;
        for (int syllable = 1; at < signal.length - rate / 3; syllable++) {
            int length = (int) (rate * (0.16 + 0.12 * random.nextDouble()));
            if (random.nextInt(3) == 0) {
                hiss(signal, at, rate / 15, random);
                at += rate / 20;
            }
            voice(signal, at, length, rate, 100 + 50 * random.nextDouble(), VOWELS[random.nextInt(VOWELS.length)]);
            at += length;
            if (syllable % syllablesPerPhrase == 0) {
                at += (int) (rate * (0.3 + 0.2 * random.nextDouble()));
            }
        }
        return rounded(signal);
    }

    /** White noise added at a signal-to-noise ratio over the whole signal. */
    static double[] withNoise(double[] signal, double decibels, long seed) {
        Random random = new Random(seed);
        double level = rms(signal) / StrictMath.pow(10, decibels / 20);
        double[] noisy = new double[signal.length];
        for (int i = 0; i < signal.length; i++) {
            noisy[i] = signal[i] + level * random.nextGaussian();
        }
        return rounded(noisy);
    }

    /** The same signal, delayed by inserted zeros from a sample on; same length. */
    static double[] delayedFrom(double[] signal, int from, int delay) {
        double[] delayed = signal.clone();
        Arrays.fill(delayed, from, from + delay, 0);
        System.arraycopy(signal, from, delayed, from + delay, signal.length - from - delay);
        return delayed;
    }

    /** The same signal with a stretch removed and zeros at the end. */
    static double[] cutAt(double[] signal, int from, int removed) {
        double[] cut = new double[signal.length];
        System.arraycopy(signal, 0, cut, 0, from);
        System.arraycopy(signal, from + removed, cut, from, signal.length - from - removed);
        return cut;
    }

    /** Every fifth packet of 40 ms silenced. */
    static double[] withLostPackets(double[] signal, int rate) {
        double[] lossy = signal.clone();
        int packet = rate / 25;
        for (int from = 3 * packet; from + packet <= lossy.length; from += 5 * packet) {
            Arrays.fill(lossy, from, from + packet, 0);
        }
        return lossy;
    }

    static double[] scaled(double[] signal, double factor) {
        return Arrays.stream(signal).map(v -> v * factor).toArray();
    }

    private static void voice(double[] signal, int at, int length, int rate, double pitch, double[] formants) {
        double phase = 0;
        double highest = Math.min(4000, 0.45 * rate);
        for (int i = 0; i < length && at + i < signal.length; i++) {
            double place = (double) i / length;
            double frequency = pitch * (1.1 - 0.2 * place);
            phase += 2 * Math.PI * frequency / rate;
            double envelope = StrictMath.sin(Math.PI * place);
            signal[at + i] += 0.05 * envelope * envelope * harmonics(phase, frequency, highest, formants);
        }
    }

    /** Sines of multiples of the phase by their recurrence. */
    private static double harmonics(double phase, double frequency, double highest, double[] formants) {
        double twiceCosine = 2 * StrictMath.cos(phase);
        double before = 0;
        double current = StrictMath.sin(phase);
        double sum = 0;
        for (double f = frequency; f < highest; f += frequency) {
            sum += current * resonance(f, formants);
            double next = twiceCosine * current - before;
            before = current;
            current = next;
        }
        return sum;
    }

    private static double resonance(double frequency, double[] formants) {
        double gain = 0;
        double weight = 1;
        for (double formant : formants) {
            double distance = (frequency - formant) / 90;
            gain += weight / (1 + distance * distance);
            weight *= 0.5;
        }
        return gain;
    }

    private static void hiss(double[] signal, int at, int length, Random random) {
        double before = 0;
        for (int i = 0; i < length && at + i < signal.length; i++) {
            double noise = random.nextGaussian();
            signal[at + i] += 0.008 * (noise - 0.9 * before);
            before = noise;
        }
    }

    private static double rms(double[] signal) {
        return Math.sqrt(Arrays.stream(signal).map(v -> v * v).sum() / signal.length);
    }

    private static double[] rounded(double[] signal) {
        return Arrays.stream(signal)
                .map(v -> Math.max(-32768, Math.min(32767, Math.rint(v * 32768))) / 32768)
                .toArray();
    }
}
