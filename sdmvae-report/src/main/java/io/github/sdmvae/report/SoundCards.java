/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.report.chart.HeatMap;
import io.github.sdmvae.report.chart.Scale;
import io.github.sdmvae.report.markup.Markup;
import java.io.IOException;

/**
 * Players and spectrograms of one recording and what became of it, on common scales.
 *
 * @param maps draws
 * @param media where sound and pictures go
 * @param prefix of their names
 * @param name of the recording
 * @param level the colours' range
 * @param loudest the largest peak of all
 */
record SoundCards(SpeechMaps maps, Media media, String prefix, String name, Scale level, double loudest) {
    private static final double PEAK = 0.9;

    void player(Markup page, String id, String title, AudioClip clip) throws IOException {
        // One factor for all: what is too loud or too quiet, sounds so.
        double peak = clip.peak() / loudest * PEAK;
        String source = media.sound(prefix + "-" + id, peak > 0 ? clip.normalisePeak(peak) : clip);
        page.empty(
                "audio",
                "controls",
                "controls",
                "preload",
                "metadata",
                "src",
                source,
                "aria-label",
                title + ": " + name);
    }

    void spectrogram(Markup page, String id, String title, float[][] power) throws IOException {
        HeatMap map = maps.spectrogram(title, power, level);
        String source = media.picture(prefix + "-" + id + "-spectrogram", map);
        String alt = "Power spectrogram of " + name + ", " + title;
        new Plot(source, alt, map, "spectrogram").writeTo(page);
    }
}
