/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.model.DecodingMask;
import io.github.sdmvae.report.chart.ColourMap;
import io.github.sdmvae.report.chart.HeatMap;
import io.github.sdmvae.report.markup.Markup;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The masks of the models with sparse decoding: their codes are dense, what is sparse is the mask.
 *
 * @param media where pictures go
 */
record MaskSection(Media media) {
    static boolean isNeeded(Map<String, SpeechModel> models) {
        return models.values().stream().anyMatch(model -> mask(model).isPresent());
    }

    private static Optional<DecodingMask> mask(SpeechModel model) {
        return model.vae().decodingMask();
    }

    void writeTo(Markup page, Map<String, SpeechModel> models) throws IOException {
        if (!isNeeded(models)) {
            return;
        }
        page.open("section", "id", "masks").element("h2", "Masks");
        page.element("p", "One column per frequency bin, one row per latent dimension: how much the bin sees of it.");
        Plot.key(page, ColourMap.SIGNED, "\u2212", "weight, white is zero; each mask to its largest", "+");
        page.open("div", "class", "cards");
        int number = 1;
        for (Map.Entry<String, SpeechModel> entry : models.entrySet()) {
            Optional<DecodingMask> mask = mask(entry.getValue());
            if (mask.isPresent()) {
                card(page, "mask-" + number++, entry.getKey(), mask.get());
            }
        }
        page.close("div").close("section");
    }

    private void card(Markup page, String file, String name, DecodingMask mask) throws IOException {
        String figures = String.format(
                Locale.ROOT, "%.1f latents per bin, %d unused", mask.latentsPerFeature(), mask.unusedLatents());
        page.open("figure").element("figcaption", name + ": " + figures);
        HeatMap map = ModelMaps.mask(name, mask);
        new Plot(media.picture(file, map), "Mask of " + name + ", " + figures, map, "dictionary").writeTo(page);
        page.close("figure");
    }
}
