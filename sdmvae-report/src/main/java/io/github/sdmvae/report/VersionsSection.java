/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.report.chart.ColourMap;
import io.github.sdmvae.report.chart.Scale;
import io.github.sdmvae.report.markup.Markup;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Versions of recordings side by side. */
final class VersionsSection {
    private final SpeechFrontEnd frontEnd;
    private final Media media;
    private final SpeechMaps maps;

    VersionsSection(SpeechFrontEnd frontEnd, Media media) {
        this.frontEnd = frontEnd;
        this.media = media;
        this.maps = new SpeechMaps(frontEnd.options());
    }

    void writeTo(Markup page, Map<String, Map<String, AudioClip>> recordings) throws IOException {
        if (recordings.isEmpty()) {
            return;
        }
        page.open("section", "id", "versions").element("h2", "Side by side");
        int number = 1;
        for (Map.Entry<String, Map<String, AudioClip>> entry : recordings.entrySet()) {
            recording(page, "v" + number++, entry.getKey(), entry.getValue());
        }
        page.close("section");
    }

    private void recording(Markup page, String prefix, String name, Map<String, AudioClip> versions)
            throws IOException {
        List<float[][]> powers = versions.values().stream()
                .map(clip -> frontEnd.analyse(clip).power().toRows())
                .toList();
        Scale level = SpeechMaps.level(powers.get(0));
        double loudest =
                versions.values().stream().mapToDouble(AudioClip::peak).max().orElse(0);
        SoundCards cards = new SoundCards(maps, media, prefix, name, level, loudest);
        page.open("article").element("h3", name);
        Plot.key(page, ColourMap.AMOUNT, text(level.low()), "dB: power spectrograms", text(level.high()));
        page.open("div", "class", "cards");
        int i = 0;
        for (Map.Entry<String, AudioClip> version : versions.entrySet()) {
            page.open("figure").element("figcaption", version.getKey());
            cards.player(page, "s" + (i + 1), version.getKey(), version.getValue());
            cards.spectrogram(page, "s" + (i + 1), version.getKey(), powers.get(i++));
            page.close("figure");
        }
        page.close("div").close("article");
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.0f", value).replace('-', '\u2212');
    }
}
