/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of Table 1 of the paper, by m. Its "PESQ" is the raw score; its "STOI" is the extended one, by the authors'
 * program.
 *
 * @param byLatent figures for m = 32 and m = 64
 */
record PaperFigures(Map<Integer, Triple> byLatent) {
    /** What the figures are of. */
    static final String DATA = "TCD-TIMIT";

    /** Where they are from. */
    static final String SOURCE = "Sadeghi and Magron (Interspeech 2022), Table 1";

    /** PESQ, STOI and Hoyer. */
    record Triple(double pesq, double stoi, double hoyer) {
        /** The paper's figure, NaN if it has none. */
        double of(Measure measure) {
            return switch (measure) {
                case PESQ_RAW -> pesq;
                case ESTOI -> stoi;
                case HOYER -> hoyer;
                default -> Double.NaN;
            };
        }
    }

    static final PaperFigures NONE = new PaperFigures(Map.of());

    static PaperFigures of(Triple small, Triple large) {
        return new PaperFigures(Map.of(32, small, 64, large));
    }

    double of(Measure measure, int latent) {
        @Nullable Triple triple = byLatent.get(latent);
        return triple == null ? Double.NaN : triple.of(measure);
    }
}
