/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.Channels;
import io.github.sdmvae.audio.SampleReader;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A page to hear and see recordings before and after, from their first seconds. */
final class BeforeAndAfter {
    static final int SECONDS = 30;
    static final int RECORDINGS = 20;

    private final int rate;
    private final Channels channels;
    private final Report.Builder page;
    private int shown;

    /**
     * An empty page.
     *
     * @param frontEnd of the model: draws spectrograms, up to half its rate
     * @param channels how recordings are read
     */
    BeforeAndAfter(SpeechFrontEnd frontEnd, Channels channels) {
        this.rate = frontEnd.options().sampleRate();
        this.channels = channels;
        this.page = Report.builder("Noise taken out of recordings").frontEnd(frontEnd);
        page.note("The first " + SECONDS + " seconds of a recording, at " + rate
                + " Hz, which is what the model hears; at most " + RECORDINGS + " recordings.");
    }

    /**
     * Adds a recording; does nothing where the page is full.
     *
     * @param name its heading
     * @param before as recorded
     * @param after what was made of it, as long and at the same rate
     */
    void add(String name, Path before, Path after) throws IOException {
        if (shown++ >= RECORDINGS) {
            return;
        }
        AudioClip noisy = SampleReader.beginning(before, channels, SECONDS);
        AudioClip speech = SampleReader.beginning(after, channels, SECONDS);
        Map<String, AudioClip> versions = new LinkedHashMap<>();
        versions.put("as recorded", noisy.resample(rate));
        versions.put("cleaned", speech.resample(rate));
        versions.put("what was taken away", difference(noisy, speech).resample(rate));
        page.versions(name, versions);
    }

    private static AudioClip difference(AudioClip from, AudioClip what) {
        double[] samples = from.samples();
        double[] less = what.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] -= less[i];
        }
        return AudioClip.of(samples, from.sampleRate());
    }

    /**
     * Writes the page.
     *
     * @param folder where to
     */
    Path write(Path folder) throws IOException {
        return page.build().write(folder);
    }

    boolean isEmpty() {
        return shown == 0;
    }
}
