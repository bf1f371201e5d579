/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

/** What is done with the samples of a signal in single precision before and after its transform. */
final class SingleSignal {
    private SingleSignal() {}

    /**
     * The largest magnitude.
     *
     * @throws IllegalArgumentException if a sample is not finite
     */
    static float peak(float[] signal) {
        int most = 0;
        for (float sample : signal) {
            // Without their sign, the bits of floats are in the order of their magnitudes, and NaN comes last.
            most = Math.max(most, Float.floatToRawIntBits(sample) & Integer.MAX_VALUE);
        }
        float peak = Float.intBitsToFloat(most);
        if (!Float.isFinite(peak)) {
            requireFinite(signal);
        }
        return peak;
    }

    private static void requireFinite(float[] signal) {
        for (int i = 0; i < signal.length; i++) {
            if (!Float.isFinite(signal[i])) {
                throw new IllegalArgumentException("samples must be finite, sample " + i + " is " + signal[i]);
            }
        }
    }

    /** The signal with what stands beyond its ends, as {@link Stft} has it. */
    static float[] pad(float[] signal, StftConfig config) {
        int length = config.window().length();
        int half = length / 2;
        int end = half + signal.length;
        int frames = config.frames(signal.length);
        float[] padded = new float[Math.max(end + half, (frames - 1) * config.hop() + length)];
        System.arraycopy(signal, 0, padded, half, signal.length);
        if (config.padding() == StftConfig.Padding.REFLECT) {
            for (int i = 1; i <= half; i++) {
                padded[half - i] = signal[i];
            }
            int mirrored = Math.min(padded.length - end, signal.length - 1);
            for (int i = 1; i <= mirrored; i++) {
                padded[end - 1 + i] = signal[signal.length - 1 - i];
            }
        }
        return padded;
    }

    static double[] widen(float[] signal) {
        double[] wide = new double[signal.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = signal[i];
        }
        return wide;
    }

    static float[] narrow(double[] signal) {
        float[] narrow = new float[signal.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) signal[i];
        }
        return narrow;
    }
}
