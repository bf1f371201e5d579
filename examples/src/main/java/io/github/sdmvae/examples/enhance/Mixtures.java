/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.examples.enhance.Mixture.Named;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Numbered mixtures of speech and noise: which recordings, which level and which place in the noise are a pure function of
 * the number and a seed, so that more of them can be made later and the first stay the same. Noises go round with the
 * numbers, and levels so that after noises × levels numbers every noise has had every level. Speakers come in an order drawn
 * by the seed, each with one recording before any has a second.
 */
final class Mixtures {
    private static final double LEAST_SECONDS = 1;

    private final SpeechFrontEnd frontEnd;
    private final List<Path> speech;
    private final List<Path> noises;
    private final List<Double> levels;
    private final double longest;
    private final double highPass;
    private final long seed;

    private Mixtures(SpeechFrontEnd frontEnd, List<Path> speech, List<Path> noises, Plan plan) {
        this.frontEnd = frontEnd;
        this.speech = speech;
        this.noises = noises;
        this.levels = plan.levels();
        this.longest = plan.longest();
        this.highPass = plan.highPass();
        this.seed = plan.seed();
    }

    /**
     * How to mix.
     *
     * @param levels in dB, at least one
     * @param longest seconds of speech after which it is cut; infinity for never
     * @param highPass what lies below is taken out of the speech, in Hz; 0 for nothing
     * @param seed of everything random
     */
    record Plan(List<Double> levels, double longest, double highPass, long seed) {
        Plan {
            levels = List.copyOf(levels);
            if (levels.isEmpty() || levels.stream().anyMatch(level -> !Double.isFinite(level))) {
                throw new IllegalArgumentException("--snr must be at least one finite level in dB, got " + levels);
            }
            if (!(longest >= LEAST_SECONDS)) {
                throw new IllegalArgumentException(
                        "--max-seconds must be at least " + LEAST_SECONDS + ", got " + longest);
            }
            if (!(highPass >= 0)) {
                throw new IllegalArgumentException("--high-pass must be 0 (none) or above, in Hz, got " + highPass);
            }
        }
    }

    /**
     * Finds the recordings.
     *
     * @param frontEnd how they are read
     * @param speech recordings; a folder of them is a speaker's
     * @param noise folder of recordings of noise
     * @param plan how to mix
     */
    static Mixtures open(SpeechFrontEnd frontEnd, List<Path> speech, Path noise, Plan plan) throws IOException {
        List<Path> noises = SpeechFolder.recordings(noise);
        if (speech.isEmpty()) {
            throw new IOException("there is no recording of speech to mix with the noise in " + noise);
        }
        return new Mixtures(frontEnd, inTurns(speech, plan.seed()), noises, plan);
    }

    /** First recordings of all speakers, then second ones. */
    private static List<Path> inTurns(List<Path> files, long seed) {
        Map<String, List<Path>> bySpeaker = new TreeMap<>();
        files.forEach(file -> bySpeaker
                .computeIfAbsent(String.valueOf(file.getParent()), folder -> new ArrayList<>())
                .add(file));
        List<List<Path>> speakers = new ArrayList<>(bySpeaker.values());
        Collections.shuffle(speakers, new Random(seed));
        List<Path> ordered = new ArrayList<>();
        for (int turn = 0; ordered.size() < files.size(); turn++) {
            for (List<Path> speaker : speakers) {
                if (turn < speaker.size()) {
                    ordered.add(speaker.get(turn));
                }
            }
        }
        return ordered;
    }

    List<Path> noises() {
        return noises;
    }

    /**
     * Makes a mixture.
     *
     * @param number from 0
     */
    Mixture of(int number) throws IOException {
        Path noise = noises.get(number % noises.size());
        double level = levels.get((number % noises.size() + number / noises.size()) % levels.size());
        double place = new SplittableRandom(seed * 1_000_003 + number).nextDouble();
        Named voice = named(speech.get(number % speech.size()));
        if (voice.clip().seconds() < LEAST_SECONDS) {
            throw new IOException(speech.get(number % speech.size()) + ": is too short to be scored, "
                    + voice.clip().seconds() + " s; leave it out");
        }
        AudioClip cut = voice.clip().beginning(longest);
        Named filtered = new Named(voice.name(), HighPass.of(cut, highPass));
        return Mixture.of(number, filtered, named(noise), level, place);
    }

    private Named named(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        AudioClip clip = frontEnd.load(file);
        return new Named(name.substring(0, name.lastIndexOf('.')), clip);
    }
}
