/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.AudioClip;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Gathers what a user should know of a fit. Not thread-safe. */
final class FitNotes {
    private static final double FEW = 0.05;
    private static final double MOST = 0.9;

    /** A second, at a hop of 16 ms. */
    private static final int SHORT = 62;

    private final int modelRate;
    private final List<String> notes = new ArrayList<>();

    FitNotes(int modelRate) {
        this.modelRate = modelRate;
    }

    /** Looks at a recording in memory. */
    void recording(AudioClip clip) {
        ClippingDetector clipping = new ClippingDetector();
        clipping.take(clip.samples(), clip.length());
        recording(clip.sampleRate(), clipping);
    }

    /** Notes what a recording is. */
    void recording(int rate, ClippingDetector clipping) {
        if (rate != modelRate) {
            String lost = rate > modelRate ? "; what lies above " + modelRate / 2 + " Hz is lost" : "";
            notes.add("converted from " + rate + " Hz to the model's " + modelRate + " Hz and back" + lost);
        }
        if (clipping.isClipped()) {
            notes.add(
                    "the recording is clipped: runs of equal samples at its peak; where it is, little can be expected");
        }
    }

    /** Says where a recording ends in frequency. */
    void band(Band band) {
        if (!band.isWhole()) {
            long hertz = Math.round(modelRate / 2.0 * band.used() / (band.bins() - 1));
            notes.add("the recording has nothing above " + hertz + " Hz: codes come from what lies below");
        }
    }

    /** Says where there is little to tell voice from noise by. */
    void shortness(int frames) {
        if (frames < SHORT) {
            notes.add("the recording is very short: voice and noise can hardly be told apart; learn the noise from a"
                    + " recording of it");
        }
    }

    /** Adds a note. */
    void add(String note) {
        notes.add(note);
    }

    /** Of digital silence. */
    FitSummary silence(int frames) {
        notes.add("silence: every sample is 0, and so is the result");
        return new FitSummary(frames, List.of(), Double.NaN, notes);
    }

    /** Of a fit that is done. */
    FitSummary summary(int frames, List<Double> costs, double acceptance) {
        if (acceptance < FEW || acceptance > MOST) {
            notes.add(String.format(
                    Locale.ROOT,
                    "the chains accepted %.0f %% of their proposals and have hardly moved: choose %s steps",
                    100 * acceptance,
                    acceptance < FEW ? "smaller" : "larger"));
        }
        return new FitSummary(frames, costs, acceptance, notes);
    }
}
