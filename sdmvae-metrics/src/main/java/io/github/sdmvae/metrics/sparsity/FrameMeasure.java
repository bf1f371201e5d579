/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.sparsity;

import java.util.Optional;

/**
 * A figure of one frame's code; {@link SparsityStream} takes its mean over frames. Immutable, safe for several threads.
 *
 * <p>One's own measure is one's own class; what the library has is behind the static methods.
 */
public interface FrameMeasure {

    /**
     * The measure's name.
     *
     * @return a few words, for people
     */
    String name();

    /**
     * Whether the figure stays the same when every entry is multiplied by a factor of its own.
     *
     * @return true if it compares models that are free to choose the scale of an entry
     */
    boolean isScaleFree();

    /**
     * Why the measure is not defined for a kind of codes.
     *
     * @param kind what is known of the codes
     * @return the reason; empty if it is defined
     */
    Optional<String> refusal(PosteriorKind kind);

    /**
     * The figure of a frame.
     *
     * @param frames a batch of a kind that is not refused
     * @param frame 0 ≤ frame &lt; {@code frames.size()}
     * @return the figure; NaN where it is not defined for this frame
     * @throws IllegalArgumentException if the kind is refused, or the batch has another number of entries
     */
    double of(CodeFrames frames, int frame);

    /**
     * Hoyer's sparsity of the code, as published: {@code (√k − ‖a‖₁/‖a‖₂)/(√k − 1)}.
     *
     * <p>0 (all entries of one size) to 1 (one entry is not zero). Depends on the scale of each entry. Blind to whether
     * an entry is large because it says much or because its scale is large: one entry on a large scale makes any code
     * "sparse". Defined for all kinds; NaN for a code of zeros and for k &lt; 2.
     *
     * <p>Source: P. O. Hoyer, JMLR 5 (2004), section 3.1; on codes of the SDM-VAE: Sadeghi and Magron 2022.
     *
     * @return the measure
     */
    static FrameMeasure hoyerAsPublished() {
        return new HoyerMeasure("Hoyer as published", HoyerMeasure.Of.CODE, new double[0]);
    }

    /**
     * Hoyer's sparsity of the code after each entry is divided by its root mean square over the data.
     *
     * <p>0 to 1, free of scale. Blind to how much an entry matters: one that carries nothing but noise counts as much as
     * the one that carries the signal, and entries that move together count apart. Rests on the data that the root mean
     * squares are of. An entry whose rms is 0 counts as 0. Defined for all kinds; NaN for a code of zeros and for k &lt; 2.
     *
     * @param rms k root mean squares over the data, see {@link EntryEnergies#rms()}; finite, at least 0
     * @return the measure
     * @throws IllegalArgumentException if a value is negative or not finite
     */
    static FrameMeasure hoyerAtUnitRms(double[] rms) {
        for (double value : rms) {
            if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("rms must be finite and at least 0, got " + value);
            }
        }
        return new HoyerMeasure("Hoyer at unit rms", HoyerMeasure.Of.CODE_AT_UNIT_RMS, rms.clone());
    }

    /**
     * Hoyer's sparsity of the signal-to-noise ratios μ/σ; of q·μ/σ for spike and slab, of location by scale for Cauchy.
     *
     * <p>0 to 1, free of scale. Blind to what the decoder does with an entry. Entries that the model has switched off
     * (μ/σ near 0 in every frame) make it larger, so it grows with k without fewer entries being in use. Refused for
     * codes without σ; NaN if all ratios are 0 and for k &lt; 2.
     *
     * @return the measure
     */
    static FrameMeasure hoyerOfSignalToNoise() {
        return new HoyerMeasure("Hoyer of \u03bc/\u03c3", HoyerMeasure.Of.SIGNAL_TO_NOISE, new double[0]);
    }

    /**
     * The fewest entries that together carry a share of the frame's information Σ ½ log(1 + μ²/σ²); for spike and slab
     * each summand times q.
     *
     * <p>1 to k, a whole number per frame, free of scale; does not grow with entries that are switched off. Blind to how
     * much information there is in all (a silent frame counts as much as a loud one, unless masked) and to information
     * that two entries share. Refused for Cauchy posteriors, which have no variance, and for codes without σ; NaN if the
     * frame carries no information.
     *
     * @param share above 0, at most 1; 0.9 is usual
     * @return the measure
     * @throws IllegalArgumentException if the share is out of range
     */
    static FrameMeasure entriesForShare(double share) {
        return new EntriesForShare(share);
    }

    /**
     * Participation ratio of the frame's information I: {@code (Σ I)²/Σ I²}, how many entries of equal information would
     * be as spread out.
     *
     * <p>1 to k, free of scale, no threshold to choose. Blind to the same things as {@link #entriesForShare}, and one
     * entry of very much information hides many of little. Refused and NaN where that is.
     *
     * @return the measure
     */
    static FrameMeasure effectiveEntries() {
        return new EffectiveEntries();
    }
}
