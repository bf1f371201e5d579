/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.Resynthesis;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.report.CodeSparsity;
import io.github.sdmvae.report.ModelMaps;
import io.github.sdmvae.report.SpeechMaps;
import io.github.sdmvae.report.chart.Figure;
import io.github.sdmvae.report.chart.Panel;
import io.github.sdmvae.report.chart.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

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

    /** The codes of each model over time, in canonical scale. */
    Figure codes(String name, Map<String, Resynthesis> byModel, Map<String, Vae> models) {
        List<Panel> panels = new ArrayList<>();
        byModel.forEach((title, speech) -> {
            Vae model = Objects.requireNonNull(models.get(title), title);
            CodeSparsity sparsity = CodeSparsity.of(model, Frames.of(speech.input()));
            String heading = title
                    + String.format(
                            Locale.ROOT,
                            " (Hoyer as published %.2f; entries for 90 %%: %.1f of %d)",
                            sparsity.hoyer(),
                            sparsity.entriesFor90(),
                            model.definition().codeSize());
            panels.add(maps.codes(heading, ModelMaps.canonical(model, speech.codes())));
        });
        return new Figure("Codes of " + name + " in canonical scale", 1, 900, 210, panels);
    }
}
