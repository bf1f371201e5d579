/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.Resynthesis;
import io.github.sdmvae.audio.ResynthesisScores;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.report.ReportTable.Column;
import io.github.sdmvae.report.chart.ColourMap;
import io.github.sdmvae.report.chart.HeatMap;
import io.github.sdmvae.report.markup.Markup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Recordings as they were and as the models give them back. */
final class SpeechSection {
    private static final List<Column> COLUMNS = List.of(
            new Column("model", false),
            new Column("PESQ raw", false),
            new Column("PESQ nb", false),
            new Column("PESQ wb", false),
            new Column("STOI", false),
            new Column("ESTOI", false),
            new Column("SI-SDR dB", false),
            new Column("LSD dB", false),
            new Column("Hoyer", false),
            new Column("Hoyer unit rms", false),
            new Column("Hoyer \u03bc/\u03c3", false),
            new Column("entries for 90 %", false),
            new Column("effective entries", false),
            new Column("largest share", false));

    private final SpeechFrontEnd frontEnd;
    private final Map<String, SpeechModel> models;
    private final Media media;
    private final SpeechMaps maps;

    SpeechSection(SpeechFrontEnd frontEnd, Map<String, SpeechModel> models, Media media) {
        this.frontEnd = frontEnd;
        this.models = models;
        this.media = media;
        this.maps = new SpeechMaps(frontEnd.options());
    }

    /** What a model made of a recording. */
    private record Made(String name, Vae model, Resynthesis speech, ResynthesisScores scores, CodeSparsity sparsity) {}

    void writeTo(Markup page, Map<String, AudioClip> utterances) throws IOException {
        if (utterances.isEmpty()) {
            return;
        }
        page.open("section", "id", "speech").element("h2", "Listen and look");
        if (!models.isEmpty()) {
            page.element("p", ResynthesisScores.LSD_NOTE + " " + CodeSparsity.NOTE);
        }
        int number = 1;
        for (Map.Entry<String, AudioClip> entry : utterances.entrySet()) {
            utterance(page, "u" + number++, entry.getKey(), entry.getValue());
        }
        page.close("section");
    }

    private void utterance(Markup page, String prefix, String name, AudioClip clip) throws IOException {
        // PESQ takes longer than the models: one of them per processor.
        List<Made> made = models.entrySet().parallelStream()
                .map(e -> made(e.getKey(), e.getValue(), clip))
                .toList();
        float[][] original = input(made, clip);
        double loudest = Math.max(
                clip.peak(),
                made.stream().mapToDouble(m -> m.speech().sound().peak()).max().orElse(0));
        SoundCards shared = new SoundCards(maps, media, prefix, name, SpeechMaps.level(original), loudest);
        page.open("article").element("h3", name);
        keys(page, shared, !made.isEmpty());
        page.open("div", "class", "cards").open("figure").element("figcaption", "Original");
        shared.player(page, "original", "Original", clip);
        shared.spectrogram(page, "original", "Original", original);
        page.close("figure");
        for (int i = 0; i < made.size(); i++) {
            card(page, shared, "m" + (i + 1), made.get(i));
        }
        page.close("div");
        scores(page, name, made);
        page.close("article");
    }

    /** What the models saw; they all see the same. */
    private float[][] input(List<Made> made, AudioClip clip) {
        return made.isEmpty()
                ? frontEnd.analyse(clip).power().toRows()
                : made.get(0).speech().input();
    }

    private static Made made(String name, SpeechModel model, AudioClip clip) {
        Resynthesis speech = model.resynthesise(clip);
        CodeSparsity sparsity = CodeSparsity.of(model.vae(), Frames.of(speech.input()));
        return new Made(name, model.vae(), speech, speech.scores(), sparsity);
    }

    private static void keys(Markup page, SoundCards shared, boolean codes) {
        Plot.key(
                page,
                ColourMap.AMOUNT,
                number(shared.level().low(), 0),
                "dB: power spectrograms",
                number(shared.level().high(), 0));
        if (codes) {
            Plot.key(
                    page,
                    ColourMap.AMOUNT,
                    "0",
                    "codes in canonical scale: absolute value relative to the model’s largest in the recording",
                    "1");
        }
    }

    private void card(Markup page, SoundCards shared, String id, Made made) throws IOException {
        page.open("figure").element("figcaption", made.name());
        shared.player(page, id, made.name(), made.speech().sound());
        shared.spectrogram(page, id, made.name(), made.speech().output());
        codes(page, shared, id, made);
        page.close("figure");
    }

    private void codes(Markup page, SoundCards shared, String id, Made made) throws IOException {
        float[][] codes = made.speech().codes();
        HeatMap map = maps.codes(made.name(), ModelMaps.canonical(made.model(), codes));
        String source = media.picture(shared.prefix() + "-" + id + "-codes", map);
        String alt = "Codes of " + shared.name() + ", " + made.name() + ": " + codes[0].length + " entries, Hoyer "
                + number(made.scores().hoyer(), 2) + ", "
                + number(made.sparsity().entriesFor90(), 1)
                + " entries for 90 %";
        new Plot(source, alt, map, "codes").writeTo(page);
    }

    private static void scores(Markup page, String name, List<Made> made) {
        if (made.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Made m : made) {
            ResynthesisScores s = m.scores();
            CodeSparsity c = m.sparsity();
            rows.add(List.of(
                    m.name(),
                    number(s.pesqRaw(), 2),
                    number(s.pesqNarrow(), 2),
                    number(s.pesqWide(), 2),
                    number(s.stoi(), 3),
                    number(s.estoi(), 3),
                    number(s.siSdr(), 2),
                    number(s.lsd(), 2),
                    number(s.hoyer(), 3),
                    number(c.hoyerUnitRms(), 3),
                    number(c.hoyerSignalToNoise(), 3),
                    number(c.entriesFor90(), 1),
                    number(c.effectiveEntries(), 1),
                    number(c.largestShare(), 2)));
        }
        new ReportTable("Scores of " + name, COLUMNS, rows).writeTo(page);
    }

    private static String number(double value, int decimals) {
        return Double.isNaN(value)
                ? "n/a"
                : String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '\u2212');
    }
}
