/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.sparsity;

import io.github.sdmvae.metrics.HoyerSparsity;
import java.util.Optional;

/**
 * Hoyer's sparsity of one of the vectors that a frame has.
 *
 * @param name for people
 * @param of which vector
 * @param rms per entry, only for unit rms
 */
@SuppressWarnings("ArrayRecordComponent") // only read here, and never compared
record HoyerMeasure(String name, Of of, double[] rms) implements FrameMeasure {

    /** Which vector of a frame. */
    enum Of {
        CODE,
        CODE_AT_UNIT_RMS,
        SIGNAL_TO_NOISE
    }

    @Override
    public boolean isScaleFree() {
        return of != Of.CODE;
    }

    @Override
    public Optional<String> refusal(PosteriorKind kind) {
        return of == Of.SIGNAL_TO_NOISE ? kind.refusesSignalToNoise() : Optional.empty();
    }

    @Override
    public double of(CodeFrames frames, int frame) {
        return HoyerSparsity.of(
                switch (of) {
                    case CODE -> frames.code(frame);
                    case CODE_AT_UNIT_RMS -> atUnitRms(frames.code(frame));
                    case SIGNAL_TO_NOISE -> frames.signalToNoise(frame);
                });
    }

    private double[] atUnitRms(double[] code) {
        if (code.length != rms.length) {
            throw new IllegalArgumentException(
                    "codes must have " + rms.length + " entries, as there are rms, got " + code.length);
        }
        for (int j = 0; j < code.length; j++) {
            code[j] = rms[j] == 0 ? 0 : code[j] / rms[j];
        }
        return code;
    }
}
