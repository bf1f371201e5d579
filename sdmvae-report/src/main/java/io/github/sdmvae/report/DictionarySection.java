/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.report.chart.ColourMap;
import io.github.sdmvae.report.chart.HeatMap;
import io.github.sdmvae.report.markup.Markup;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * The dictionaries of the models, but for the identity: a diagonal has nothing to show.
 *
 * @param media where pictures go
 */
record DictionarySection(Media media) {
    static boolean isNeeded(Map<String, SpeechModel> models) {
        return models.values().stream().anyMatch(model -> !dictionary(model).isIdentity());
    }

    /** The one that the model decodes with. */
    private static Dictionary dictionary(SpeechModel model) {
        return model.vae().dictionary();
    }

    void writeTo(Markup page, Map<String, SpeechModel> models) throws IOException {
        if (!isNeeded(models)) {
            return;
        }
        page.open("section", "id", "dictionaries").element("h2", "Dictionaries");
        page.element("p", "One column per atom (code entry), one row per latent dimension.");
        Plot.key(page, ColourMap.SIGNED, "\u2212", "value, white is zero; each dictionary to its largest", "+");
        page.open("div", "class", "cards");
        int number = 1;
        for (Map.Entry<String, SpeechModel> entry : models.entrySet()) {
            Dictionary dictionary = dictionary(entry.getValue());
            if (!dictionary.isIdentity()) {
                card(page, "dictionary-" + number++, entry.getKey(), dictionary);
            }
        }
        page.close("div").close("section");
    }

    private void card(Markup page, String file, String name, Dictionary dictionary) throws IOException {
        String size = dictionary.latentSize() + " × " + dictionary.atoms();
        String coherence = String.format(Locale.ROOT, "%.2f", dictionary.coherence());
        page.open("figure").element("figcaption", name + ": " + size + ", coherence " + coherence);
        HeatMap map = ModelMaps.dictionary(name, dictionary);
        String alt = "Dictionary of " + name + ", " + size + " values";
        new Plot(media.picture(file, map), alt, map, "dictionary").writeTo(page);
        page.close("figure");
    }
}
