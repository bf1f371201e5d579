/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.file.ForeignFile;
import io.github.sdmvae.report.chart.ChartStyle;
import io.github.sdmvae.report.chart.DotChart;
import io.github.sdmvae.report.chart.LineChart;
import io.github.sdmvae.report.markup.Markup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A web page of what speech models make of recordings: players, spectrograms, codes, dictionaries and scores, beside
 * tables and curves of the user's own. One folder that opens from disk: {@code index.html} and a folder {@code media}.
 *
 * <pre>{@code
 * Report.of(model, clip).write(Path.of("report"));
 *
 * Report.builder("Two models")
 *         .model("VAE", vae)
 *         .model("SDM-VAE", sdm)
 *         .utterance("first sentence", clip)
 *         .build()
 *         .write(Path.of("report"));
 * }</pre>
 *
 * <p>Code entries have no unit, since scaling an entry and its decoder input back changes nothing. So the code pictures
 * show absolute values relative to the model's largest in that utterance (99.5th percentile), all on that one scale.
 *
 * <p>Immutable and thread-safe. The same contents give the same bytes.
 */
public final class Report {
    /** The page's name in its folder. */
    public static final String PAGE = "index.html";
    /** Tells pages of reports from others. */
    private static final String MARK = "<meta name=\"generator\" content=\"sdmvae-report\">\n";
    /** In the pages of the first version, which had no mark. */
    private static final String OLDER_MARK = "<a class=\"skip\" href=\"#contents\">Skip to the contents</a>\n<header>";

    private final String title;
    private final SpeechFrontEnd frontEnd;
    private final List<String> notes;
    private final List<ReportTable> tables;
    private final List<DotChart> charts;
    private final Map<String, List<LineChart>> curves;
    private final Map<String, SpeechModel> models;
    private final Map<String, AudioClip> utterances;
    private final Map<String, Map<String, AudioClip>> versions;

    private Report(Builder builder) {
        this.title = builder.title;
        this.frontEnd = builder.commonFrontEnd();
        this.notes = List.copyOf(builder.notes);
        this.tables = List.copyOf(builder.tables);
        this.charts = List.copyOf(builder.charts);
        this.curves = Collections.unmodifiableMap(new LinkedHashMap<>(builder.curves));
        this.models = Collections.unmodifiableMap(new LinkedHashMap<>(builder.models));
        this.utterances = Collections.unmodifiableMap(new LinkedHashMap<>(builder.utterances));
        this.versions = Collections.unmodifiableMap(new LinkedHashMap<>(builder.versions));
    }

    /**
     * The report of one model and one recording.
     *
     * @param model any speech model
     * @param clip at the model's rate
     * @return the report
     * @throws IllegalArgumentException if the recording has another rate
     */
    public static Report of(SpeechModel model, AudioClip clip) {
        return builder("One recording through a model")
                .model("model", model)
                .utterance("recording", clip)
                .build();
    }

    /**
     * Starts a report.
     *
     * @param title its heading
     * @return a builder
     */
    public static Builder builder(String title) {
        return new Builder(title);
    }

    /**
     * Writes the report. Files of an earlier report of the same names are replaced, the page last.
     *
     * @param folder where to; created if needed
     * @return the page, {@link #PAGE} in the folder
     * @throws IOException if a file cannot be written, or the folder holds a page that no report wrote
     */
    public Path write(Path folder) throws IOException {
        requireOwn(folder);
        Media media = Media.in(folder);
        Markup body = new Markup();
        overview(body);
        curves(body);
        new SpeechSection(frontEnd, models, media).writeTo(body, utterances);
        new VersionsSection(frontEnd, media).writeTo(body, versions);
        new DictionarySection(media).writeTo(body, models);
        new MaskSection(media).writeTo(body, models);
        Path page = folder.resolve(PAGE);
        AtomicFile.write(page, page(body));
        return page;
    }

    /**
     * Refuses a folder whose page is somebody else's; {@link #write} does so, too, but perhaps only after long work.
     *
     * @param folder where a report is to go; may be missing
     * @throws IOException if there is a page that no report wrote, or it cannot be read
     */
    public static void requireOwn(Path folder) throws IOException {
        ForeignFile.refuse(folder.resolve(PAGE), page -> page.contains(MARK) || page.contains(OLDER_MARK));
    }

