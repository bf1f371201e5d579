/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechOptions.Unreadable;
import io.github.sdmvae.data.FrameCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeechShardTest {
    @TempDir
    private Path root;

    @BeforeEach
    void recordings() throws IOException {
        Files.createDirectories(root.resolve("train"));
        for (int i = 0; i < 5; i++) {
            AudioClip.of(TestAudio.noise(3000 + 500 * i, i), 16000).writeWav16(root.resolve("train/r" + i + ".wav"));
        }
    }

    private List<SpeechShard> shards(SpeechOptions options) throws IOException {
        return SpeechShard.of(root, SpeechFolder.open(root, options), Part.TRAIN, 2);
    }

    @Test
    void shards_haveTheRowsOfTheSet() throws IOException {
        SpeechFrames whole = SpeechFolder.open(root, SpeechOptions.defaults()).frames(Part.TRAIN);
        List<SpeechShard> shards = shards(SpeechOptions.defaults());
        assertThat(shards).hasSize(3);
        assertThat(shards.get(1).recordings()).containsExactly("train/r2.wav", "train/r3.wav");
        int next = 0;
        float[] ours = new float[513];
        float[] expected = new float[513];
        for (int s = 0; s < 3; s++) {
            Path file = root.resolve("shard" + s);
            // As if on another machine.
            SpeechShard sent = SpeechShard.fromJson(shards.get(s).toJson());
            assertThat(sent).isEqualTo(shards.get(s));
            assertThat(sent.width()).isEqualTo(513);
            SpeechShard.Built built = sent.build(file, 1 + s);
            FrameCache cache = FrameCache.open(file);
            assertThat(built.rows()).isEqualTo(cache.size());
            for (int i = 0; i < cache.size(); i++, next++) {
                cache.read(i, ours, 0);
                whole.read(next, expected, 0);
                assertThat(ours).isEqualTo(expected);
            }
        }
        assertThat(next).isEqualTo(whole.size());
    }

    @Test
    void optionsOfReading_travelAlong() throws IOException {
        SpeechOptions options = SpeechOptions.defaults()
                .withTrim(Double.POSITIVE_INFINITY)
                .withChannels(Channels.only(1))
                .withUnreadable(Unreadable.SKIP);
        SpeechShard shard = shards(options).get(0);
        assertThat(SpeechShard.fromJson(shard.toJson())).isEqualTo(shard);
        assertThat(shard.toJson()).contains("only(1)", "SKIP", "none");
        assertThat(shard)
                .isNotEqualTo(shards(options.withChannels(Channels.mix())).get(0));
        // A recording of one channel has no second one.
        assertThat(shard.build(root.resolve("none"), 1).rows()).isZero();
        assertThat(shard.build(root.resolve("none"), 1).skipped()).hasSize(2);
        assertThat(root.resolve("none")).doesNotExist();
    }

    @Test
    void whatCannotBeRead_stopsOrIsNamed() throws IOException {
        Files.writeString(root.resolve("train/r4.wav"), "no sound");
        assertThatThrownBy(() -> shards(SpeechOptions.defaults()).get(2).build(root.resolve("s"), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("r4.wav");
        SpeechShard.Built built = shards(SpeechOptions.defaults().withUnreadable(Unreadable.SKIP))
                .get(2)
                .build(root.resolve("s"), 1);
        assertThat(built.rows()).isZero();
        assertThat(built.skipped()).hasSize(1);
        assertThat(built.skipped().get(0).reason()).contains("r4.wav");
    }

    @Test
    void whatIsNoShard_isRefused() throws IOException {
        assertThatThrownBy(() -> SpeechShard.fromJson("[]")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SpeechShard.fromJson("{}")).isInstanceOf(IllegalArgumentException.class);
        SpeechFolder folder = SpeechFolder.open(root, SpeechOptions.defaults());
        assertThatThrownBy(() -> SpeechShard.of(root, folder, Part.TRAIN, 0)).hasMessageContaining("got 0");
    }
}
