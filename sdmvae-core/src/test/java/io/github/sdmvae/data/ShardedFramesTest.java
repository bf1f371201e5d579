/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.data.ShardedFrames.LeftOut;
import io.github.sdmvae.file.FileFormatException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardedFramesTest {
    @TempDir
    private Path folder;

    /** Rows of 3 values: ten times the row's number plus the column. */
    private String shard(String name, int first, int rows) throws IOException {
        return shard(name, first, rows, 3);
    }

    private String shard(String name, int first, int rows, int width) throws IOException {
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = 10 * (first + i / width) + i % width;
        }
        CacheKey key = CacheKey.of(Map.of("first", "" + first, "rows", "" + rows), Map.of());
        FrameCache.openOrBuild(folder.resolve(name), key, width, writer -> {
            writer.skip(name + ": silence", "silent");
            writer.write(name + ": sound", values);
        });
        return name;
    }

    private ShardedFrames corpus() throws IOException {
        return ShardedFrames.seal(
                folder,
                List.of(shard("a.npy", 0, 4), shard("b.npy", 4, 1), shard("c.npy", 5, 5)),
                List.of(new LeftOut("d", "no sound")));
    }

    @Test
    void rows_areThoseOfAllShards_oneAfterTheOther() throws IOException {
        corpus();
        ShardedFrames frames = ShardedFrames.open(folder);
        assertThat(frames.size()).isEqualTo(10);
        assertThat(frames.width()).isEqualTo(3);
        float[] row = new float[3];
        for (int i = 0; i < 10; i++) {
            frames.read(i, row, 0);
            assertThat(row).containsExactly(10 * i, 10 * i + 1, 10 * i + 2);
        }
        float[] many = new float[15];
        frames.read(new int[] {9, 3, 4, 5, 0}, 0, 5, many, 0);
        assertThat(many).containsExactly(90, 91, 92, 30, 31, 32, 40, 41, 42, 50, 51, 52, 0, 1, 2);
        assertThatThrownBy(() -> frames.read(10, row, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        frames.verify();
    }

    @Test
    void contents_countOverAllShards_leftOutInputLast() throws IOException {
        List<FrameCache.Content> contents = corpus().contents();
        assertThat(contents).hasSize(7);
        assertThat(contents.get(5).name()).isEqualTo("c.npy: sound");
        assertThat(contents.get(5).firstRow()).isEqualTo(5);
        assertThat(contents.get(6)).isEqualTo(new FrameCache.Content("d", 10, 0, "no sound"));
    }

    @Test
    void withoutManifest_theCorpusIsNotFinished() throws IOException {
        shard("a.npy", 0, 4);
        assertThatThrownBy(() -> ShardedFrames.open(folder))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("not to its end");
    }

    @Test
    void anotherShardOfTheName_isStale() throws IOException {
        corpus();
        Files.delete(folder.resolve("b.npy"));
        assertThatThrownBy(() -> ShardedFrames.open(folder)).isInstanceOf(NoSuchFileException.class);
        shard("b.npy", 7, 1);
        assertThatThrownBy(() -> ShardedFrames.open(folder))
                .isInstanceOfSatisfying(
                        FrameCacheException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STALE))
                .hasMessageContaining("b.npy");
    }

    @Test
    void manifests_thatAreNone_areRefused() throws IOException {
        corpus();
        Path manifest = folder.resolve(ShardedFrames.MANIFEST);
        String whole = Files.readString(manifest);
        assertRefused(whole.substring(0, whole.length() / 2), Reason.DAMAGED);
        assertRefused(whole.replace("\"rows\": 5", "\"rows\": -5"), Reason.DAMAGED);
        assertRefused(whole.replace("a.npy", "../a.npy"), Reason.DAMAGED);
        assertRefused(whole.replace("\"formatVersion\": 1", "\"formatVersion\": 2"), Reason.NEWER);
        assertRefused("{}", Reason.FOREIGN);
    }

    private void assertRefused(String text, Reason reason) throws IOException {
        Files.writeString(folder.resolve(ShardedFrames.MANIFEST), text);
        assertThatThrownBy(() -> ShardedFrames.open(folder))
                .isInstanceOfSatisfying(
                        FrameCacheException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void shardsThatDoNotBelongTogether_areRefused() throws IOException {
        List<String> files = List.of(shard("a.npy", 0, 4), shard("wide.npy", 0, 4, 5));
        assertThatThrownBy(() -> ShardedFrames.seal(folder, files, List.of())).hasMessageContaining("wide.npy has 5");
        assertThatThrownBy(() -> ShardedFrames.seal(folder, List.of(), List.of()))
                .hasMessageContaining("at least one shard");
    }
}
