/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.SampleReader;
import io.github.sdmvae.audio.SampleWriter;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Takes a recording of any length apart from file to file, to the same samples as a clip in memory: signal, powers, shares and
 * the states of tiles lie in scratch files beside the result.
 */
final class FileFit {
    private static final int BLOCK = 1 << 16;

    private final MixtureSetup setup;
    private final SpeechFrontEnd frontEnd;
    private final double[] learned;
    private final double floor;

    FileFit(MixtureSetup setup, SpeechFrontEnd frontEnd, double[] learned, double floor) {
        this.setup = setup;
        this.frontEnd = frontEnd;
        this.learned = learned;
        this.floor = floor;
    }

    /**
     * Takes a file apart.
     *
     * @param in the recording
     * @param out where each source goes
     * @param choices how to read and write
     * @return how it went
     * @throws IOException naming the file, if one cannot be read or written
     */
    EnhancedFile run(Path in, List<Path> out, FileChoices choices) throws IOException {
        List<Path> results = new ArrayList<>(out);
        if (choices.noise() != null) {
            results.add(choices.noise());
        }
        requireOthers(in, results);
        Path folder = Objects.requireNonNull(out.get(0).toAbsolutePath().getParent(), "a file has a folder");
        try (Scratch scratch = new Scratch(folder)) {
            return run(in, out, choices, scratch);
        } catch (UncheckedIOException e) {
            throw new IOException(in + ": " + e.getMessage(), e.getCause());
        } catch (IllegalArgumentException e) {
            throw new IOException(in + ": " + e.getMessage(), e);
        }
    }

    private static void requireOthers(Path in, List<Path> results) throws IOException {
        for (int i = 0; i < results.size(); i++) {
            Path result = results.get(i);
            AtomicFile.requireWritable(result);
            boolean twice = results.subList(0, i).contains(result);
            if (twice || (Files.exists(result) && Files.exists(in) && Files.isSameFile(in, result))) {
                throw new IOException(result + ": is " + (twice ? "named twice" : "the recording itself")
                        + ", results need files of their own: nothing was written");
            }
        }
    }

    private EnhancedFile run(Path in, List<Path> out, FileChoices choices, Scratch scratch) throws IOException {
        int modelRate = frontEnd.options().sampleRate();
        LongRecording recording;
        try (SampleReader reader = SampleReader.open(in, choices.channels())) {
            recording = LongRecording.read(reader, modelRate, scratch.file());
        }
        FitNotes notes = new FitNotes(modelRate);
        notes.recording(recording.rate(), recording.clipping());
        int frames = frontEnd.options().stft().frames(recording.signal().length());
        double seconds = (double) recording.length() / recording.rate();
        if (recording.peak() == 0) {
            writeZeros(recording, out, choices);
            return new EnhancedFile(recording.rate(), seconds, notes.silence(frames));
        }
        scratch.requireRoom(bytes(frames));
        SpectrumBlocks spectra = new SpectrumBlocks(frontEnd, recording.level());
        List<FloatRows> shares = new ArrayList<>();
        for (int j = 0; j < out.size(); j++) {
            shares.add(scratch.file().rows(frames, spectra.bins()));
        }
        FitSummary summary = fit(spectra, shares, notes, scratch);
        List<Signal> sounds = new ArrayList<>();
        for (FloatRows share : shares) {
            sounds.add(sound(spectra, share, recording, scratch.file()));
        }
        List<String> told = new ArrayList<>(summary.notes());
        write(in, out, choices, recording, sounds, told);
        return new EnhancedFile(
                recording.rate(), seconds, new FitSummary(frames, summary.costs(), summary.acceptance(), told));
    }

    private FitSummary fit(SpectrumBlocks spectra, List<FloatRows> shares, FitNotes notes, Scratch scratch)
            throws IOException {
        FloatRows power = scratch.file().rows(spectra.frames(), spectra.bins());
        MixtureSpectra.store(spectra, power, setup.settings().threads());
        return setup.fit(MixturePower.of(power), scratch.file().tiles(), learned, shares, floor, notes);
    }

    /** Powers, shares, samples and states. */
    private long bytes(int frames) {
        int bins = frontEnd.options().stft().bins();
        long perFrame = (1L + setup.names().size()) * bins * Float.BYTES
                + 8L * frontEnd.options().stft().hop() * (1 + setup.names().size());
        return frames * (perFrame + setup.stateBytes());
    }

