/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.Resynthesis;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.examples.picture.ColourMap;
import io.github.sdmvae.examples.picture.Figure;
import io.github.sdmvae.examples.picture.HeatMap;
import io.github.sdmvae.examples.picture.Levels;
import io.github.sdmvae.examples.picture.Panel;
import io.github.sdmvae.examples.picture.Scale;
import io.github.sdmvae.metrics.HoyerSparsity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The pictures of resynthesised speech. */
final class SpeechPictures {
    private static final double DYNAMIC_RANGE = 80;

    private final SpeechOptions options;

    SpeechPictures(SpeechOptions options) {
        this.options = options;
    }

    /** The original and what each model makes of it, on one scale in dB. */
    Figure spectrograms(String name, Map<String, Resynthesis> byModel) {
        Resynthesis any = byModel.values().iterator().next();
        float[][] original = decibels(any.input());
        double top = Math.ceil(Levels.percentile(original, 0.9999) / 10) * 10;
        Scale level = new Scale("power, dB", top - DYNAMIC_RANGE, top);
        List<Panel> panels = new ArrayList<>();
        panels.add(spectrogram("original", original, level));
        byModel.forEach((title, speech) -> panels.add(spectrogram(title, decibels(speech.output()), level)));
        return new Figure("Power spectrograms of " + name, 2, 480, 260, panels);
    }

    private Panel spectrogram(String title, float[][] decibels, Scale level) {
        Scale kilohertz = new Scale("frequency, kHz", 0, options.sampleRate() / 2000.0);
        return new HeatMap(title, decibels, time(decibels.length), kilohertz, level, ColourMap.EMBER);
    }

    private Scale time(int frames) {
        return new Scale("time, s", 0, (double) frames * options.stft().hop() / options.sampleRate());
    }

    /** The codes of each model over time. */
    Figure codes(String name, Map<String, Resynthesis> byModel) {
        Scale part = new Scale("|code| relative to the model's largest", 0, 1);
        List<Panel> panels = new ArrayList<>();
        byModel.forEach((title, speech) -> {
            float[][] codes = Levels.relative(speech.codes());
            String hoyer = String.format(
                    Locale.ROOT,
                    " (Hoyer %.2f)",
                    HoyerSparsity.mean(speech.codes()).mean());
            Scale entries = new Scale("code entry", 0, codes[0].length);
            panels.add(new HeatMap(title + hoyer, codes, time(codes.length), entries, part, ColourMap.EMBER));
        });
        return new Figure("Codes of " + name, 1, 900, 210, panels);
    }

    private static float[][] decibels(float[][] power) {
        return map(power, p -> (float) (10 * Math.log10(Math.max(p, 1e-10))));
    }

    private interface FloatOperator {
        float apply(float value);
    }

    private static float[][] map(float[][] values, FloatOperator operator) {
        float[][] mapped = new float[values.length][values[0].length];
        for (int i = 0; i < mapped.length; i++) {
            for (int j = 0; j < mapped[i].length; j++) {
                mapped[i][j] = operator.apply(values[i][j]);
            }
        }
        return mapped;
    }
}
