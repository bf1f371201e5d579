/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.AudioClip;
import java.util.Objects;

/**
 * Speech in noise.
 *
 * @param number from 0
 * @param speech name of the recording of speech
 * @param noiseName name of the recording of noise
 * @param level of the speech above the noise, over the whole recording, in dB
 * @param clean the speech, with a peak of 1
 * @param noisy speech and noise
 * @param noise what was added; as long as the speech
 * @param elsewhere noise of the same recording from another place, as far away as can be; as long as the speech
 */
record Mixture(
        int number,
        String speech,
        String noiseName,
        double level,
        AudioClip clean,
        AudioClip noisy,
        AudioClip noise,
        AudioClip elsewhere) {

    Mixture {
        Objects.requireNonNull(speech, "speech");
        Objects.requireNonNull(noiseName, "noiseName");
    }

    /** The name in tables and on pages. */
    String title() {
        return number + ": " + speech + ", " + noiseName + ", " + Decibels.text(level, 0) + " dB";
    }

    /**
     * Mixes.
     *
     * @param number from 0
     * @param speech its name and sound
     * @param noise its name and sound, at the same rate, not silent
     * @param level in dB
     * @param place where in the noise to begin, as a part of it, 0 to below 1; the recording is a circle
     */
    static Mixture of(int number, Named speech, Named noise, double level, double place) {
        double[] clean = speech.clip().samples();
        double[] whole = noise.clip().samples();
        int start = (int) (place * whole.length);
        double[] added = circle(whole, start, clean.length);
        double power = energy(added);
        if (power == 0) {
            throw new IllegalArgumentException("noise " + noise.name() + " is silent at " + start + ": leave it out");
        }
        double factor = Math.sqrt(energy(clean) / power) * StrictMath.pow(10, -level / 20);
        double[] elsewhere = circle(whole, (start + whole.length / 2) % whole.length, clean.length);
        double[] noisy = new double[clean.length];
        for (int i = 0; i < noisy.length; i++) {
            added[i] *= factor;
            elsewhere[i] *= factor;
            noisy[i] = clean[i] + added[i];
        }
        int rate = speech.clip().sampleRate();
        return new Mixture(
                number,
                speech.name(),
                noise.name(),
                level,
                speech.clip(),
                AudioClip.of(noisy, rate),
                AudioClip.of(added, rate),
                AudioClip.of(elsewhere, rate));
    }

    /** A recording and what to call it. */
    record Named(String name, AudioClip clip) {}

    private static double[] circle(double[] whole, int start, int length) {
        double[] cut = new double[length];
        for (int i = 0; i < length; i++) {
            cut[i] = whole[(int) (((long) start + i) % whole.length)];
        }
        return cut;
    }

    private static double energy(double[] samples) {
        double sum = 0;
        for (double sample : samples) {
            sum += sample * sample;
        }
        return sum;
    }
}
