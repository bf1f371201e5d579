/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.report.chart.ColourMap;
import io.github.sdmvae.report.chart.HeatMap;
import io.github.sdmvae.report.chart.Levels;
import io.github.sdmvae.report.chart.Scale;

/**
 * What happens to speech inside a model, as heat maps over time: for pages and for pictures.
 *
 * @param options of the front end, which say what a frame and a bin are
 */
public record SpeechMaps(SpeechOptions options) {
    private static final double DYNAMIC_RANGE = 80;
    /** Part of all values that the colours' upper end is above. */
    private static final double LARGEST = 0.9999;

    /**
     * The colours' range for a recording and whatever models make of it.
     *
     * @param power of the recording, frames × bins
     * @return 80 dB below the recording's largest powers, in whole tens
     */
    public static Scale level(float[][] power) {
        double top = Math.ceil(Levels.percentile(Levels.decibels(power), LARGEST) / 10) * 10;
        return new Scale("power, dB", top - DYNAMIC_RANGE, top);
    }

    /**
     * A power spectrogram in decibels.
     *
     * @param title above the plot
     * @param power frames × bins
     * @param level {@link #level} of the recording
     * @return low frequencies at the bottom
     */
    public HeatMap spectrogram(String title, float[][] power, Scale level) {
        Scale kilohertz = new Scale("frequency, kHz", 0, options.sampleRate() / 2000.0);
        return new HeatMap(title, Levels.decibels(power), time(power.length), kilohertz, level, ColourMap.AMOUNT);
    }

    /**
     * Codes over time, see {@link ModelMaps#codes}.
     *
     * @param title above the plot
     * @param codes frames × k
     * @return the first entry at the bottom
     */
    public HeatMap codes(String title, float[][] codes) {
        return ModelMaps.codes(title, codes, time(codes.length));
    }

    private Scale time(int frames) {
        return new Scale("time, s", 0, (double) frames * options.stft().hop() / options.sampleRate());
    }
}
