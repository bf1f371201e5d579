/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechOptions.Unreadable;
import io.github.sdmvae.data.FrameCacheException;
import io.github.sdmvae.data.FrameSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeechCacheTest {
    private static final SpeechOptions OPTIONS = SpeechOptions.defaults();

    @TempDir
    Path folder;

    private Path root;
    private Path caches;
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void recordings() throws IOException {
        root = folder.resolve("speech");
        caches = folder.resolve("caches/deep");
        for (int i = 0; i < 12; i++) {
            recording("train/" + i % 3 + "/" + i + ".wav", 2000 + 700 * i);
        }
        recording("test/a.wav", 3000);
    }

    private Path recording(String name, int length) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        AudioClip.of(TestAudio.noise(length, length), 16000).writeWav16(file);
        return file;
    }

    private SpeechFrames cached(SpeechOptions options) throws IOException {
        seen.clear();
        return SpeechFolder.open(root, options)
                .cached(Part.TRAIN, caches, (done, total, file) -> seen.add(done + "/" + total));
    }

    private static void requireSame(FrameSource actual, FrameSource expected) {
        assertThat(actual.size()).isEqualTo(expected.size());
        assertThat(actual.width()).isEqualTo(expected.width());
        float[] row = new float[actual.width()];
        float[] wanted = new float[actual.width()];
        for (int i = 0; i < actual.size(); i++) {
            actual.read(i, row, 0);
            expected.read(i, wanted, 0);
            assertThat(row).isEqualTo(wanted);
        }
    }

    /** Refused by a plain open with the given words, rebuilt by the other one. */
    private void requireStale(SpeechOptions options, String... words) throws IOException {
        SpeechFolder changed = SpeechFolder.open(root, options);
        assertThatThrownBy(() -> changed.openCached(Part.TRAIN, caches))
                .isInstanceOf(FrameCacheException.class)
                .hasMessageContainingAll(words);
        requireSame(cached(options), changed.frames(Part.TRAIN));
        assertThat(seen).isNotEmpty();
        changed.openCached(Part.TRAIN, caches);
    }

    @Test
    void cached_isWhatIsReadIntoMemory_bitForBit() throws IOException {
        SpeechFolder speech = SpeechFolder.open(root, OPTIONS);
        for (Part part : List.of(Part.TRAIN, Part.TEST)) {
            SpeechFrames memory = speech.frames(part);
            SpeechFrames cache = speech.cached(part, caches, (done, total, file) -> {});
            requireSame(cache, memory);
            requireSame(speech.openCached(part, caches), memory);
            assertThat(cache.utterances()).isEqualTo(memory.utterances());
            assertThat(cache.description()).isEqualTo(memory.description());
        }
    }

    @Test
    void cached_again_readsNoRecording() throws IOException {
        cached(OPTIONS);
        assertThat(seen).hasSize(12).startsWith("1/12").endsWith("12/12");
        cached(OPTIONS);
        assertThat(seen).isEmpty();
    }

    @Test
    void openCached_withoutCache_saysToBuild() throws IOException {
        SpeechFolder speech = SpeechFolder.open(root, OPTIONS);
        assertThatThrownBy(() -> speech.openCached(Part.TRAIN, caches)).isInstanceOf(NoSuchFileException.class);
        assertThat(caches).doesNotExist();
        assertThatThrownBy(() -> speech.cached(Part.VALIDATION, caches, (done, total, file) -> {}))
                .hasMessageContaining("validation");
    }

    @Test
    void folderThatMoved_keepsItsCache() throws IOException {
        cached(OPTIONS);
        root = Files.move(root, folder.resolve("moved"));
        SpeechFrames frames = cached(OPTIONS);
        assertThat(seen).isEmpty();
        assertThat(frames.utterances().get(0).file()).isEqualTo(root.resolve("train/0/0.wav"));
    }

    @Test
    void recordingAdded_makesTheCacheStale() throws IOException {
        cached(OPTIONS);
        recording("train/1/new.wav", 4000);
        requireStale(OPTIONS, "1 input added (train/1/new.wav)");
    }

    @Test
    void recordingRemoved_makesTheCacheStale() throws IOException {
        cached(OPTIONS);
        Files.delete(root.resolve("train/0/3.wav"));
        requireStale(OPTIONS, "1 input removed (train/0/3.wav)");
    }

    @Test
    void recordingChanged_makesTheCacheStale() throws IOException {
        cached(OPTIONS);
        recording("train/0/3.wav", 5555);
        requireStale(OPTIONS, "1 input changed (train/0/3.wav)");
        Files.setLastModifiedTime(root.resolve("train/0/0.wav"), FileTime.fromMillis(1_000_000));
        requireStale(OPTIONS, "1 input changed (train/0/0.wav)");
    }

    @Test
    void everySetting_makesTheCacheStale() throws IOException {
        cached(OPTIONS);
        requireStale(OPTIONS.withSampleRate(8000), "sample rate was 16000 Hz and is 8000 Hz");
        requireStale(OPTIONS.withTrim(20), "trim was 30.0 dB and is 20.0 dB");
        requireStale(OPTIONS.withChannels(Channels.mix()), "channels was undecided and is mix");
        requireStale(OPTIONS.withUnreadable(Unreadable.SKIP), "unreadable was FAIL and is SKIP");
        StftConfig stft = StftConfig.speech();
        requireStale(OPTIONS.withStft(new StftConfig(stft.window(), 128, stft.padding())), "hop was 256 and is 128");
        requireStale(
                OPTIONS.withStft(new StftConfig(stft.window(), 256, StftConfig.Padding.ZEROS)),
                "padding was REFLECT and is ZEROS");
        requireStale(
                OPTIONS.withStft(new StftConfig(Window.hann(512), 256, stft.padding())),
                "window was sine(1024) and is hann(512)");
        double[] weights = Window.sine(512).weights();
        requireStale(OPTIONS.withStft(new StftConfig(Window.of(weights), 256, stft.padding())), "is own(512)");
        weights[100] *= 1.01;
        requireStale(OPTIONS.withStft(new StftConfig(Window.of(weights), 256, stft.padding())), "window was own(512)");
    }

    @Test
    void unreadable_failsByNameAndLeavesNoCache() throws IOException {
        Files.writeString(root.resolve("train/0/0.wav"), "this is no audio");
        assertThatThrownBy(() -> cached(OPTIONS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0.wav");
        try (Stream<Path> list = Files.list(caches)) {
            assertThat(list.map(p -> p.getFileName().toString())).containsExactly(".train.npy.lock");
        }
    }

    @Test
    void unreadable_skipped_isRememberedByTheCache() throws IOException {
        Files.writeString(root.resolve("train/0/0.wav"), "this is no audio");
        SpeechOptions skipping = OPTIONS.withUnreadable(Unreadable.SKIP);
        SpeechFrames memory = SpeechFolder.open(root, skipping).frames(Part.TRAIN);
        cached(skipping);
        SpeechFrames frames = cached(skipping);
        assertThat(frames.skipped()).isEqualTo(memory.skipped()).hasSize(1);
        assertThat(frames.utterances()).isEqualTo(memory.utterances());
        assertThat(frames.description()).contains("11 files", "1 files left out");
        requireSame(frames, memory);
    }

    @Test
    void progressThatThrows_endsTheBuildWithoutLitter() throws IOException {
        SpeechFolder speech = SpeechFolder.open(root, OPTIONS);
        assertThatThrownBy(() -> speech.cached(Part.TRAIN, caches, (done, total, file) -> {
                    throw new IllegalStateException("cancelled at " + done);
                }))
                .hasMessage("cancelled at 1");
        try (Stream<Path> list = Files.list(caches)) {
            assertThat(list).hasSize(1);
        }
        assertThat(cached(OPTIONS).size()).isPositive();
    }

    @Test
    void cached_realRecordings_areThoseInMemory() throws IOException {
        SpeechFolder speech = SpeechFolder.open(TestAudio.speech(), OPTIONS);
        requireSame(speech.cached(Part.VALIDATION, caches, (done, total, file) -> {}), speech.frames(Part.VALIDATION));
    }

    /** Prints what building, opening and reading cost; 320 MB. */
    @Test
    @Tag("slow")
    void cached_realTrainingSet_costs() throws IOException {
        SpeechFolder speech = SpeechFolder.open(TestAudio.speech(), OPTIONS);
        for (String what : List.of("build", "open")) {
            long start = System.nanoTime();
            SpeechFrames frames = speech.cached(Part.TRAIN, caches, (done, total, file) -> {});
            double seconds = (System.nanoTime() - start) * 1e-9;
            System.out.printf(
                    "%s: %d frames in %.3f s, %.0f/s%n", what, frames.size(), seconds, frames.size() / seconds);
            assertThat(frames.size()).isEqualTo(156_658);
        }
    }
}
