/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechOptions.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeechFolderTest {
    private static final SpeechOptions OPTIONS = SpeechOptions.defaults();

    @TempDir
    Path root;

    private Path recording(String name, int length, int rate) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        AudioClip.of(TestAudio.noise(length, length), rate).writeWav16(file);
        return file;
    }

    @Test
    void open_withSubFolders_takesThemAsSets() throws IOException {
        recording("train/b/deep/er/2.wav", 1000, 16000);
        recording("train/a/1.WAV", 600, 16000);
        recording("val/c/3.wav", 1000, 16000);
        recording("test/4.wav", 1000, 16000);
        Files.writeString(root.resolve("train/notes.txt"), "not audio");
        Files.writeString(root.resolve("train/.hidden.wav"), "not audio");
        SpeechFolder folder = SpeechFolder.open(root, OPTIONS);
        assertThat(folder.files(Part.TRAIN))
                .containsExactly(root.resolve("train/a/1.WAV"), root.resolve("train/b/deep/er/2.wav"));
        assertThat(folder.files(Part.VALIDATION)).containsExactly(root.resolve("val/c/3.wav"));
        assertThat(folder.files(Part.TEST)).containsExactly(root.resolve("test/4.wav"));
    }

    @Test
    void recordings_areListedWhateverTheirFormat() throws IOException {
        recording("noise/b/2.wav", 600, 16000);
        recording("noise/1.SPH", 600, 16000);
        recording("noise/.hidden.wav", 600, 16000);
        Files.writeString(root.resolve("noise/notes.txt"), "not audio");
        assertThat(SpeechFolder.recordings(root.resolve("noise")))
                .containsExactly(root.resolve("noise/1.SPH"), root.resolve("noise/b/2.wav"));
        Path empty = Files.createDirectory(root.resolve("empty"));
        assertThatThrownBy(() -> SpeechFolder.recordings(empty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty: there is no recording (.wav, .flac, .sph");
        assertThatThrownBy(() -> SpeechFolder.recordings(root.resolve("none"))).hasMessageContaining("is not a folder");
    }

    @Test
    void frames_areThoseOfEachRecording() throws IOException {
        Path first = recording("train/a/1.wav", 6000, 16000);
        Path second = recording("train/b/2.wav", 9000, 16000);
        SpeechFolder folder = SpeechFolder.open(root, OPTIONS.withTrim(Double.POSITIVE_INFINITY));
        List<String> seen = new ArrayList<>();
        SpeechFrames frames =
                folder.frames(Part.TRAIN, (done, total, file) -> seen.add(done + "/" + total + " " + file));
        assertThat(seen).containsExactly("1/2 " + first, "2/2 " + second);
        assertThat(frames.size()).isEqualTo(1 + 6000 / 256 + 1 + 9000 / 256);
        assertThat(frames.width()).isEqualTo(513);
        assertThat(frames.description()).isEqualTo("2 files, 60 frames of 513");
        assertThat(frames.utterances())
                .containsExactly(new SpeechFrames.Utterance(first, 0, 24), new SpeechFrames.Utterance(second, 24, 36));
        int row = 0;
        for (Path file : List.of(first, second)) {
            var power = folder.frontEnd().analyse(folder.frontEnd().load(file)).power();
            for (int t = 0; t < power.size(); t++) {
                float[] got = new float[515];
                frames.read(row++, got, 2);
                assertThat(Arrays.copyOfRange(got, 2, 515)).containsExactly(power.row(t));
            }
        }
        assertThatThrownBy(() -> frames.read(60, new float[513], 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> frames.read(-1, new float[513], 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void frames_ofTestRecordings_areNotTrimmed() throws IOException {
        double[] samples = new double[16000];
        System.arraycopy(TestAudio.noise(4000, 1), 0, samples, 6000, 4000);
        for (String part : List.of("train", "test")) {
            Files.createDirectories(root.resolve(part));
            AudioClip.of(samples, 16000).writeWav16(root.resolve(part).resolve("a.wav"));
        }
        SpeechFolder folder = SpeechFolder.open(root, OPTIONS);
        assertThat(folder.frames(Part.TEST).size()).isEqualTo(1 + 16000 / 256);
        assertThat(folder.frames(Part.TRAIN).size()).isLessThan(30);
    }

    @Test
    void frames_ofOtherRates_areResampled() throws IOException {
        recording("train/a.wav", 44100, 44100);
        SpeechOptions options = OPTIONS.withTrim(Double.POSITIVE_INFINITY);
        assertThat(SpeechFolder.open(root, options).frames(Part.TRAIN).size()).isEqualTo(1 + 16000 / 256);
    }

    @Test
    void unreadable_failsByName() throws IOException {
        recording("train/a.wav", 1000, 16000);
        Files.writeString(root.resolve("train/b.wav"), "this is no audio");
        recording("train/c.wav", 1000, 16000);
        SpeechFolder folder = SpeechFolder.open(root, OPTIONS);
        assertThatThrownBy(() -> folder.frames(Part.TRAIN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("b.wav");
    }

    @Test
    void unreadable_skippedByName() throws IOException {
        recording("train/a.wav", 1000, 16000);
        Files.writeString(root.resolve("train/b.wav"), "this is no audio");
        TestAudio.wav(root.resolve("train/c.wav"), 1, 1, 16000, 16, new byte[4000]);
        TestAudio.wav(root.resolve("train/d.wav"), 1, 2, 16000, 16, new byte[4000]);
        recording("train/e.wav", 512, 16000);
        recording("train/f.wav", 513, 16000);
        SpeechFrames frames =
                SpeechFolder.open(root, OPTIONS.withUnreadable(Unreadable.SKIP)).frames(Part.TRAIN);
        assertThat(frames.utterances())
                .extracting(u -> u.file().getFileName().toString())
                .containsExactly("a.wav", "f.wav");
        assertThat(frames.skipped())
                .extracting(s -> s.file().getFileName().toString())
                .containsExactly("b.wav", "c.wav", "d.wav", "e.wav");
        assertThat(frames.skipped())
                .extracting(SpeechFrames.Skipped::reason)
                .satisfiesExactly(
                        r -> assertThat(r).contains("b.wav"),
                        r -> assertThat(r).contains("c.wav", "silence"),
                        r -> assertThat(r).contains("d.wav", "Channels.mix()"),
                        r -> assertThat(r).contains("e.wav", "at least 513 samples"));
        assertThat(frames.description()).endsWith("4 files left out");
    }

    @Test
    void unreadable_all_isAnErrorEvenWhenSkipping() throws IOException {
        Files.createDirectories(root.resolve("train"));
        Files.writeString(root.resolve("train/b.wav"), "this is no audio");
        SpeechFolder folder = SpeechFolder.open(root, OPTIONS.withUnreadable(Unreadable.SKIP));
        assertThatThrownBy(() -> folder.frames(Part.TRAIN))
                .hasMessageContaining("none of 1")
                .hasMessageContaining("b.wav");
        assertThatThrownBy(() -> folder.frames(Part.TEST)).hasMessageContaining("no recordings for the test set");
    }

    @Test
    void open_ofNothing_isRefused() throws IOException {
        assertThatThrownBy(() -> SpeechFolder.open(root, OPTIONS))
                .hasMessageContaining("no recording (.wav, .flac, .sph, .aif, .aiff, .au)");
        Files.createDirectories(root.resolve("train"));
        assertThatThrownBy(() -> SpeechFolder.open(root, OPTIONS))
                .hasMessageContaining("no recording (.wav, .flac, .sph, .aif, .aiff, .au)");
        assertThatThrownBy(() -> SpeechFolder.open(root.resolve("none"), OPTIONS))
                .hasMessageContaining("not a folder");
    }

    @Test
    void split_keepsSpeakersApartAndIsSeeded() throws IOException {
        for (int speaker = 0; speaker < 20; speaker++) {
            recording("s" + speaker + "/1.wav", 600, 16000);
            recording("s" + speaker + "/chapter/2.wav", 600, 16000);
        }
        SpeechOptions options = OPTIONS.withSplit(0.2, 0.1, 5);
        SpeechFolder folder = SpeechFolder.open(root, options);
        Set<Path> speakers = new HashSet<>();
        Map<Part, Integer> counts = Map.of(Part.TRAIN, 14, Part.VALIDATION, 4, Part.TEST, 2);
        for (Part part : Part.values()) {
            Set<Path> here = new HashSet<>();
            folder.files(part).forEach(f -> here.add(root.relativize(f).getName(0)));
            assertThat(here).hasSize(counts.getOrDefault(part, -1));
            assertThat(folder.files(part)).hasSize(2 * here.size()).isSorted();
            speakers.addAll(here);
        }
        assertThat(speakers).hasSize(20);
        assertThat(SpeechFolder.open(root, options).files(Part.TEST)).isEqualTo(folder.files(Part.TEST));
        assertThat(SpeechFolder.open(root, OPTIONS.withSplit(0.2, 0.1, 6)).files(Part.VALIDATION))
                .isNotEqualTo(folder.files(Part.VALIDATION));
    }

    @Test
    void split_thatCannotBeMade_isRefused() throws IOException {
        recording("a/1.wav", 600, 16000);
        recording("b/1.wav", 600, 16000);
        assertThatThrownBy(() -> SpeechFolder.open(root, OPTIONS)).hasMessageContaining("2 speaker folders");
        assertThat(SpeechFolder.open(root, OPTIONS.withSplit(0.5, 0, 1)).files(Part.TRAIN))
                .hasSize(1);
        recording("lost.wav", 600, 16000);
        assertThatThrownBy(() -> SpeechFolder.open(root, OPTIONS)).hasMessageContaining("lost.wav");
        assertThatThrownBy(() -> OPTIONS.withSplit(0.5, 0.5, 1)).hasMessageContaining("got 0.5 and 0.5");
        assertThatThrownBy(() -> OPTIONS.withTrim(0)).hasMessageContaining("got 0.0");
        assertThatThrownBy(() -> OPTIONS.withSampleRate(0)).hasMessageContaining("got 0");
    }

    private void link(String name, String target) throws IOException {
        Path link = root.resolve(name);
        Files.createDirectories(link.getParent());
        String way = link.getParent().relativize(root.resolve(target)).toString();
        try {
            // A link to the folder that it lies in: the way there is empty, which no file system takes.
            Files.createSymbolicLink(link, Path.of(way.isEmpty() ? "." : way));
        } catch (IOException | UnsupportedOperationException e) {
            Assumptions.abort("needs a file system with symbolic links: " + e);
        }
    }

    @Test
    void links_toPartsSpeakersAndRecordings_areFollowed() throws IOException {
        recording("store/clean/a/1.wav", 600, 16000);
        recording("store/clean/b/2.wav", 600, 16000);
        recording("store/other/c/3.wav", 600, 16000);
        recording("store/other/d.wav", 600, 16000);
        recording("corpus/val/e.wav", 600, 16000);
        link("corpus/train", "store/clean");
        link("corpus/val/c", "store/other/c");
        link("corpus/test/d.wav", "store/other/d.wav");
        Path corpus = root.resolve("corpus");
        SpeechFolder folder = SpeechFolder.open(corpus, OPTIONS);
        assertThat(folder.files(Part.TRAIN))
                .containsExactly(corpus.resolve("train/a/1.wav"), corpus.resolve("train/b/2.wav"));
        assertThat(folder.files(Part.VALIDATION))
                .containsExactly(corpus.resolve("val/c/3.wav"), corpus.resolve("val/e.wav"));
        assertThat(folder.files(Part.TEST)).containsExactly(corpus.resolve("test/d.wav"));
        assertThat(folder.frames(Part.TRAIN).utterances()).hasSize(2);
    }

    @Test
    void links_toSpeakersBesideFolders_areFollowed() throws IOException {
        recording("store/c/3.wav", 600, 16000);
        recording("corpus/a/1.wav", 600, 16000);
        recording("corpus/b/2.wav", 600, 16000);
        link("corpus/c", "store/c");
        SpeechFolder folder = SpeechFolder.open(root.resolve("corpus"), OPTIONS);
        long files = 0;
        for (Part part : Part.values()) {
            files += folder.files(part).size();
        }
        assertThat(files).isEqualTo(3);
    }

    @Test
    void links_inALoop_arePassedOver() throws IOException {
        Path only = recording("train/a/1.wav", 600, 16000);
        link("train/a/again", "train");
        link("train/all", "train");
        assertThat(SpeechFolder.open(root, OPTIONS).files(Part.TRAIN)).containsExactly(only);
    }

    @Test
    void links_thatPutARecordingIntoTwoSets_areRefused() throws IOException {
        recording("train/a/1.wav", 600, 16000);
        link("test/a", "train/a");
        assertThatThrownBy(() -> SpeechFolder.open(root, OPTIONS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("test/a/1.wav: is the same recording as")
                .hasMessageContaining("train/a/1.wav")
                .hasMessageContaining("two sets");
    }

    @Test
    void links_toNothing_areNeverPassedOver() throws IOException {
        recording("train/a/1.wav", 600, 16000);
        link("train/b/2.wav", "gone.wav");
        SpeechFolder failing = SpeechFolder.open(root, OPTIONS);
        assertThatThrownBy(() -> failing.frames(Part.TRAIN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2.wav: is a link to")
                .hasMessageContaining("does not exist");
        SpeechOptions skip = OPTIONS.withUnreadable(Unreadable.SKIP);
        SpeechFolder skipping = SpeechFolder.open(root, skip);
        assertThat(skipping.frames(Part.TRAIN).skipped()).hasSize(1);
        Path cache = root.resolve("cache");
        assertThat(skipping.cached(Part.TRAIN, cache, (done, total, file) -> {}).skipped())
                .hasSize(1);
        link("train/c", "unmounted");
        assertThatThrownBy(() -> SpeechFolder.open(root, skip)).hasMessageContaining("train/c: is a link to");
        Files.delete(root.resolve("train/c"));
        link("val", "unmounted");
        assertThatThrownBy(() -> SpeechFolder.open(root, skip)).hasMessageContaining("val: is a link to");
    }

    @Test
    void open_listsEveryFormatThatIsReadWithoutHelp() throws IOException {
        for (String name : new String[] {"a.wav", "b.FLAC", "c.sph", "d.aif", "e.aiff", "f.AU", "g.txt", "h.mp3"}) {
            Files.createDirectories(root.resolve("train"));
            Files.writeString(root.resolve("train").resolve(name), "listed, not read");
        }
        assertThat(SpeechFolder.open(root, OPTIONS).files(Part.TRAIN))
                .extracting(file -> root.resolve("train").relativize(file).toString())
                .containsExactly("a.wav", "b.FLAC", "c.sph", "d.aif", "e.aiff", "f.AU");
    }

    @Test
    void open_folderWithoutSubFolders_isSplitByRecording() throws IOException {
        for (int i = 0; i < 20; i++) {
            recording("utterance" + i + ".wav", 600, 16000);
        }
        SpeechFolder folder = SpeechFolder.open(root, OPTIONS);
        Set<Path> all = new HashSet<>();
        for (Part part : Part.values()) {
            assertThat(folder.files(part)).isNotEmpty();
            all.addAll(folder.files(part));
        }
        assertThat(all).hasSize(20);
    }

    /** The counts that the training curves to meet were made of. */
    @Test
    void recordings_giveTheKnownNumberOfFrames() throws IOException {
        Path data = TestAudio.speech();
        SpeechFolder folder = SpeechFolder.open(data, OPTIONS);
        assertThat(folder.files(Part.TEST)).hasSize(95);
        assertThat(folder.frames(Part.VALIDATION).size()).isEqualTo(29_141);
        assertThat(folder.frames(Part.TRAIN).size()).isEqualTo(156_658);
    }
}
