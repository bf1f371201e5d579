/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.dynamical;

import java.util.Locale;

/** Columns of the table. */
enum TimeFigure {
    TRAINING_RECONSTRUCTION("training rec", 0),
    TRAINING_DIVERGENCE("div", 1),
    VALIDATION_RECONSTRUCTION("validation rec", 0),
    VALIDATION_DIVERGENCE("div", 1),
    VALIDATION_HYPERPRIOR("hyper", 1),
    MEAN_CODE("rec by mean code", 0),
    MEDIAN_CODE("median", 0),
    PESQ("PESQ raw nb", 3),
    ESTOI("ESTOI", 3),
    SI_SDR("SI-SDR dB", 2),
    HOYER("Hoyer (the paper’s)", 3),
    HOYER_UNIT_RMS("Hoyer unit rms", 3),
    HOYER_SIGNAL_TO_NOISE("Hoyer μ/σ", 3),
    ENTRIES_90("entries for 90 %", 1),
    ROUGHNESS("roughness", 3),
    SUPPORT_CHANGE("change of supports", 3);

    private final String title;
    private final int decimals;

    TimeFigure(String title, int decimals) {
        this.title = title;
        this.decimals = decimals;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    int decimals() {
        return decimals;
    }
}
