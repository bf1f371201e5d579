/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechFrames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to read recordings: the training recordings of the bundled speech (16 kHz, 16 bits) as samples, as
 * frames, into a cache, and from a cache that is there. Samples are read in one thread, frames by all processors. The
 * files are in the system's memory after the first time: this is the work, not the disk.
 *
 * <p>{@code java -jar sdmvae-bench/target/benchmarks.jar ReadingBenchmark} from the root of the repository
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class ReadingBenchmark {
    private final SpeechFolder folder = BundledSpeech.open();
    private final List<Path> flac = folder.files(Part.TRAIN);
    private final List<Path> wav = new ArrayList<>();
    private Path scratch = BundledSpeech.FOLDER;
    private int builds;

    /** Default constructor, for the harness. */
    public ReadingBenchmark() {}

    /**
     * Writes the recordings as WAV, and a cache.
     *
     * @throws IOException if there is no room
     */
    @Setup
    public void write() throws IOException {
        scratch = Files.createTempDirectory("reading");
        for (Path file : flac) {
            Path copy = scratch.resolve(wav.size() + ".wav");
            BundledSpeech.read(file).writeWav16(copy);
            wav.add(copy);
        }
        folder.cached(Part.TRAIN, scratch.resolve("ready"), (done, total, file) -> {});
    }

    /**
     * Deletes the caches that were built.
     *
     * @throws IOException if that fails
     */
    @TearDown(Level.Iteration)
    public void deleteBuilt() throws IOException {
        for (int i = 0; i < builds; i++) {
            delete(scratch.resolve("built" + i));
        }
        builds = 0;
    }

    /**
     * Deletes everything.
     *
     * @throws IOException if that fails
     */
    @TearDown
    public void deleteAll() throws IOException {
        delete(scratch);
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> inside = Files.walk(path)) {
            inside.sorted(Comparator.reverseOrder()).forEach(ReadingBenchmark::deleteOne);
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double peaks(List<Path> files) {
        return files.stream()
                .map(BundledSpeech::read)
                .mapToDouble(AudioClip::peak)
                .sum();
    }

    /**
     * All recordings as samples, from WAV.
     *
     * @return something of each
     */
    @Benchmark
    public double wavSamples() {
        return peaks(wav);
    }

    /**
     * All recordings as samples, from FLAC.
     *
     * @return something of each
     */
    @Benchmark
    public double flacSamples() {
        return peaks(flac);
    }

    /**
     * All recordings as frames in memory, from FLAC.
     *
     * @return the frames
     * @throws IOException if one cannot be read
     */
    @Benchmark
    public SpeechFrames flacFrames() throws IOException {
        return folder.frames(Part.TRAIN);
    }

    /**
     * A cache built of all recordings, flushed to the disk.
     *
     * @return the frames
     * @throws IOException if one cannot be read
     */
    @Benchmark
    public SpeechFrames cacheBuilt() throws IOException {
        return folder.cached(Part.TRAIN, scratch.resolve("built" + builds++), (done, total, file) -> {});
    }

    /**
     * The cache opened that is there.
     *
     * @return the frames
     * @throws IOException if it cannot be read
     */
    @Benchmark
    public SpeechFrames cacheOpened() throws IOException {
        return folder.openCached(Part.TRAIN, scratch.resolve("ready"));
    }
}