    /** A source at the model's rate and the recording's level, in a scratch file, and from there at the recording's rate. */
    private static Signal sound(SpectrumBlocks spectra, FloatRows share, LongRecording recording, ScratchFile file) {
        int length = spectra.length();
        for (int from = 0; from < length; from += BLOCK) {
            double[] samples = spectra.masked(from, Math.min(length, from + BLOCK), share);
            for (int i = 0; i < samples.length; i++) {
                samples[i] *= recording.peak();
            }
            file.write(from, samples, samples.length);
        }
        return new Resampling(spectra.rate(), recording.rate()).of(file.signal(length));
    }

    private static void writeZeros(LongRecording recording, List<Path> out, FileChoices choices) throws IOException {
        List<Path> all = new ArrayList<>(out);
        if (choices.noise() != null) {
            all.add(choices.noise());
        }
        for (Path file : all) {
            SampleWriter.writeWav(file, recording.rate(), recording.length(), choices.floats(), (first, target) -> {});
        }
    }

    private static void write(
            Path in,
            List<Path> out,
            FileChoices choices,
            LongRecording recording,
            List<Signal> sounds,
            List<String> told)
            throws IOException {
        for (int j = 0; j < out.size(); j++) {
            Signal sound = sounds.get(j);
            writeScaled(out.get(j), choices, recording, sound::read, told);
        }
        if (choices.noise() != null) {
            writeNoise(in, choices, recording, sounds, told);
        }
    }

    /** What is left of the recording, which is read twice more: once for the peak. */
    private static void writeNoise(
            Path in, FileChoices choices, LongRecording recording, List<Signal> sounds, List<String> told)
            throws IOException {
        try (Rest forPeak = new Rest(SampleReader.open(in, choices.channels()), sounds);
                Rest forFile = new Rest(SampleReader.open(in, choices.channels()), sounds)) {
            double scale = scale(choices, recording, forPeak, java.util.Objects.requireNonNull(choices.noise()), told);
            writeWav(java.util.Objects.requireNonNull(choices.noise()), choices, recording, forFile, scale);
        }
    }

    /** Recording less sounds, read from front to end. */
    private record Rest(SampleReader reader, List<Signal> sounds) implements SampleWriter.Source, AutoCloseable {
        @Override
        public void read(int first, double[] target) throws IOException {
            if (reader.read(target) != target.length) {
                throw new IOException("the recording has changed while it was being read");
            }
            double[] sound = new double[target.length];
            for (Signal each : sounds) {
                each.read(first, sound);
                for (int i = 0; i < target.length; i++) {
                    target[i] -= sound[i];
                }
            }
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    private static void writeScaled(
            Path file, FileChoices choices, LongRecording recording, SampleWriter.Source samples, List<String> told)
            throws IOException {
        double scale = scale(choices, recording, samples, file, told);
        writeWav(file, choices, recording, samples, scale);
    }

    /** 1, unless 16 bits cannot hold the peak: nothing is ever clipped. */
    private static double scale(
            FileChoices choices, LongRecording recording, SampleWriter.Source samples, Path file, List<String> told)
            throws IOException {
        if (choices.floats()) {
            return 1;
        }
        double peak = 0;
        for (int first = 0; first < recording.length(); first += BLOCK) {
            double[] block = new double[Math.min(BLOCK, recording.length() - first)];
            samples.read(first, block);
            for (double sample : block) {
                peak = Math.max(peak, Math.abs(sample));
            }
        }
        if (peak <= 1) {
            return 1;
        }
        told.add(String.format(
                Locale.ROOT,
                "%s: its peak was %.3f, scaled to 1 because 16 bits hold no more",
                file.getFileName(),
                peak));
        return 1 / peak;
    }

    private static void writeWav(
            Path file, FileChoices choices, LongRecording recording, SampleWriter.Source samples, double scale)
            throws IOException {
        SampleWriter.writeWav(file, recording.rate(), recording.length(), choices.floats(), (first, target) -> {
            samples.read(first, target);
            for (int i = 0; i < target.length; i++) {
                target[i] *= scale;
            }
        });
    }
}
