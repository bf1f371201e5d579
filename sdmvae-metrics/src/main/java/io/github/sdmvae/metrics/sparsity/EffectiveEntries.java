/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.sparsity;

import java.util.Optional;

/** Participation ratio of a frame's information. */
record EffectiveEntries() implements FrameMeasure {

    @Override
    public String name() {
        return "effective entries";
    }

    @Override
    public boolean isScaleFree() {
        return true;
    }

    @Override
    public Optional<String> refusal(PosteriorKind kind) {
        return kind.refusesInformation();
    }

    @Override
    public double of(CodeFrames frames, int frame) {
        return participation(frames.information(frame));
    }

    /** {@code (Σ x)²/Σ x²} of values that are not negative; NaN if all are 0 or one is not finite. */
    static double participation(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, value);
        }
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            // Relative, so that squares neither vanish nor overflow; 0/0 and ∞/∞ are NaN.
            double relative = value / largest;
            sum += relative;
            squares += relative * relative;
        }
        return sum * sum / squares;
    }
}
