/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.report.Report;
import io.github.sdmvae.report.chart.DotChart;
import io.github.sdmvae.report.chart.LineChart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The tables as a page with sound and pictures, and as one small picture.
 *
 * @param text the tables
 */
record ComparisonReport(ComparisonText text) {

    /**
     * Writes the page.
     *
     * @param folder where to
     * @param frontEnd draws the spectrograms
     * @param shown mixtures to hear and see
     * @param methods what each is sent through
     */
    Path write(Path folder, SpeechFrontEnd frontEnd, List<Mixture> shown, List<Method> methods) throws IOException {
        Report.Builder report = Report.builder("Speech out of noise: " + text.data());
        report.frontEnd(frontEnd);
        text.notes().forEach(report::note);
        report.chart(chart());
        text.tables().forEach(report::table);
        if (text.comparison().levels().size() > 1) {
            report.curves("By level of the speech above the noise", List.of(levels(Score.SI_SDR), levels(Score.ESTOI)));
        }
        for (Mixture mixture : shown) {
            report.versions("Mixture " + mixture.title(), versions(mixture, methods));
        }
        return report.build().write(folder);
    }

    private static Map<String, AudioClip> versions(Mixture mixture, List<Method> methods) throws IOException {
        Map<String, AudioClip> versions = new LinkedHashMap<>();
        versions.put("clean speech", mixture.clean());
        for (Method method : methods) {
            versions.put(method.title(), method.how().speech(mixture));
        }
        return versions;
    }

    /** Improvements with their standard errors. */
    DotChart chart() {
        Comparison comparison = text.comparison();
        List<DotChart.Panel> panels = new ArrayList<>();
        for (Score score : Score.values()) {
            double[] means = values(m -> comparison.improvement(m, score).mean());
            double[] none = new double[means.length];
            Arrays.fill(none, Double.NaN);
            panels.add(new DotChart.Panel(
                    "Δ " + score.title(),
                    means,
                    values(m -> comparison.improvement(m, score).error()),
                    none));
        }
        return new DotChart(
                "Improvement over the noisy input",
                "mean over " + comparison.noisy().mixtures().size() + " mixtures ± standard error",
                "",
                charted().stream().map(MethodResult::title).toList(),
                panels);
    }

    private double[] values(ToDoubleFunction<MethodResult> value) {
        return charted().stream().mapToDouble(value).toArray();
    }

    /** Without the ideal gain, beside which all others would look alike. */
    private List<MethodResult> charted() {
        return text.comparison().methods().stream()
                .filter(method -> !method.method().equals(Method.ORACLE))
                .toList();
    }

    private LineChart levels(Score score) {
        Comparison comparison = text.comparison();
        double[] levels =
                comparison.levels().stream().mapToDouble(level -> level).toArray();
        List<LineChart.Line> lines = new ArrayList<>();
        for (MethodResult method : charted()) {
            double[] means = Arrays.stream(levels)
                    .map(level -> comparison
                            .improvement(method, score, m -> m.level() == level)
                            .mean())
                    .toArray();
            lines.add(LineChart.Line.solid(method.title(), levels, means));
        }
        return LineChart.of("Δ " + score.title(), "level of the mixture, dB", "improvement", lines);
    }
}
