/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.report.ReportTable.Column;
import io.github.sdmvae.report.chart.DotChart;
import io.github.sdmvae.report.chart.LineChart;
import java.util.List;
import java.util.Random;

/** A report with everything in it, whose names would be dangerous if they were not escaped. */
final class TestPage {
    static final String DANGEROUS = "<b>\"bold\"</b> & 'quoted' </script>";
    static final int RATE = 16000;

    private TestPage() {}

    static SpeechModel model(Dictionary dictionary) {
        Vae vae = Vae.untrained(ModelDefinition.builder()
                .inputSize(513)
                .hidden(8)
                .dictionary(dictionary)
                .prior(Prior.learnedVariance())
                .likelihood(Likelihood.complexGaussian())
                .build());
        return SpeechModel.of(vae, SpeechFrontEnd.of(SpeechOptions.defaults()));
    }

    static AudioClip clip(int seed) {
        Random random = new Random(seed);
        double[] samples = new double[RATE];
        for (int t = 0; t < samples.length; t++) {
            samples[t] = 0.3 * Math.sin(2 * Math.PI * 220 * t / RATE) * Math.sin(9.0 * t / RATE)
                    + 0.01 * random.nextGaussian();
        }
        return AudioClip.of(samples, RATE);
    }

    static Report report() {
        double[] one = {0.5};
        double[] none = {Double.NaN};
        LineChart.Line line = LineChart.Line.solid(DANGEROUS, new double[] {1, 2, 3}, new double[] {3, 2, Double.NaN});
        return Report.builder(DANGEROUS)
                .note(DANGEROUS)
                .table(new ReportTable(
                        DANGEROUS,
                        List.of(new Column(DANGEROUS, false), new Column("figure", true)),
                        List.of(List.of(DANGEROUS, "1"))))
                .chart(new DotChart(
                        DANGEROUS,
                        DANGEROUS,
                        "paper",
                        List.of(DANGEROUS),
                        List.of(new DotChart.Panel(DANGEROUS, one, none, none))))
                .curves(DANGEROUS, List.of(LineChart.of(DANGEROUS, "epoch", "loss", List.of(line))))
                .model("identity", model(Dictionary.identity(4)))
                .model(DANGEROUS, model(Dictionary.dct(4, 6)))
                .utterance(DANGEROUS, clip(1))
                .utterance("second", clip(2))
                .build();
    }
}