    private String page(Markup body) {
        Markup page = new Markup();
        page.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.raw(MARK);
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.empty("link", "rel", "icon", "href", "data:,"); // else browsers ask for one
        page.element("title", title);
        page.open("style")
                .raw(ChartStyle.css())
                .raw(Resources.text("report.css"))
                .close("style");
        page.close("head").open("body");
        page.element("a", "Skip to the contents", "class", "skip", "href", "#contents");
        page.open("header").element("h1", title);
        navigation(page);
        page.close("header").open("main", "id", "contents").raw(body.toString()).close("main");
        page.open("script").raw(Resources.text("report.js")).close("script");
        return page.close("body").close("html").toString();
    }

    private void navigation(Markup page) {
        Map<String, String> parts = new LinkedHashMap<>();
        if (!tables.isEmpty() || !charts.isEmpty()) {
            parts.put("overview", "Table");
        }
        if (!curves.isEmpty()) {
            parts.put("curves", "Curves");
        }
        if (!utterances.isEmpty()) {
            parts.put("speech", "Listen and look");
        }
        if (!versions.isEmpty()) {
            parts.put("versions", "Side by side");
        }
        if (DictionarySection.isNeeded(models)) {
            parts.put("dictionaries", "Dictionaries");
        }
        if (MaskSection.isNeeded(models)) {
            parts.put("masks", "Masks");
        }
        page.open("nav", "aria-label", "Parts of the report").open("ul");
        parts.forEach((id, name) ->
                page.open("li").element("a", name, "href", "#" + id).close("li"));
        page.close("ul").close("nav");
    }

    private void overview(Markup body) {
        body.open("section", "id", "overview");
        notes.forEach(note -> body.element("p", note));
        for (DotChart chart : charts) {
            body.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", chart.title());
            chart.writeSvg(body);
            body.close("div");
        }
        tables.forEach(table -> table.writeTo(body));
        body.close("section");
    }

    private void curves(Markup body) {
        if (curves.isEmpty()) {
            return;
        }
        body.open("section", "id", "curves").element("h2", "Curves of every run");
        curves.forEach((heading, group) -> {
            body.element("h3", heading).open("ul", "class", "legend");
            List<String> names =
                    group.stream().flatMap(c -> c.names().stream()).distinct().toList();
            for (int i = 0; i < names.size(); i++) {
                body.open("li").empty("span", "class", "swatch " + ChartStyle.swatch(i));
                body.text(names.get(i)).close("li");
            }
            body.close("ul").open("div", "class", "charts");
            group.forEach(chart -> chart.writeSvg(body, names));
            body.close("div");
        });
        body.close("section");
    }

    /** Collects the contents of a {@link Report}. Not thread-safe. */
    public static final class Builder {
        private final String title;
        private @Nullable SpeechFrontEnd frontEnd;
        private final List<String> notes = new ArrayList<>();
        private final List<ReportTable> tables = new ArrayList<>();
        private final List<DotChart> charts = new ArrayList<>();
        private final Map<String, List<LineChart>> curves = new LinkedHashMap<>();
        private final Map<String, SpeechModel> models = new LinkedHashMap<>();
        private final Map<String, AudioClip> utterances = new LinkedHashMap<>();
        private final Map<String, Map<String, AudioClip>> versions = new LinkedHashMap<>();

        private Builder(String title) {
            this.title = Objects.requireNonNull(title, "title");
        }

        /**
         * From sound to spectrogram. Default: that of the models; without any 16 kHz, the paper's.
         *
         * @param given that of the models, if there are any
         * @return this builder
         */
        public Builder frontEnd(SpeechFrontEnd given) {
            this.frontEnd = Objects.requireNonNull(given, "frontEnd");
            return this;
        }

        /**
         * A paragraph under the title, for instance what the data is.
         *
         * @param text plain text
         * @return this builder
         */
        public Builder note(String text) {
            notes.add(Objects.requireNonNull(text, "text"));
            return this;
        }

        /**
         * A table.
         *
         * @param table shown after the charts
         * @return this builder
         */
        public Builder table(ReportTable table) {
            tables.add(Objects.requireNonNull(table, "table"));
            return this;
        }

