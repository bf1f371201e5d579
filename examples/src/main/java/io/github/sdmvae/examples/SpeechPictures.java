/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.Resynthesis;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.metrics.HoyerSparsity;
import io.github.sdmvae.report.SpeechMaps;
import io.github.sdmvae.report.chart.Figure;
import io.github.sdmvae.report.chart.Panel;
import io.github.sdmvae.report.chart.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The pictures of resynthesised speech. */
final class SpeechPictures {
    private final SpeechMaps maps;

    SpeechPictures(SpeechOptions options) {
        this.maps = new SpeechMaps(options);
    }

    /** The original and what each model makes of it, on one scale in dB. */
    Figure spectrograms(String name, Map<String, Resynthesis> byModel) {
        float[][] original = byModel.values().iterator().next().input();
        Scale level = SpeechMaps.level(original);
        List<Panel> panels = new ArrayList<>();
        panels.add(maps.spectrogram("original", original, level));
        byModel.forEach((title, speech) -> panels.add(maps.spectrogram(title, speech.output(), level)));
        return new Figure("Power spectrograms of " + name, 2, 480, 260, panels);
    }

    /** The codes of each model over time. */
    Figure codes(String name, Map<String, Resynthesis> byModel) {
        List<Panel> panels = new ArrayList<>();
        byModel.forEach((title, speech) -> {
            double hoyer = HoyerSparsity.mean(speech.codes()).mean();
            String heading = title + String.format(Locale.ROOT, " (Hoyer %.2f)", hoyer);
            panels.add(maps.codes(heading, speech.codes()));
        });
        return new Figure("Codes of " + name, 1, 900, 210, panels);
    }
}
