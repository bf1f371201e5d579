/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.audio.SpeechOptions.Unreadable;
import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.ShardedFrames;
import io.github.sdmvae.spark.Small;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkFramesTest {
    private static final SpeechOptions OPTIONS = SpeechOptions.defaults();

    @TempDir
    private Path folder;

    private ShardedFrames extract(SpeechOptions options) throws IOException {
        return SparkFrames.extract(
                Small.spark(), folder.resolve("speech"), options, Part.TRAIN, folder.resolve("frames"), 3);
    }

    private static void assertSameRows(FrameSource ours, FrameSource expected) {
        assertThat(ours.size()).isEqualTo(expected.size());
        assertThat(ours.width()).isEqualTo(expected.width());
        float[] a = new float[ours.width()];
        float[] b = new float[ours.width()];
        for (int i = 0; i < ours.size(); i++) {
            ours.read(i, a, 0);
            expected.read(i, b, 0);
            assertThat(a).as("row %d", i).isEqualTo(b);
        }
    }

    @Test
    void aCorpus_hasTheRowsOfTheFolder_inShardsOfFixedGroups() throws IOException {
        Path speech = Small.recordings(folder.resolve("speech"), 8);
        ShardedFrames frames = extract(OPTIONS);
        assertThat(frames.shards()).hasSize(3);
        assertSameRows(frames, SpeechFolder.open(speech, OPTIONS).frames(Part.TRAIN));
        assertSameRows(ShardedFrames.open(folder.resolve("frames")), frames);
        assertThat(frames.contents()).hasSize(8);
        assertThat(frames.contents().get(3).name()).isEqualTo("train/recording-03.wav");
        assertThat(frames.contents().get(3).firstRow())
                .isEqualTo(frames.shards().get(0).size());
        frames.verify();
    }

    @Test
    void whatIsThere_isNotMadeAgain() throws IOException {
        Small.recordings(folder.resolve("speech"), 7);
        extract(OPTIONS);
        Path first = folder.resolve("frames/shard-00000.npy");
        Path second = folder.resolve("frames/shard-00001.npy");
        byte[] bytes = Files.readAllBytes(second);
        FileTime longAgo = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(first, longAgo);
        // Killed before the second shard was there.
        Files.delete(second);
        Files.delete(folder.resolve("frames").resolve(ShardedFrames.MANIFEST));
        assertThatThrownBy(() -> ShardedFrames.open(folder.resolve("frames")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("not to its end");
        extract(OPTIONS);
        assertThat(Files.getLastModifiedTime(first)).isEqualTo(longAgo);
        assertThat(Files.readAllBytes(second)).isEqualTo(bytes);
    }

    @Test
    void recordingsThatCannotBeUsed_stopOrAreNamed() throws IOException {
        Small.recordings(folder.resolve("speech"), 7);
        // The last group has this one alone.
        Files.writeString(folder.resolve("speech/train/recording-06.wav"), "no sound");
        assertThatThrownBy(() -> extract(OPTIONS)).hasStackTraceContaining("recording-06.wav");
        ShardedFrames frames = extract(OPTIONS.withUnreadable(Unreadable.SKIP));
        assertThat(frames.shards()).hasSize(2);
        assertThat(frames.contents()).hasSize(7);
        assertThat(frames.contents().get(6).isUsed()).isFalse();
        assertThat(frames.contents().get(6).skipped()).contains("recording-06.wav");
    }

    @Test
    void noRecordings_areRefused() throws IOException {
        Files.createDirectories(folder.resolve("speech/train"));
        assertThatThrownBy(() -> extract(OPTIONS)).isInstanceOf(IOException.class);
    }
}
