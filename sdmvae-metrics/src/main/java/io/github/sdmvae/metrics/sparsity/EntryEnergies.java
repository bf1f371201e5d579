/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.sparsity;

/**
 * Energy of every code entry over a stream of frames: the first of the two passes that unit rms needs, and two figures of
 * its own that show how far the scales of entries have drifted apart.
 *
 * <p>Defined for all kinds of codes (μ; q·μ for spike and slab; the location for Cauchy). Frames with an entry that is
 * not finite are left out and counted. Not for several threads at once.
 */
public final class EntryEnergies {
    private final double[] energies;
    private long used;
    private long undefined;

    /**
     * Starts with no frame.
     *
     * @param width entries in a code, k, at least 1
     * @throws IllegalArgumentException if the width is below 1
     */
    public EntryEnergies(int width) {
        if (width < 1) {
            throw new IllegalArgumentException("codes must have at least 1 entry, got " + width);
        }
        energies = new double[width];
    }

    /**
     * Adds a batch.
     *
     * @param frames any number of frames of k entries
     * @throws IllegalArgumentException if the codes have another number of entries
     */
    public void add(CodeFrames frames) {
        add(frames, Masks.all(frames.size()));
    }

    /**
     * Adds the frames of a batch that count.
     *
     * @param frames any number of frames of k entries
     * @param counted one entry per frame, true where it counts, for instance by {@link
     *     io.github.sdmvae.metrics.FrameMask}
     * @throws IllegalArgumentException if the codes have another number of entries or the mask another length
     */
    public void add(CodeFrames frames, boolean[] counted) {
        Masks.requireLength(counted, frames.size());
        Masks.requireWidth(frames, energies.length);
        for (int t = 0; t < counted.length; t++) {
            if (counted[t]) {
                add(frames.code(t));
            }
        }
    }

    private void add(double[] code) {
        double sum = 0;
        for (double entry : code) {
            sum += Math.abs(entry);
        }
        if (!Double.isFinite(sum)) {
            undefined++;
            return;
        }
        used++;
        for (int j = 0; j < code.length; j++) {
            energies[j] += code[j] * code[j];
        }
    }

    /**
     * The number of frames in the figures.
     *
     * @return at least 0
     */
    public long used() {
        return used;
    }

    /**
     * The number of frames left out because an entry is not finite.
     *
     * @return at least 0
     */
    public long undefined() {
        return undefined;
    }

    /**
     * Root mean square of every entry over the frames, the mean not removed.
     *
     * @return k values, at least 0; NaN without frames
     */
    public double[] rms() {
        double[] rms = new double[energies.length];
        for (int j = 0; j < rms.length; j++) {
            rms[j] = Math.sqrt(energies[j] / used);
        }
        return rms;
    }

    /**
     * Energy of the largest entry over the data in that of all: {@code max E/Σ E} with {@code E = Σ a²} over frames.
     *
     * <p>1/k (all entries on one scale) to 1. It depends on scale, and is there to show it: a share far above 1/k says
     * that Hoyer as published measures mostly the scales. Blind to how entries take turns from frame to frame, so it is
     * no measure of sparsity.
     *
     * @return the share; NaN if all codes are zero
     */
    public double largestShare() {
        double largest = 0;
        double sum = 0;
        for (double energy : energies) {
            largest = Math.max(largest, energy);
            sum += energy;
        }
        return largest / sum;
    }

    /**
     * Participation ratio of the entries' energies: {@code (Σ E)²/Σ E²}, how many entries on one scale would be as spread
     * out.
     *
     * <p>1 to k. Depends on scale, and is blind to what {@link #largestShare} is blind to.
     *
     * @return the ratio; NaN if all codes are zero
     */
    public double effectiveEntries() {
        return EffectiveEntries.participation(energies);
    }
}
