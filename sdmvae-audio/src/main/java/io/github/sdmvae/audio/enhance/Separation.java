/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.data.Frames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A mixture of several sources taken apart: with {@link #noise()} they add up to it. Immutable. */
public final class Separation {
    private final Map<String, AudioClip> sources;
    private final Map<String, Frames> shares;
    private final AudioClip noise;
    private final FitSummary summary;

    Separation(Map<String, AudioClip> sources, Map<String, Frames> shares, AudioClip noise, FitSummary summary) {
        this.sources = new LinkedHashMap<>(sources);
        this.shares = new LinkedHashMap<>(shares);
        this.noise = noise;
        this.summary = summary;
    }

    /**
     * The sources.
     *
     * @return in the order of the builder
     */
    public List<String> names() {
        return List.copyOf(sources.keySet());
    }

    /**
     * One source.
     *
     * @param name as given to the builder
     * @return as long and loud as in the recording
     * @throws IllegalArgumentException if there is none of that name
     */
    public AudioClip source(String name) {
        return named(sources, name);
    }

    /**
     * The part of every frame and frequency that was taken for a source.
     *
     * @param name as given to the builder
     * @return frames × frequencies, 0 to 1, at the model's rate
     * @throws IllegalArgumentException if there is none of that name
     */
    public Frames share(String name) {
        return named(shares, name);
    }

    private <T> T named(Map<String, T> map, String name) {
        T found = map.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there is no source named '" + name + "', there are " + names());
        }
        return found;
    }

    /**
     * What is left: recording − all sources, sample by sample.
     *
     * @return nearly silent where there is no model of noise
     */
    public AudioClip noise() {
        return noise;
    }

    /**
     * What a user should know.
     *
     * @return see {@link FitSummary#notes()}
     */
    public List<String> notes() {
        return summary.notes();
    }

    /**
     * How it went.
     *
     * @return costs, acceptance, notes
     */
    public FitSummary summary() {
        return summary;
    }
}
