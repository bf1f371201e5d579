/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.data.Frames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Takes a mixture of several sources apart, each with a model of its own:
 *
 * <pre>{@code
 * Separator separator = Separator.builder().source("anna", modelA).source("ben", modelB).build();
 * Separation result = separator.separate(AudioClip.read(Path.of("both.wav")));
 * }</pre>
 *
 * <p>What pins a voice to its name is its model alone. With one model for several voices nothing does: frames are independent
 * of each other, and the voices swap names from frame to frame, in about half of them. Take models that were trained on
 * different speakers, or groups of them.
 *
 * <p><b>Thread rule:</b> immutable; any number of threads may use one separator at once.
 */
public final class Separator {
    private final PreparedFit fit;
    private final MixtureSetup setup;

    private Separator(Map<String, SpeechModel> sources, FitSettings settings) {
        fit = PreparedFit.of(List.copyOf(sources.keySet()), List.copyOf(sources.values()), settings);
        setup = fit.setup();
    }

    /**
     * Starts a separator.
     *
     * @return a builder without sources and without noise
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Takes a clip apart, in memory.
     *
     * @param mixture at any rate and level; long enough for the models' transform
     * @return the sources and what is left, at the clip's rate and level
     * @throws IllegalArgumentException if the clip is too short, naming the least length, or too long for the memory that Java
     *     has, naming both
     * @throws ArithmeticException if a cost is not finite, naming iteration, source and frame
     */
    public Separation separate(AudioClip mixture) {
        ClipFit.Parts parts = fit.ofClip(mixture, 0).run(mixture);
        Map<String, AudioClip> sounds = new LinkedHashMap<>();
        Map<String, Frames> shares = new LinkedHashMap<>();
        for (int j = 0; j < setup.names().size(); j++) {
            sounds.put(setup.name(j), parts.sources().get(j));
            shares.put(setup.name(j), parts.shares().get(j));
        }
        return new Separation(sounds, shares, parts.noise(mixture), parts.summary());
    }

    /**
     * Takes a recording of any length apart, from file to file in bounded memory, see {@link Enhancer#enhance(Path, Path)}.
     *
     * @param in of any format that {@link AudioClip#read(Path)} reads
     * @param out for every source a WAV file; replaced if it exists
     * @param choices channels, floats, noise
     * @return how it went
     * @throws IOException naming the file, if one cannot be read or written
     * @throws IllegalArgumentException if the names are not those of the sources
     */
    public EnhancedFile separate(Path in, Map<String, Path> out, FileChoices choices) throws IOException {
        if (!out.keySet().equals(Set.copyOf(setup.names()))) {
            throw new IllegalArgumentException(
                    "there must be a file for each of the sources " + setup.names() + ", got " + out.keySet());
        }
        List<Path> files = new ArrayList<>();
        setup.names().forEach(name -> files.add(Objects.requireNonNull(out.get(name))));
        return fit.ofFile(in, choices.channels(), 0).run(in, files, choices);
    }

    @Override
    public String toString() {
        return "separator of " + setup.names() + " by " + setup.settings().method() + " with "
                + setup.settings().noise();
    }

    /** Collects sources and settings of a {@link Separator}. Not thread-safe. */
    public static final class Builder extends FitBuilder<Builder> {
        private final Map<String, SpeechModel> sources = new LinkedHashMap<>();

        private Builder() {
            noise(NoiseModel.none());
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Adds a source.
         *
         * @param name by which it is asked for
         * @param model of its spectra, on the same engine and with the same front end as the others'
         * @return this builder
         * @throws IllegalArgumentException if the name is there already, the prior is not supported, or the front end
         *     differs, naming both
         */
        public Builder source(String name, SpeechModel model) {
            Objects.requireNonNull(name, "name");
            SourcePrior.of(model.vae());
            if (sources.containsKey(name)) {
                throw new IllegalArgumentException("there is a source named '" + name + "' already");
            }
            if (!sources.isEmpty()) {
                requireSame(sources.values().iterator().next(), model);
            }
            sources.put(name, model);
            return this;
        }

        private static void requireSame(SpeechModel one, SpeechModel other) {
            if (one.frontEnd().options().sampleRate()
                            != other.frontEnd().options().sampleRate()
                    || !one.frontEnd()
                            .options()
                            .stft()
                            .equals(other.frontEnd().options().stft())) {
                throw new IllegalArgumentException(
                        "all sources must have the same front end: one is " + one + ", another " + other);
            }
        }

        /**
         * Makes the separator; the builder may be used on.
         *
         * @return the separator
         * @throws IllegalArgumentException if there are fewer than two sources, or settings do not fit together
         */
        public Separator build() {
            if (sources.size() < 2) {
                throw new IllegalArgumentException(
                        "a separator needs at least two sources, got " + sources.keySet() + "; Enhancer is for one");
            }
            List<SourcePrior> priors = new ArrayList<>();
            sources.values().forEach(model -> priors.add(SourcePrior.of(model.vae())));
            return new Separator(new LinkedHashMap<>(sources), settings(priors));
        }
    }
}
