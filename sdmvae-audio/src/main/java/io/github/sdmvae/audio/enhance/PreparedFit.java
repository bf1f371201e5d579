/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.Channels;
import io.github.sdmvae.audio.SampleReader;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Everything that does not depend on a recording; where the noise is to be heard in its pauses, what does. Immutable. */
final class PreparedFit {
    /** Enough to look for pauses in. */
    private static final int BEGINNING_SECONDS = 300;

    private final List<String> names;
    private final List<SpeechModel> models;
    private final FitSettings settings;
    private final MixtureSetup setup;
    private final double[] learned;

    private PreparedFit(List<String> names, List<SpeechModel> models, FitSettings settings) {
        this.names = names;
        this.models = models;
        this.settings = settings;
        setup = MixtureSetup.of(names, models, settings);
        learned = settings.learnedSpectra(frontEnd());
    }

    static PreparedFit of(List<String> names, List<SpeechModel> models, FitSettings settings) {
        return new PreparedFit(List.copyOf(names), List.copyOf(models), settings);
    }

    SpeechFrontEnd frontEnd() {
        return models.get(0).frontEnd();
    }

    MixtureSetup setup() {
        return setup;
    }

    private PreparedFit heard(AudioClip recording) {
        return settings.noise().isFromPauses()
                ? new PreparedFit(names, models, settings.with(settings.noise().heard(recording)))
                : this;
    }

    /** For a clip in memory; of a long one the beginning is listened to, as of a file. */
    ClipFit ofClip(AudioClip clip, double floor) {
        ClipFit.requireRoom(setup, frontEnd(), clip);
        PreparedFit fit = heard(clip.beginning(BEGINNING_SECONDS));
        return new ClipFit(fit.setup, frontEnd(), fit.learned, floor);
    }

    /** For a file of any length. */
    FileFit ofFile(Path file, Channels channels, double floor) throws IOException {
        PreparedFit fit = settings.noise().isFromPauses()
                ? heard(SampleReader.beginning(file, channels, BEGINNING_SECONDS))
                : this;
        return new FileFit(fit.setup, frontEnd(), fit.learned, floor);
    }
}