        /**
         * Figures as dots.
         *
         * @param chart shown before the tables
         * @return this builder
         */
        public Builder chart(DotChart chart) {
            charts.add(Objects.requireNonNull(chart, "chart"));
            return this;
        }

        /**
         * Curves side by side under one legend.
         *
         * @param heading above them, not used before
         * @param group at least one chart
         * @return this builder
         * @throws IllegalArgumentException if there are no charts or there are curves of that heading
         */
        public Builder curves(String heading, List<LineChart> group) {
            if (group.isEmpty()) {
                throw new IllegalArgumentException("curves must have at least one chart, got none: " + heading);
            }
            putNew("curves", curves, heading, List.copyOf(group));
            return this;
        }

        /**
         * A model to send the recordings through.
         *
         * @param name shown with everything it makes; not used before
         * @param model with the same front end as the others
         * @return this builder
         * @throws IllegalArgumentException if there is a model of that name
         */
        public Builder model(String name, SpeechModel model) {
            putNew("a model", models, name, model);
            return this;
        }

        /**
         * A recording to hear and see.
         *
         * @param name its heading; not used before
         * @param clip at the front end's rate
         * @return this builder
         * @throws IllegalArgumentException if there is a recording of that name
         */
        public Builder utterance(String name, AudioClip clip) {
            putNew("an utterance", utterances, name, clip);
            return this;
        }

        /**
         * Versions of one recording, to hear and see side by side without a model: clean, noisy and cleaned, for instance.
         * The first one sets the colours' range of all.
         *
         * @param name its heading; not used before
         * @param clips by name, at least one, at the front end's rate
         * @return this builder
         * @throws IllegalArgumentException if there is no version, or there are versions of that name
         */
        public Builder versions(String name, Map<String, AudioClip> clips) {
            if (clips.isEmpty()) {
                throw new IllegalArgumentException("there must be at least one version, got none: " + name);
            }
            putNew("versions", versions, name, Collections.unmodifiableMap(new LinkedHashMap<>(clips)));
            return this;
        }

        private static <T> void putNew(String what, Map<String, T> map, String name, T value) {
            Objects.requireNonNull(value, what);
            if (name.isBlank()) {
                throw new IllegalArgumentException(what + " must have a name, got '" + name + "'");
            }
            if (map.putIfAbsent(name, value) != null) {
                throw new IllegalArgumentException(what + " must have a name of its own, got " + name + " twice");
            }
        }

        /**
         * Makes the report; nothing is computed before {@link Report#write}.
         *
         * @return the report
         * @throws IllegalArgumentException naming them, if models have different front ends, or a recording another rate
         */
        public Report build() {
            int rate = commonFrontEnd().options().sampleRate();
            utterances.forEach((name, clip) -> requireRate("utterance " + name, clip, rate));
            versions.forEach((name, clips) ->
                    clips.forEach((version, clip) -> requireRate(version + " of " + name, clip, rate)));
            return new Report(this);
        }

        private static void requireRate(String what, AudioClip clip, int rate) {
            if (clip.sampleRate() != rate) {
                throw new IllegalArgumentException(what + " must be at the models' " + rate + " Hz, it is at "
                        + clip.sampleRate() + " Hz: call resample(" + rate + ") first");
            }
        }

        private SpeechFrontEnd commonFrontEnd() {
            SpeechFrontEnd common = frontEnd;
            for (Map.Entry<String, SpeechModel> entry : models.entrySet()) {
                SpeechFrontEnd own = entry.getValue().frontEnd();
                if (common != null && !isSame(own.options(), common.options())) {
                    throw new IllegalArgumentException("models of one report must have one front end: model "
                            + entry.getKey() + " has " + describe(own.options()) + ", before it was "
                            + describe(common.options()) + "; make a report for each");
                }
                common = common == null ? own : common;
            }
            return common == null ? SpeechFrontEnd.of(SpeechOptions.defaults()) : common;
        }

        /** Only the training's recordings were trimmed, none of those shown here. */
        private static boolean isSame(SpeechOptions one, SpeechOptions other) {
            return one.sampleRate() == other.sampleRate() && one.stft().equals(other.stft());
        }

        private static String describe(SpeechOptions options) {
            return options.sampleRate() + " Hz with " + options.stft();
        }
    }
}
