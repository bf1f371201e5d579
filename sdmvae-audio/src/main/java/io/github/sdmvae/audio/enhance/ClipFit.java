/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.data.Frames;
import java.util.ArrayList;
import java.util.List;

/** Takes a clip apart in memory. */
final class ClipFit {
    private static final int BLOCK = 1 << 15;

    private final MixtureSetup setup;
    private final SpeechFrontEnd frontEnd;
    private final double[] learned;
    private final double floor;

    /**
     * With everything that does not depend on the clip.
     *
     * @param setup sources and settings
     * @param frontEnd of all models
     * @param learned spectra of noise, K₀ × F
     * @param floor least share of the speech, 0 to below 1
     */
    ClipFit(MixtureSetup setup, SpeechFrontEnd frontEnd, double[] learned, double floor) {
        this.setup = setup;
        this.frontEnd = frontEnd;
        this.learned = learned;
        this.floor = floor;
    }

    /**
     * A clip taken apart.
     *
     * @param sources sounds of the sources, at the clip's rate and level
     * @param shares of the sources, at the model's rate
     * @param summary costs, acceptance, notes
     */
    record Parts(List<AudioClip> sources, List<Frames> shares, FitSummary summary) {
        /** What the sources leave. */
        AudioClip noise(AudioClip clip) {
            double[] rest = clip.samples();
            for (AudioClip source : sources) {
                double[] samples = source.samples();
                for (int i = 0; i < rest.length; i++) {
                    rest[i] -= samples[i];
                }
            }
            return AudioClip.of(rest, clip.sampleRate());
        }
    }

    /** What a clip takes: samples in several copies, powers, shares and states, and programs. */
    static long bytes(MixtureSetup setup, SpeechFrontEnd frontEnd, double seconds, int sampleRate) {
        int rate = frontEnd.options().sampleRate();
        double frames = seconds * rate / frontEnd.options().stft().hop();
        int sources = setup.names().size();
        double samples = seconds * Double.BYTES * (4.0 * rate + (3.0 + 2 * sources) * sampleRate);
        double rows = frames * (1 + sources) * frontEnd.options().stft().bins() * Float.BYTES;
        return (long) (samples + rows + frames * setup.stateBytes()) + MixtureFit.MOST_ROOM / 4;
    }

    /** Before memory is spent. */
    static void requireRoom(MixtureSetup setup, SpeechFrontEnd frontEnd, AudioClip clip) {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        long needed = bytes(setup, frontEnd, clip.seconds(), clip.sampleRate());
        if (needed > free) {
            throw new IllegalArgumentException(String.format(
                    java.util.Locale.ROOT,
                    "a clip of %.0f s needs about %d MB of memory, Java has %d MB left: take it from file to file, which"
                            + " needs little, or give Java more memory (-Xmx)",
                    clip.seconds(),
                    needed >> 20,
                    free >> 20));
        }
    }

    Parts run(AudioClip clip) {
        int rate = frontEnd.options().sampleRate();
        frontEnd.options().stft().frames(Math.toIntExact(lengthAt(clip, rate)));
        FitNotes notes = new FitNotes(rate);
        notes.recording(clip);
        double peak = clip.peak();
        if (peak == 0) {
            return silence(clip, notes);
        }
        AudioClip level = clip.resample(rate);
        double modelPeak = level.peak();
        SpectrumBlocks spectra =
                new SpectrumBlocks(frontEnd, Signal.of(level.normalisePeak(1).samples()));
        FloatRows.InMemory power = new FloatRows.InMemory(spectra.frames(), spectra.bins());
        MixtureSpectra.store(spectra, power, setup.settings().threads());
        List<FloatRows.InMemory> shares = shares(spectra);
        FitSummary summary = fit(power, shares, notes);
        List<AudioClip> sources = new ArrayList<>();
        for (FloatRows.InMemory share : shares) {
            sources.add(sound(spectra, share, modelPeak, clip));
        }
        return new Parts(sources, frames(shares), summary);
    }

    private static long lengthAt(AudioClip clip, int rate) {
        return ((long) clip.length() * rate + clip.sampleRate() - 1) / clip.sampleRate();
    }

    private Parts silence(AudioClip clip, FitNotes notes) {
        SpectrumBlocks spectra = new SpectrumBlocks(
                frontEnd,
                Signal.of(clip.resample(frontEnd.options().sampleRate()).samples()));
        List<AudioClip> sources = new ArrayList<>();
        setup.names().forEach(name -> sources.add(clip));
        return new Parts(sources, frames(shares(spectra)), notes.silence(spectra.frames()));
    }

    private List<FloatRows.InMemory> shares(SpectrumBlocks spectra) {
        List<FloatRows.InMemory> shares = new ArrayList<>();
        setup.names().forEach(name -> shares.add(new FloatRows.InMemory(spectra.frames(), spectra.bins())));
        return shares;
    }

    private static List<Frames> frames(List<FloatRows.InMemory> shares) {
        return shares.stream()
                .map(share -> share.frames(share.rows() + " frames of " + share.width() + " shares"))
                .toList();
    }

    private FitSummary fit(FloatRows power, List<FloatRows.InMemory> shares, FitNotes notes) {
        MixturePower mixture = MixturePower.of(power);
        TileStore store = TileStore.inMemory(setup.tiles(power.rows()));
        return setup.fit(mixture, store, learned, List.copyOf(shares), floor, notes);
    }

    /** The sound of a source: back at the clip's rate, length and level. */
    private AudioClip sound(SpectrumBlocks spectra, FloatRows share, double peak, AudioClip clip) {
        int length = spectra.length();
        double[] samples = new double[length];
        int blocks = (length + BLOCK - 1) / BLOCK;
        try (TileTeam team = new TileTeam(Math.min(setup.settings().threads(), blocks))) {
            team.run(
                    blocks,
                    block -> {
                        int from = block * BLOCK;
                        int to = Math.min(length, from + BLOCK);
                        System.arraycopy(spectra.masked(from, to, share), 0, samples, from, to - from);
                        return block;
                    },
                    block -> {});
        }
        for (int i = 0; i < length; i++) {
            samples[i] *= peak;
        }
        return withLength(AudioClip.of(samples, spectra.rate()).resample(clip.sampleRate()), clip.length());
    }

    /** Resampling there and back may leave some samples more. */
    private static AudioClip withLength(AudioClip clip, int length) {
        return clip.length() == length
                ? clip
                : AudioClip.of(java.util.Arrays.copyOf(clip.samples(), length), clip.sampleRate());
    }
}
