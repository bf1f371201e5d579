/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.dictionary.Dictionary;
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
        Plot.key(page, Palette.SIGNED, "\u2212", "value, white is zero; each dictionary to its largest", "+");
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
        String source = media.picture(file, map(dictionary));
        String alt = "Dictionary of " + name + ", " + size + " values";
        Axis atoms = new Axis(0, dictionary.atoms());
        Axis rows = new Axis(0, dictionary.latentSize());
        new Plot(source, alt, atoms, "atom", rows, "latent dimension", "dictionary").writeTo(page);
        page.close("figure");
    }

    private static HeatMap map(Dictionary dictionary) {
        float[][] atoms = new float[dictionary.atoms()][dictionary.latentSize()];
        double largest = 0;
        for (int column = 0; column < atoms.length; column++) {
            double[] atom = dictionary.atom(column);
            for (int row = 0; row < atom.length; row++) {
                atoms[column][row] = (float) atom[row];
                largest = Math.max(largest, Math.abs(atom[row]));
            }
        }
        return new HeatMap(atoms, new Axis(-largest, largest), Palette.SIGNED);
    }
}
