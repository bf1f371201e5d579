/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.Spectrogram;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.examples.enhance.classic.ClassicEnhancer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A row of the table.
 *
 * @param id on command lines and in names of files
 * @param title in the table
 * @param source everything that its figures depend on, to know results again
 * @param how it is done
 */
record Method(String id, String title, String source, Denoiser how) {
    /** The mixture as it is, which every improvement is over. */
    static final String NOISY = "noisy";

    static final String ORACLE = "oracle";

    Method {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(how, "how");
    }

    static Method noisy() {
        return new Method(NOISY, "noisy input", "1", Mixture::noisy);
    }

    /** Those that need no model: the ideal one and the classical ones. */
    static List<Method> withoutModel(SpeechFrontEnd frontEnd) {
        List<Method> methods = new ArrayList<>();
        methods.add(new Method(
                "oracle", "ideal Wiener gain", "1 " + frontEnd.options().stft(), mixture -> ideal(mixture, frontEnd)));
        for (ClassicEnhancer classic : ClassicEnhancer.values()) {
            methods.add(new Method(classic.id(), classic.title(), "1", mixture -> classic.enhance(mixture.noisy())));
        }
        return methods;
    }

    /** The gain |S|²/(|S|² + |N|²) of the parts themselves: what no method of a gain and the noisy phase should exceed. */
    static AudioClip ideal(Mixture mixture, SpeechFrontEnd frontEnd) {
        Spectrogram noisy = frontEnd.analyse(mixture.noisy());
        float[][] speech = frontEnd.analyse(mixture.clean()).power().toRows();
        float[][] noise = frontEnd.analyse(mixture.noise()).power().toRows();
        float[][] power = noisy.power().toRows();
        for (int t = 0; t < power.length; t++) {
            for (int f = 0; f < power[t].length; f++) {
                double sum = (double) speech[t][f] + noise[t][f];
                double gain = sum > 0 ? speech[t][f] / sum : 0;
                power[t][f] *= (float) (gain * gain);
            }
        }
        return frontEnd.resynthesise(noisy, Frames.of(power));
    }
}
